#include "daemon/tls/engine/certificate_pair.hpp"

#include "base/files.hpp"
#include "base/text.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

namespace chitty::host::daemon {
namespace {

constexpr off_t most_bytes = 1 << 20;

Error unfit(std::string message, std::string hint) { return make_error(Code::configuration, std::move(message), std::move(hint)); }

std::string reason_of_openssl() {
  const char* words = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return words ? words : "no reason given";
}

// Nothing is waited for: neither a pipe nor a device is a certificate.
Result<std::string> read_whole(const std::filesystem::path& path, const char* what, bool own) {
  const auto cannot = [&](int error) {
    return unfit("cannot read the " + std::string(what) + " " + path.string() + ": " + system_words(error),
                 error == ENOENT ? "Put it there, or name another file." : "Make it readable for the user of chittyd.");
  };
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return cannot(errno);
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) return cannot(errno);
  if (!S_ISREG(facts.st_mode)) return unfit("the " + std::string(what) + " " + path.string() + " is not a file", "Name a PEM file.");
  if (facts.st_size > most_bytes) return unfit("the " + std::string(what) + " " + path.string() + " is larger than 1 MiB", "Name a PEM file.");
  if (own && facts.st_uid != ::geteuid() && facts.st_uid != 0)
    return unfit("the " + std::string(what) + " " + path.string() + " belongs to another user (uid " + std::to_string(facts.st_uid) + ")",
                 "Make it yours: chown " + std::to_string(::geteuid()) + " " + path.string());
  if (own && (facts.st_mode & 077) != 0)
    return unfit("the " + std::string(what) + " " + path.string() + " can be read by others", "Keep it to yourself: chmod 600 " + path.string());
  std::string text(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(file.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot(errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return text;
}

BioPtr memory(const std::string& text) { return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

Result<std::vector<X509Ptr>> certificates_in(const std::string& text, const std::filesystem::path& path) {
  std::vector<X509Ptr> all;
  const auto bytes = memory(text);
  while (X509* one = PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr)) all.emplace_back(one);
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const auto why = reason_of_openssl();
  if (all.empty() && at_end) return unfit("the certificate " + path.string() + " holds no PEM certificate", "It begins with '-----BEGIN CERTIFICATE-----'.");
  if (!at_end) return unfit("the certificate " + path.string() + " is damaged: " + why, "Copy it again from where it was issued.");
  return all;
}

Result<KeyPtr> key_in(const std::string& text, const std::filesystem::path& path) {
  bool asked = false;  // for a password, which nobody is there to give
  const auto nobody = [](char*, int, int, void* flag) { return *static_cast<bool*>(flag) = true, 0; };
  KeyPtr key(PEM_read_bio_PrivateKey(memory(text).get(), nullptr, nobody, &asked));
  const auto why = reason_of_openssl();
  if (key) return key;
  if (asked) return unfit("the key " + path.string() + " is behind a password", "Take the password off: openssl pkey -in " + path.string() + " -out NEW_FILE");
  return unfit("the key " + path.string() + " holds no PEM private key: " + why, "It begins with '-----BEGIN PRIVATE KEY-----'.");
}

std::int64_t milliseconds(const ASN1_TIME* time) {
  tm parts{};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? static_cast<std::int64_t>(::timegm(&parts)) * 1000 : 0;
}

std::vector<std::string> names_of(X509* leaf) {
  std::vector<std::string> out;
  auto* names = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(leaf, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type != GEN_DNS && name->type != GEN_IPADD) continue;
    const auto* data = ASN1_STRING_get0_data(name->d.ia5);
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(name->d.ia5));
    char address[INET6_ADDRSTRLEN] = "";
    if (name->type == GEN_DNS) out.emplace_back(reinterpret_cast<const char*>(data), size);
    else if ((size == 4 || size == 16) && ::inet_ntop(size == 4 ? AF_INET : AF_INET6, data, address, sizeof address)) out.emplace_back(address);
  }
  GENERAL_NAMES_free(names);
  return out;
}

std::string common_name(const X509_NAME* name) {
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  unsigned char* utf8 = nullptr;
  const int size = at < 0 ? -1 : ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  std::string text(reinterpret_cast<char*>(utf8), size > 0 ? static_cast<std::size_t>(size) : 0);
  OPENSSL_free(utf8);
  return text;
}

// HTTP/1.1 is all that is spoken: who offers protocols and not that one is told so, as RFC 7301 wants it.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr unsigned char http[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, size, http, sizeof http - 1, offered, offered_size) != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

// TLS 1.2 with forward secrecy and authenticated encryption, or 1.3. No sessions are resumed: a ticket's key would be a secret that
// opens them all, and a handshake costs a tenth of a millisecond. A client that leaves without a farewell has left: whether its
// request was whole is told by HTTP's own framing.
SslCtxPtr new_context() {
  SslCtxPtr context(SSL_CTX_new(TLS_server_method()));
  if (!context) return context;
  SSL_CTX* const ctx = context.get();
  SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
  SSL_CTX_set_security_level(ctx, 2);
  SSL_CTX_set_cipher_list(ctx, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                               SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_num_tickets(ctx, 0);
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(ctx, 1);  // a record in one recv, not two
  SSL_CTX_set_alpn_select_cb(ctx, choose_protocol, nullptr);
  return context;
}

}  // namespace

Result<PairText> read_pair(const TlsFiles& files) {
  auto certificate = read_whole(files.certificate, "certificate", false);
  if (!certificate) return certificate.error();
  auto key = read_whole(files.key, "key", true);
  if (!key) return key.error();
  return PairText{std::move(*certificate), std::move(*key)};
}

bool CertificatePair::is_for(std::string_view host) const {
  const auto label = host.find('.');
  return std::any_of(facts.names.begin(), facts.names.end(), [&](const std::string& name) {
    if (equal_ignoring_case(name, host)) return true;
    return name.starts_with("*.") && label != std::string_view::npos && label > 0 && equal_ignoring_case(std::string_view(name).substr(1), host.substr(label));
  });
}

Result<std::shared_ptr<const CertificatePair>> make_pair(const TlsFiles& files, PairText text) {
  ERR_clear_error();
  auto all = certificates_in(text.certificate, files.certificate);
  if (!all) return all.error();
  auto key = key_in(text.key, files.key);
  if (!key) return key.error();
  X509* const leaf = all->front().get();
  if (X509_check_private_key(leaf, key->get()) != 1) {
    ERR_clear_error();
    return unfit("the key " + files.key.string() + " does not belong to the certificate " + files.certificate.string(),
                 "Name the key that the certificate was issued for; in the file, the server's own certificate comes first.");
  }
  auto pair = std::make_shared<CertificatePair>();
  pair->facts.names = names_of(leaf);
  if (X509_check_purpose(leaf, X509_PURPOSE_SSL_SERVER, 0) != 1)
    return unfit("the certificate " + files.certificate.string() + " is not for servers", "Have one issued with the extended key usage serverAuth.");
  if (pair->facts.names.empty())
    return unfit("the certificate " + files.certificate.string() + " names no host or address (no subject alternative name)",
                 "Have one issued for the names by which clients call this machine.");
  pair->context = new_context();
  SSL_CTX* const ctx = pair->context.get();
  if (!ctx) return make_error(Code::host_fault, "OpenSSL cannot be set up: " + reason_of_openssl(), "Try OPENSSL_CONF=/dev/null");
  bool taken = SSL_CTX_use_certificate(ctx, leaf) == 1 && SSL_CTX_use_PrivateKey(ctx, key->get()) == 1;
  for (std::size_t i = 1; taken && i < all->size(); ++i) taken = SSL_CTX_add1_chain_cert(ctx, (*all)[i].get()) == 1;
  if (!taken)
    return unfit("the certificate " + files.certificate.string() + " cannot be used: " + reason_of_openssl(), "Have one issued with a key of P-256 or RSA 2048 and SHA-256.");
  pair->facts.begins = milliseconds(X509_get0_notBefore(leaf));
  pair->facts.ends = milliseconds(X509_get0_notAfter(leaf));
  pair->facts.issuer = common_name(X509_get_issuer_name(leaf));
  pair->text = std::move(text);
  return std::shared_ptr<const CertificatePair>(std::move(pair));
}

}  // namespace chitty::host::daemon
