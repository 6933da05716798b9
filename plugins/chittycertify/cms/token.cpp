// Time stamps as whoever gets one sees them.
#include <openssl/err.h>
#include <openssl/ts.h>

#include "chain.hpp"
#include "objects.hpp"
#include "stamp.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

using Info = Owned<TS_TST_INFO, TS_TST_INFO_free>;
using Token = Owned<PKCS7, PKCS7_free>;
using Checking = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Token token_in(std::string_view der) {
  const auto* at = bytes_of(der);
  Token token(d2i_PKCS7(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (at != bytes_of(der) + der.size()) return nullptr;
  return token;
}

std::int64_t ms_of(const ASN1_GENERALIZEDTIME* time) {
  auto ms = seconds_of(time) * 1000;
  const auto text = text_of(time);  // 20261129220000.123Z
  if (const auto point = text.find('.'); point != text.npos)
    for (std::size_t i = 1, worth = 100; i <= 3 && point + i < text.size() && text[point + i] != 'Z'; ++i, worth /= 10)
      ms += static_cast<std::int64_t>(worth) * (text[point + i] - '0');
  return ms;
}

bool is_over(TS_TST_INFO* info, std::string_view bytes) {
  auto* imprint = TS_TST_INFO_get_msg_imprint(info);
  const ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR_get0(&algorithm, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(imprint));
  const auto* digest = EVP_get_digestbyobj(algorithm);
  if (!digest || EVP_MD_get_size(digest) < 32) return false;
  unsigned char made[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), made, &size, digest, nullptr) != 1) return false;
  return text_of(TS_MSG_IMPRINT_get_msg(imprint)) == std::string(reinterpret_cast<char*>(made), size);
}

// Signature, signing certificate, its one purpose, its chain at `seconds`; as OpenSSL does it.
bool is_by_one_of(PKCS7* token, std::int64_t seconds, const std::vector<X509*>& roots) {
  const Checking checking(TS_VERIFY_CTX_new());
  TS_VERIFY_CTX_set_flags(checking.get(), TS_VFY_VERSION | TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_store(checking.get(), trusting(roots, seconds).release());  // which frees it
  const bool is = TS_RESP_verify_token(checking.get(), token) == 1;
  ERR_clear_error();
  return is;
}

// By whoever made it, trusted or not: the signature is checked by the certificate that is in it.
bool is_whole(PKCS7* token) {
  auto* signers = PKCS7_get0_signers(token, nullptr, 0);
  const bool is = signers && sk_X509_num(signers) == 1 && PKCS7_verify(token, nullptr, nullptr, nullptr, nullptr, PKCS7_NOVERIFY) == 1;
  sk_X509_free(signers);
  ERR_clear_error();
  return is;
}

std::string signer_name(PKCS7* token) {
  auto* signers = PKCS7_get0_signers(token, nullptr, 0);
  std::string name = signers && sk_X509_num(signers) == 1 ? name_of(X509_get_subject_name(sk_X509_value(signers, 0))) : "";
  sk_X509_free(signers);
  ERR_clear_error();
  return name;
}

}  // namespace

Stamp look_at_token(std::string_view der, std::string_view bytes, const std::vector<X509*>& roots) {
  Stamp stamp;
  const auto wrong = [&](const char* code, const char* problem) { return stamp.code = code, stamp.problem = problem, stamp; };
  const auto token = token_in(der);
  const Info info(token ? PKCS7_to_TS_TST_INFO(token.get()) : nullptr);
  ERR_clear_error();
  if (!info) return wrong("TOKEN_BROKEN", "the time stamp is damaged");
  stamp.ms = ms_of(TS_TST_INFO_get_time(info.get()));
  stamp.serial = serial_of(TS_TST_INFO_get_serial(info.get()));
  stamp.policy = dotted(TS_TST_INFO_get_policy_id(info.get()));
  stamp.authority = signer_name(token.get());
  if (!is_over(info.get(), bytes)) return wrong("IMPRINT_MISMATCH", "the time stamp is over something else");
  if (!is_whole(token.get())) return wrong("TOKEN_BROKEN", "the time stamp was altered");
  if (!is_by_one_of(token.get(), stamp.ms / 1000, roots))
    return wrong("TSA_NOT_TRUSTED", "the time stamp is by an authority that is not trusted here");
  return stamp;
}

std::string why_not_answer(std::string_view response, std::string_view query) {
  const auto* at = bytes_of(response);
  const Owned<TS_RESP, TS_RESP_free> answer(d2i_TS_RESP(nullptr, &at, static_cast<long>(response.size())));
  at = bytes_of(query);
  const Owned<TS_REQ, TS_REQ_free> asked(d2i_TS_REQ(nullptr, &at, static_cast<long>(query.size())));
  ERR_clear_error();
  if (!answer || !asked) return "it is not a time-stamp response";
  const auto status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(answer.get())));
  if (status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS) return "it refuses to give one (status " + std::to_string(status) + ")";
  auto* info = TS_RESP_get_tst_info(answer.get());
  if (!info || TS_TST_INFO_get_version(info) != 1) return "there is no token of version 1 in it";
  auto* given = TS_TST_INFO_get_msg_imprint(info);
  auto* wanted = TS_REQ_get_msg_imprint(asked.get());
  if (X509_ALGOR_cmp(TS_MSG_IMPRINT_get_algo(given), TS_MSG_IMPRINT_get_algo(wanted)) != 0 ||
      text_of(TS_MSG_IMPRINT_get_msg(given)) != text_of(TS_MSG_IMPRINT_get_msg(wanted)))
    return "its imprint is another one";
  const auto* nonce = TS_TST_INFO_get_nonce(info);
  if (!nonce || ASN1_INTEGER_cmp(nonce, TS_REQ_get_nonce(asked.get())) != 0) return "its nonce is another one";
  const auto* policy = TS_REQ_get_policy_id(asked.get());
  if (policy && OBJ_cmp(policy, TS_TST_INFO_get_policy_id(info)) != 0)
    return "its policy is " + dotted(TS_TST_INFO_get_policy_id(info));
  return {};
}

}  // namespace chittycertify
