#include "chain.hpp"

#include <openssl/err.h>

namespace chittycertify {

Trust trusting(const std::vector<X509*>& roots, std::int64_t seconds) {
  Trust trust(X509_STORE_new());
  for (auto* root : roots) X509_STORE_add_cert(trust.get(), root);
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(trust.get()), static_cast<time_t>(seconds));
  ERR_clear_error();
  return trust;
}

ChainVerdict judge_chain(X509* signer, STACK_OF(X509) * others, const std::vector<X509*>& roots, std::int64_t seconds) {
  const auto trust = trusting(roots, seconds);
  const Owned<X509_STORE_CTX, X509_STORE_CTX_free> judging(X509_STORE_CTX_new());
  X509_STORE_CTX_init(judging.get(), trust.get(), signer, others);
  X509_STORE_CTX_set_default(judging.get(), "smime_sign");
  X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(judging.get()), X509_V_FLAG_X509_STRICT);
  const bool good = X509_verify_cert(judging.get()) == 1;
  ERR_clear_error();
  if (good) return {X509_V_OK, {}};
  const auto error = X509_STORE_CTX_get_error(judging.get());
  return {error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error, X509_verify_cert_error_string(error)};
}

}  // namespace chittycertify
