#include "request.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <chitty/error.hpp>

#include "key.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

constexpr const char* own = "Leave --csr out to have a key and a request made for you.";

using Extensions =
    Owned<STACK_OF(X509_EXTENSION), [](STACK_OF(X509_EXTENSION) * all) { sk_X509_EXTENSION_pop_free(all, X509_EXTENSION_free); }>;

std::string string_of(const ASN1_STRING* text) {
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                     static_cast<std::size_t>(ASN1_STRING_length(text)));
}

// Of one alternative name; INVALID_ARGUMENT for mail, URIs and whatever else there is.
Result<std::string> text_of_name(const GENERAL_NAME* name) {
  if (name->type == GEN_DNS) return string_of(name->d.dNSName);
  if (name->type != GEN_IPADD) return usage_error("the request has a name that is neither a host name nor an IP address", own);
  const auto bytes = string_of(name->d.iPAddress);
  if (bytes.size() != 4 && bytes.size() != 16)
    return usage_error("the request has an IP address of " + std::to_string(bytes.size()) + " bytes", own);
  return text_of_address(bytes);
}

Result<std::vector<std::string>> names_in(X509_REQ* request, std::size_t most) {
  const Extensions extensions(X509_REQ_get_extensions(request));
  const Names names(extensions
                        ? static_cast<GENERAL_NAMES*>(X509V3_get_d2i(extensions.get(), NID_subject_alt_name, nullptr, nullptr))
                        : nullptr);
  std::vector<std::string> all;
  const auto count = names ? sk_GENERAL_NAME_num(names.get()) : 0;
  if (static_cast<std::size_t>(count) > most)
    return usage_error("the request has " + std::to_string(count) + " names; a certificate has at most " + std::to_string(most),
                       "Ask for several certificates.");
  for (int i = 0; i < count; ++i) {
    CHITTY_TRY(auto text, text_of_name(sk_GENERAL_NAME_value(names.get(), i)));
    all.push_back(std::move(text));
  }
  return all;
}

}  // namespace

std::string alternative_names(const std::vector<Name>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ",") + std::string(name.is_address() ? "IP:" : "DNS:") + name.text;
  return text;
}

Result<std::string> make_request(EVP_PKEY* key, const std::string& common_name, const std::vector<Name>& names) {
  const SigningRequest request(X509_REQ_new());
  auto* subject = X509_REQ_get_subject_name(request.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  X509_REQ_set_pubkey(request.get(), key);
  if (!names.empty()) {
    Extensions extensions(sk_X509_EXTENSION_new_null());
    auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative_names(names).c_str());
    if (!extension) return openssl_fault("write the names of a request");
    sk_X509_EXTENSION_push(extensions.get(), extension);
    X509_REQ_add_extensions(request.get(), extensions.get());
  }
  if (X509_REQ_sign(request.get(), key, EVP_sha256()) <= 0) return openssl_fault("sign a request");
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509_REQ(bio.get(), request.get());
  return text_of(bio.get());
}

Result<Requested> read_request(std::string_view pem, std::size_t most) {
  const auto bio = reading(pem);
  const SigningRequest request(PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (!request) return usage_error("this is not a certificate signing request in PEM", own);
  Requested asked{Key(X509_REQ_get_pubkey(request.get())), {}};
  if (!asked.key) return usage_error("the request has no public key that is known here", own);
  if (const auto weak = weakness_of(asked.key.get()); !weak.empty())
    return usage_error("the key is too weak or unknown: " + weak, own);
  const bool genuine = X509_REQ_verify(request.get(), asked.key.get()) == 1;
  ERR_clear_error();
  if (!genuine) return usage_error("the request is not signed by its own key", own);
  CHITTY_TRY(asked.names, names_in(request.get(), most));
  return asked;
}

}  // namespace chittyregister
