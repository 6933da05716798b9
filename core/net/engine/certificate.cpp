#include "net/engine/certificate.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "base/files.hpp"
#include "base/text.hpp"
#include "base/trust.hpp"
#include "net/engine/context.hpp"
#include "net/engine/openssl.hpp"

namespace chitty::host {
namespace {

constexpr std::size_t most_authority = 4u << 20;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string text_of(const X509_NAME* name) {
  for (const int nid : {NID_commonName, NID_organizationName}) {
    const int at = X509_NAME_get_index_by_NID(name, nid, -1);
    unsigned char* utf8 = nullptr;
    const int size = at < 0 ? -1 : ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    std::string text(reinterpret_cast<char*>(utf8), size > 0 ? static_cast<std::size_t>(size) : 0);
    OPENSSL_free(utf8);
    for (auto& c : text)
      if (static_cast<unsigned char>(c) < 0x20) c = '?';
    if (!text.empty()) return text;
  }
  return "(no name)";
}

std::string date_of(const ASN1_TIME* time) {
  tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "a date that cannot be read";
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts);
  return text;
}

// The names and addresses that the certificate is for, at most five.
std::string names_of(X509* leaf) {
  auto* names = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(leaf, NID_subject_alt_name, nullptr, nullptr));
  std::vector<std::string> out;
  for (int i = 0; i < sk_GENERAL_NAME_num(names) && out.size() < 5; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    const auto* bytes = name->type == GEN_DNS || name->type == GEN_IPADD ? name->d.ia5 : nullptr;
    if (!bytes) continue;
    const auto* data = ASN1_STRING_get0_data(bytes);
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(bytes));
    char address[INET6_ADDRSTRLEN] = "";
    if (name->type == GEN_DNS) out.emplace_back(reinterpret_cast<const char*>(data), size);
    if (name->type == GEN_IPADD && ::inet_ntop(size == 4 ? AF_INET : AF_INET6, data, address, sizeof address))
      out.emplace_back(address);
  }
  GENERAL_NAMES_free(names);
  for (auto& name : out)
    for (auto& c : name)
      if (static_cast<unsigned char>(c) < 0x20) c = '?';
  return join(out, ", ");
}

Error refuse(std::string message, std::string_view reason, std::string hint) {
  return unreachable(std::move(message), "certificate_" + std::string(reason), false, std::move(hint));
}

constexpr char ask_owner[] = "Only the service's owner can fix this; nothing was sent.";
constexpr char trust_it[] =
    "If it is your own authority, put its certificate into a folder made by `openssl rehash` and name that in "
    "SSL_CERT_DIR, "
    "or into a file named in SSL_CERT_FILE; nothing was sent.";

}  // namespace

void add_folder(X509_STORE* store) {
  const auto folder = environment(X509_get_default_cert_dir_env());
  X509_STORE_load_path(store, folder.empty() ? X509_get_default_cert_dir() : folder.c_str());
}

bool add_bundle(X509_STORE* store) {
  const auto named = environment(X509_get_default_cert_file_env());
  if (!named.empty()) return X509_STORE_load_file(store, named.c_str()) == 1;
  for (const char* file : {X509_get_default_cert_file(), "/etc/ssl/certs/ca-certificates.crt",
                           "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"})
    if (::access(file, R_OK) == 0) return X509_STORE_load_file(store, file) == 1;
  return false;
}

Result<void> add_authority(X509_STORE* store, const std::string& file) {
  const auto unfit = [&](std::string message, std::string hint) {
    Error error = make_error(Code::configuration, std::move(message), std::move(hint));
    error.details["reason"] = "authority";
    return error;
  };
  const auto text = read_file(file);
  if (!text)
    return unfit("cannot read the authority " + file + ": " + system_words(errno), "Put the PEM file there, or name another in the setting 'authority'.");
  if (const auto distrusted = distrust(file, Reach::file)) return unfit("the authority " + file + " is not believed: " + distrusted->why, distrusted->hint());
  const BioPtr bytes(BIO_new_mem_buf(text->data(), static_cast<int>(std::min<std::size_t>(text->size(), most_authority))));
  int added = 0;
  while (const X509Ptr one{PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr)}) added += X509_STORE_add_cert(store, one.get());
  ERR_clear_error();
  if (added > 0) return {};
  return unfit("the authority " + file + " holds no PEM certificate", "It begins with '-----BEGIN CERTIFICATE-----'; name the right file in the setting 'authority'.");
}

bool wants_issuer(int verify_error) {
  return verify_error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
         verify_error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
         verify_error == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
         verify_error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT ||
         verify_error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE;
}

Error untrusted(int verify_error, X509* failed, X509* leaf, int sent, const std::string& host, const std::string& who) {
  const std::string its = failed && failed != leaf
                              ? "The certificate of " + who + " was issued by \"" +
                                    text_of(X509_get_subject_name(failed)) + "\", whose own certificate "
                              : "The certificate of " + who + " ";
  const std::string issuer = leaf ? text_of(X509_get_issuer_name(failed ? failed : leaf)) : "";
  switch (verify_error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return refuse(its + "expired on " + date_of(X509_get0_notAfter(failed ? failed : leaf)) + ".", "expired",
                    ask_owner);
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return refuse(its + "is not valid before " + date_of(X509_get0_notBefore(failed ? failed : leaf)) + ".",
                    "not_yet_valid", "Check this machine's clock; nothing was sent.");
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return refuse(its + "is self-signed", "self_signed", trust_it);
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return refuse(its + "was issued by \"" + issuer + "\", which is not trusted here" +
                        (sent == 1 ? " (or the server has left out an intermediate certificate)." : "."),
                    "unknown_issuer", trust_it);
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: {
      const auto names = leaf ? names_of(leaf) : "";
      if (names.empty())
        return refuse(its + "names no host or address (no subject alternative name), so it matches none",
                      "no_san", ask_owner);
      return refuse(its + "is not for " + host + " but for " + names + ".", "wrong_host",
                    "Check the address; nothing was sent.");
    }
    default:
      break;
  }
  return refuse(its + "is not trusted: " + X509_verify_cert_error_string(verify_error) + ".", "untrusted",
                ask_owner);
}

}  // namespace chitty::host
