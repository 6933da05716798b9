#include "objects.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace chittycertify {

using namespace chitty;

namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

using Digesting = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

}  // namespace

Message message_of(std::string_view der) {
  const auto* at = bytes_of(der);
  Message message(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (at != bytes_of(der) + der.size()) return nullptr;
  return message;
}

CMS_SignerInfo* only_signer(CMS_ContentInfo* message) {
  auto* all = CMS_get0_SignerInfos(message);
  ERR_clear_error();
  return sk_CMS_SignerInfo_num(all) == 1 ? sk_CMS_SignerInfo_value(all, 0) : nullptr;
}

std::string value_of(CMS_SignerInfo* signer) { return text_of(CMS_SignerInfo_get0_signature(signer)); }

Result<std::string> sign_bytes(EVP_PKEY* key, std::string_view bytes) {
  const Digesting digesting(EVP_MD_CTX_new());
  std::size_t size = 0;
  if (EVP_DigestSignInit(digesting.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(digesting.get(), nullptr, &size, bytes_of(bytes), bytes.size()) != 1)
    return openssl_fault("sign");
  std::string signature(size, '\0');
  if (EVP_DigestSign(digesting.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(bytes), bytes.size()) !=
      1)
    return openssl_fault("sign");
  signature.resize(size);
  return signature;
}

bool is_signed(EVP_PKEY* key, std::string_view bytes, std::string_view signature) {
  const Digesting digesting(EVP_MD_CTX_new());
  const bool is = EVP_DigestVerifyInit(digesting.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                  EVP_DigestVerify(digesting.get(), bytes_of(signature), signature.size(), bytes_of(bytes), bytes.size()) == 1;
  ERR_clear_error();
  return is;
}

std::string sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  return digest;
}

std::vector<Certificate> certificates_of(std::string_view pem) {
  std::vector<Certificate> all;
  const auto bio = reading(pem);
  while (Certificate one{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) all.push_back(std::move(one));
  const auto last = ERR_peek_last_error();
  ERR_clear_error();
  if (ERR_GET_REASON(last) != PEM_R_NO_START_LINE) all.clear();
  return all;
}

std::string text_of(const ASN1_STRING* text) {
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                     static_cast<std::size_t>(ASN1_STRING_length(text)));
}

std::string name_of(const X509_NAME* name) {
  const Bio bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  return x509::text_of(bio.get());
}

std::string dotted(const ASN1_OBJECT* object) {
  char text[128] = "";
  OBJ_obj2txt(text, sizeof text, object, 1);
  return text;
}

}  // namespace chittycertify
