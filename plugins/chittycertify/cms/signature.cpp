#include "signature.hpp"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ts.h>

#include "objects.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

// What is signed is the SET OF of the attributes, whatever tag they have in the message (RFC 5652, 5.4); in DER, so sorted.
std::string attributes_of(CMS_SignerInfo* signer) {
  std::vector<std::string> all;
  std::size_t size = 0;
  for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i) {
    all.push_back(der_of(CMS_signed_get_attr(signer, i), i2d_X509_ATTRIBUTE));
    size += all.back().size();
  }
  std::sort(all.begin(), all.end());
  std::string set(static_cast<std::size_t>(ASN1_object_size(1, static_cast<int>(size), V_ASN1_SET)), '\0');
  auto* at = reinterpret_cast<unsigned char*>(set.data());
  ASN1_put_object(&at, 1, static_cast<int>(size), V_ASN1_SET, V_ASN1_UNIVERSAL);
  set.resize(set.size() - size);
  for (const auto& one : all) set += one;
  return set;
}

bool add_attributes(CMS_SignerInfo* signer, const Signing& signing) {
  const auto time = time_of(signing.at);
  const auto* digest = signing.digest.data();
  return CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data), -1) == 1 &&
         CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest,
                                     static_cast<int>(signing.digest.size())) == 1 &&
         (!signing.says_time ||
          CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, time->type, time.get(), -1) == 1);
}

}  // namespace

// OpenSSL 3.0 signs content that it has read and puts a time in unasked, so the last step is done here.
Result<Signed> sign_digest(const Signing& signing) {
  const Message message(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_DETACHED | CMS_BINARY));
  auto* signer = message ? CMS_add1_signer(message.get(), signing.signer, signing.key, EVP_sha256(),
                                           CMS_PARTIAL | CMS_BINARY | CMS_NOSMIMECAP | CMS_CADES)
                         : nullptr;
  if (!signer || !add_attributes(signer, signing)) return openssl_fault("begin a signature");
  for (auto* one : signing.chain)
    if (CMS_add1_cert(message.get(), one) != 1) return openssl_fault("add a certificate to a signature");
  Signed made;
  CHITTY_TRY(made.value, sign_bytes(signing.key, attributes_of(signer)));
  if (ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), made.value.data(), static_cast<int>(made.value.size())) != 1)
    return openssl_fault("write a signature");
  made.der = der_of(message.get(), i2d_CMS_ContentInfo);
  return made;
}

Result<std::string> with_token(std::string_view cms, std::string_view token) {
  const auto message = message_of(cms);
  auto* signer = message ? only_signer(message.get()) : nullptr;
  if (!signer) return usage_error("this is not a signature of one signer");
  if (CMS_unsigned_add1_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token.data(),
                                    static_cast<int>(token.size())) != 1)
    return openssl_fault("add a time stamp to a signature");
  return der_of(message.get(), i2d_CMS_ContentInfo);
}

std::string token_of(std::string_view response) {
  const auto* at = reinterpret_cast<const unsigned char*>(response.data());
  const Owned<TS_RESP, TS_RESP_free> parsed(d2i_TS_RESP(nullptr, &at, static_cast<long>(response.size())));
  ERR_clear_error();
  auto* token = parsed ? TS_RESP_get_token(parsed.get()) : nullptr;
  return token ? der_of(token, i2d_PKCS7) : std::string();
}

}  // namespace chittycertify
