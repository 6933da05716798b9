#include "net/engine/tls.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <mutex>

#include "net/engine/certificate.hpp"

namespace chitty {
namespace {

template <auto release>
struct Free {
  template <class T>
  void operator()(T* thing) const {
    release(thing);
  }
};
using SslPtr = std::unique_ptr<SSL, Free<SSL_free>>;
using SslCtxPtr = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, Free<X509_free>>;

// What the verification found, kept for the sentence.
struct Verdict {
  int error = X509_V_OK;
  int sent = 0;
  X509Ptr failed, leaf;
};

X509Ptr hold(X509* certificate) {
  if (certificate) X509_up_ref(certificate);
  return X509Ptr(certificate);
}

// OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE when the other side has gone; this one does not.
int put_bytes(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  const int fd = static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
  const auto put = ::send(fd, data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (put < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return static_cast<int>(put);
}
int get_bytes(BIO* bio, char* buffer, int capacity) {
  BIO_clear_retry_flags(bio);
  const int fd = static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
  const auto got = ::recv(fd, buffer, static_cast<std::size_t>(capacity), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  if (got == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return static_cast<int>(got);
}
long control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
  return command == BIO_CTRL_FLUSH;
}

BIO* socket_bio(int fd) {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "chitty socket");
    BIO_meth_set_write(made, put_bytes);
    BIO_meth_set_read(made, get_bytes);
    BIO_meth_set_ctrl(made, control);
    return made;
  }();
  BIO* bio = BIO_new(method);
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
  BIO_set_init(bio, 1);
  return bio;
}

class TlsStream : public Stream {
 public:
  TlsStream(Fd socket, SslPtr ssl, std::string who)
      : socket_(std::move(socket)), ssl_(std::move(ssl)), who_(std::move(who)) {}
  ~TlsStream() override {
    if (!failed_) SSL_shutdown(ssl_.get());  // one close_notify, not waited for
    ERR_clear_error();
  }

  Result<void> handshake(const Context& context, const std::string& host, Verdict& verdict) {
    for (;;) {
      ERR_clear_error();
      const int done = SSL_connect(ssl_.get());
      if (done == 1) return {};
      const int error = errno;
      const int kind = SSL_get_error(ssl_.get(), done);
      if (verdict.error != X509_V_OK)
        return failed_ = true,
               untrusted(verdict.error, verdict.failed.get(), verdict.leaf.get(), verdict.sent, host, who_);
      if (auto ok = after(kind, error, context); !ok) return ok.error();
      if (ended_)
        return failed_ = true, unreachable(who_ + " ended the TLS handshake.", "tls", true,
                                           "See whether it speaks https at this port.");
    }
  }

  Result<std::size_t> read_some(char* buffer, std::size_t capacity, const Context& context) override {
    for (;;) {
      if (ended_) return std::size_t{0};
      ERR_clear_error();
      const int got = SSL_read(ssl_.get(), buffer, static_cast<int>(std::min<std::size_t>(capacity, INT_MAX)));
      if (got > 0) return static_cast<std::size_t>(got);
      const int error = errno;
      if (auto ok = after(SSL_get_error(ssl_.get(), got), error, context); !ok) return ok.error();
    }
  }

  Result<std::size_t> write_some(const char* data, std::size_t size, const Context& context) override {
    for (;;) {
      ERR_clear_error();
      const int put = SSL_write(ssl_.get(), data, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
      if (put > 0) return static_cast<std::size_t>(put);
      const int error = errno;
      if (auto ok = after(SSL_get_error(ssl_.get(), put), error, context); !ok) return ok.error();
      if (ended_) return failed_ = true, broken(who_, EPIPE);
    }
  }

  bool idle() override {
    char byte;
    ERR_clear_error();
    const int got = SSL_peek(ssl_.get(), &byte, 1);  // session tickets are taken in here
    return got <= 0 && SSL_get_error(ssl_.get(), got) == SSL_ERROR_WANT_READ;
  }

  void forget() { SSL_set_app_data(ssl_.get(), nullptr); }  // the verdict's life ends with the handshake
  std::string facts() const {
    return std::string(SSL_get_version(ssl_.get())) + ", " + SSL_get_cipher_name(ssl_.get());
  }

 private:
  // What to do after an SSL call that did not succeed: wait and go on, note the orderly end, or say what broke.
  Result<void> after(int kind, int error, const Context& context) {
    if (kind == SSL_ERROR_WANT_READ) return wait_socket(socket_.get(), POLLIN, context, who_);
    if (kind == SSL_ERROR_WANT_WRITE) return wait_socket(socket_.get(), POLLOUT, context, who_);
    if (kind == SSL_ERROR_ZERO_RETURN) return ended_ = true, Result<void>();
    failed_ = true;
    if (kind == SSL_ERROR_SYSCALL) return broken(who_, error ? error : ECONNRESET);
    const auto why = ERR_peek_error();
    // The end without TLS's own farewell: an attacker may have cut the line, so it is not an end but a break.
    if (ERR_GET_REASON(why) == SSL_R_UNEXPECTED_EOF_WHILE_READING) return broken(who_, ECONNRESET);
    const char* words = ERR_reason_error_string(why);
    return unreachable("TLS with " + who_ + " failed: " + (words ? words : "no reason given") + ".", "tls", false,
                       "See whether it speaks https at this port, in TLS 1.2 or newer.");
  }

  Fd socket_;
  SslPtr ssl_;
  std::string who_;
  bool ended_ = false;
  bool failed_ = false;  // after a fatal error SSL_shutdown must not be called
};

class OpenSsl : public Tls {
 public:
  static std::shared_ptr<OpenSsl> make() {
    // The process ends soon: no tidying at exit.
    OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, nullptr);
    SslCtxPtr context(SSL_CTX_new(TLS_client_method()));
    return context ? std::make_shared<OpenSsl>(std::move(context)) : nullptr;
  }

  explicit OpenSsl(SslCtxPtr context) : context_(std::move(context)) {
    SSL_CTX* const ctx = context_.get();
    SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(
        ctx, [](X509_STORE_CTX* chain, void* self) { return static_cast<OpenSsl*>(self)->verify(chain); }, this);
    SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_read_ahead(ctx, 1);  // a record in one recv, not two
    const unsigned char http[] = "\x08http/1.1";
    SSL_CTX_set_alpn_protos(ctx, http, sizeof http - 1);
    add_folder(SSL_CTX_get_cert_store(ctx));
  }

  Result<std::unique_ptr<Stream>> connect(Fd socket, const std::string& host, const std::string& who,
                                          const Context& context) override {
    SslPtr ssl(SSL_new(context_.get()));
    if (!ssl) return make_error(Code::host_fault, "OpenSSL has no memory for a connection.");
    Verdict verdict;
    SSL_set_app_data(ssl.get(), &verdict);
    auto* const wanted = SSL_get0_param(ssl.get());
    in6_addr address;
    if (::inet_pton(AF_INET, host.c_str(), &address) == 1 || ::inet_pton(AF_INET6, host.c_str(), &address) == 1) {
      X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str());
    } else {
      X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
      SSL_set_tlsext_host_name(ssl.get(), host.c_str());
    }
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    BIO* const bio = socket_bio(socket.get());
    SSL_set_bio(ssl.get(), bio, bio);

    auto stream = std::make_unique<TlsStream>(std::move(socket), std::move(ssl), who);
    if (auto done = stream->handshake(context, host, verdict); !done) return done.error();
    stream->forget();
    if (context.traced()) context.tell("* " + stream->facts());
    return std::unique_ptr<Stream>(std::move(stream));
  }

 private:
  // First with the authorities that are looked up by hash, one small file each; the whole bundle is read only when
  // those do not know the issuer.
  int verify(X509_STORE_CTX* chain) {
    auto* const ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto& verdict = *static_cast<Verdict*>(SSL_get_app_data(ssl));  // no renegotiation: TLS 1.2's is switched off
    int good = X509_verify_cert(chain);
    verdict.error = good == 1 ? X509_V_OK : X509_STORE_CTX_get_error(chain);
    verdict.failed = hold(good == 1 ? nullptr : X509_STORE_CTX_get_current_cert(chain));
    if (good != 1 && wants_issuer(verdict.error) && have_bundle(X509_STORE_CTX_get0_store(chain)))
      good = verify_again(chain, verdict);
    verdict.leaf = hold(X509_STORE_CTX_get0_cert(chain));
    verdict.sent = sk_X509_num(X509_STORE_CTX_get0_untrusted(chain));
    return good == 1;
  }

  static int verify_again(X509_STORE_CTX* chain, Verdict& verdict) {
    std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>> again(X509_STORE_CTX_new());
    auto* const wanted = X509_VERIFY_PARAM_new();
    X509_VERIFY_PARAM_set1(wanted, X509_STORE_CTX_get0_param(chain));
    X509_STORE_CTX_init(again.get(), X509_STORE_CTX_get0_store(chain), X509_STORE_CTX_get0_cert(chain),
                        X509_STORE_CTX_get0_untrusted(chain));
    X509_STORE_CTX_set0_param(again.get(), wanted);
    const int good = X509_verify_cert(again.get());
    verdict.error = good == 1 ? X509_V_OK : X509_STORE_CTX_get_error(again.get());
    verdict.failed = hold(good == 1 ? nullptr : X509_STORE_CTX_get_current_cert(again.get()));
    X509_STORE_CTX_set_error(chain, verdict.error);
    return good;
  }

  bool have_bundle(X509_STORE* store) {
    std::call_once(bundle_once_, [&] { bundle_ = add_bundle(store); });
    return bundle_;
  }

  SslCtxPtr context_;
  std::once_flag bundle_once_;
  bool bundle_ = false;
};

}  // namespace

Result<std::shared_ptr<Tls>> Tls::make() {
  auto made = OpenSsl::make();
  if (!made)
    return make_error(Code::host_fault, "OpenSSL cannot be set up; its configuration file may be at fault.",
                      "Try OPENSSL_CONF=/dev/null");
  return std::shared_ptr<Tls>(std::move(made));
}

}  // namespace chitty
