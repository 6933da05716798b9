// The authority's side of a time stamp.
#include <openssl/err.h>
#include <openssl/ts.h>

#include <chitty/hex.hpp>

#include "objects.hpp"
#include "stamp.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

using Query = Owned<TS_REQ, TS_REQ_free>;
using Answering = Owned<TS_RESP_CTX, TS_RESP_CTX_free>;
using Response = Owned<TS_RESP, TS_RESP_free>;

// What OpenSSL's callbacks share while one query is answered.
struct Asking {
  const Stamper& stamper;
  Moment moment{};
  std::optional<Error> failed{};
};

ASN1_INTEGER* reserve(TS_RESP_CTX* context, void* given) {
  auto& asking = *static_cast<Asking*>(given);
  auto* imprint = TS_REQ_get_msg_imprint(TS_RESP_CTX_get_request(context));
  auto moment = asking.stamper.reserve(text_of(TS_MSG_IMPRINT_get_msg(imprint)));
  if (moment) {
    asking.moment = std::move(*moment);
    return number_of(asking.moment.serial).release();
  }
  TS_RESP_CTX_set_status_info(context, TS_STATUS_REJECTION, moment.error().message.c_str());
  if (moment.error().code == Code::conflict) TS_RESP_CTX_add_failure_info(context, TS_INFO_TIME_NOT_AVAILABLE);
  else asking.failed = moment.error();
  return nullptr;
}

int tell_time(TS_RESP_CTX*, void* given, long* seconds, long* microseconds) {
  const auto ms = static_cast<Asking*>(given)->moment.ms;
  *seconds = static_cast<long>(ms / 1000);
  *microseconds = static_cast<long>(ms % 1000 * 1000);
  return 1;
}

bool prepare(TS_RESP_CTX* context, Asking& asking) {
  const auto& by = asking.stamper;
  const Owned<ASN1_OBJECT, ASN1_OBJECT_free> policy(OBJ_txt2obj(stamp_policy, 1));
  const Owned<STACK_OF(X509), [](STACK_OF(X509) * all) { sk_X509_free(all); }> chain(sk_X509_new_null());
  for (auto* one : by.chain) sk_X509_push(chain.get(), one);
  bool ready = policy && TS_RESP_CTX_set_signer_cert(context, by.authority.certificate) == 1 &&
               TS_RESP_CTX_set_signer_key(context, by.authority.key) == 1 &&
               TS_RESP_CTX_set_signer_digest(context, EVP_sha256()) == 1 &&
               TS_RESP_CTX_set_ess_cert_id_digest(context, EVP_sha256()) == 1 &&
               TS_RESP_CTX_set_certs(context, chain.get()) == 1 && TS_RESP_CTX_set_def_policy(context, policy.get()) == 1 &&
               TS_RESP_CTX_set_clock_precision_digits(context, 3) == 1;
  for (const auto* digest : {EVP_sha256(), EVP_sha384(), EVP_sha512()}) ready = ready && TS_RESP_CTX_add_md(context, digest) == 1;
  if (const auto ms = by.accuracy_ms)
    ready = ready && TS_RESP_CTX_set_accuracy(context, static_cast<int>(*ms / 1000), static_cast<int>(*ms % 1000), 0) == 1;
  TS_RESP_CTX_set_serial_cb(context, reserve, &asking);
  TS_RESP_CTX_set_time_cb(context, tell_time, &asking);
  return ready;
}

}  // namespace

Result<std::string> answer_query(std::string_view query, const Stamper& stamper) {
  const Answering context(TS_RESP_CTX_new());
  Asking asking{stamper};
  if (!context || !prepare(context.get(), asking)) return openssl_fault("prepare a time stamp");
  const auto bio = reading(query);
  const Response response(TS_RESP_create_response(context.get(), bio.get()));
  if (asking.failed) return *asking.failed;
  if (!response) return openssl_fault("make a time stamp");
  ERR_clear_error();
  return der_of(response.get(), i2d_TS_RESP);
}

Result<std::string> make_query(std::string_view bytes, std::string_view nonce, const std::string& policy) {
  const Query query(TS_REQ_new());
  const Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free> imprint(TS_MSG_IMPRINT_new());
  const Owned<X509_ALGOR, X509_ALGOR_free> algorithm(X509_ALGOR_new());
  auto digest = sha256(bytes);
  const auto number = number_of(hex(nonce));
  const Owned<ASN1_OBJECT, ASN1_OBJECT_free> wanted(policy.empty() ? nullptr : OBJ_txt2obj(policy.c_str(), 1));
  ERR_clear_error();
  if (!policy.empty() && !wanted) return usage_error("'" + policy + "' is not a policy", "Give one such as 1.2.3.4.1");
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  if (TS_REQ_set_version(query.get(), 1) != 1 || TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) != 1 ||
      TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(digest.data()), static_cast<int>(digest.size())) !=
          1 ||
      TS_REQ_set_msg_imprint(query.get(), imprint.get()) != 1 || TS_REQ_set_nonce(query.get(), number.get()) != 1 ||
      (wanted && TS_REQ_set_policy_id(query.get(), wanted.get()) != 1) || TS_REQ_set_cert_req(query.get(), 1) != 1)
    return openssl_fault("make a query for a time stamp");
  return der_of(query.get(), i2d_TS_REQ);
}

}  // namespace chittycertify
