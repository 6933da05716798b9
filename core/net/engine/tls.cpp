#include "net/engine/tls.hpp"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <mutex>

#include "net/engine/certificate.hpp"
#include "net/engine/tls_stream.hpp"

namespace chitty::host {
namespace {

X509Ptr hold(X509* certificate) {
  if (certificate) X509_up_ref(certificate);
  return X509Ptr(certificate);
}

class OpenSsl : public Tls {
 public:
  static std::shared_ptr<OpenSsl> make(const std::string& authority) {
    // The process ends soon: no tidying at exit.
    OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, nullptr);
    SslCtxPtr context(SSL_CTX_new(TLS_client_method()));
    return context ? std::make_shared<OpenSsl>(std::move(context), authority) : nullptr;
  }

  OpenSsl(SslCtxPtr context, const std::string& authority) : context_(std::move(context)), authority_(authority) {
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
    if (authority_.empty()) add_folder(SSL_CTX_get_cert_store(ctx));
  }

  // The authorities of the file, which need not be roots: whoever names an intermediate, or a server's own certificate, believes that.
  Result<void> believe_authority() {
    auto* const store = SSL_CTX_get_cert_store(context_.get());
    X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
    return add_authority(store, authority_);
  }

  Result<std::unique_ptr<Stream>> connect(Fd socket, const std::string& host, const std::string& who,
                                          const Context& context) override {
    auto stream = shake_hands(std::move(socket), host, who, context);
    if (!stream) return stream.error();
    return std::unique_ptr<Stream>(std::move(*stream));
  }

  Result<std::unique_ptr<Channel>> open(Fd socket, const std::string& host, const std::string& who,
                                        const Context& context) override {
    auto stream = shake_hands(std::move(socket), host, who, context);
    if (!stream) return stream.error();
    return tls_channel(std::move(*stream));
  }

 private:
  Result<std::unique_ptr<TlsStream>> shake_hands(Fd socket, const std::string& host, const std::string& who,
                                                 const Context& context) {
    SslPtr ssl(SSL_new(context_.get()));
    if (!ssl) return make_error(Code::host_fault, "OpenSSL has no memory for a connection.");
    HandshakeResult verdict;
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
    auto stream = std::make_unique<TlsStream>(std::move(socket), std::move(ssl), who);
    if (auto done = stream->handshake(context, host, verdict); !done) return of_authority(done.error(), verdict.error);
    stream->forget();
    if (context.traced()) context.tell("* " + stream->facts());
    return stream;
  }

  // First with the authorities that are looked up by hash, one small file each;
  // the whole bundle is read only when those do not know the issuer.
  int verify(X509_STORE_CTX* chain) {
    auto* const ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto& verdict = *static_cast<HandshakeResult*>(SSL_get_app_data(ssl));  // no renegotiation: TLS 1.2's is switched off
    int good = X509_verify_cert(chain);
    verdict.error = good == 1 ? X509_V_OK : X509_STORE_CTX_get_error(chain);
    verdict.failed = hold(good == 1 ? nullptr : X509_STORE_CTX_get_current_cert(chain));
    if (good != 1 && wants_issuer(verdict.error) && have_bundle(X509_STORE_CTX_get0_store(chain)))
      good = verify_again(chain, verdict);
    verdict.leaf = hold(X509_STORE_CTX_get0_cert(chain));
    verdict.sent = sk_X509_num(X509_STORE_CTX_get0_untrusted(chain));
    return good == 1;
  }

  static int verify_again(X509_STORE_CTX* chain, HandshakeResult& verdict) {
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

  // Where an authority is configured, that is what to look at.
  Error of_authority(Error error, int verify_error) const {
    if (authority_.empty() || !wants_issuer(verify_error)) return error;
    if (error.message.ends_with('.')) error.message.pop_back();
    error.message += "; the configured authority is " + authority_;
    error.hint = "Put the certificate of the authority that issued it into that file, or name another; nothing was sent.";
    return error;
  }

  bool have_bundle(X509_STORE* store) {
    if (!authority_.empty()) return false;
    std::call_once(bundle_once_, [&] { bundle_ = add_bundle(store); });
    return bundle_;
  }

  SslCtxPtr context_;
  const std::string authority_;
  std::once_flag bundle_once_;
  bool bundle_ = false;
};

}  // namespace

Result<std::shared_ptr<Tls>> Tls::make(const std::string& authority) {
  auto made = OpenSsl::make(authority);
  if (!made)
    return make_error(Code::host_fault, "OpenSSL cannot be set up; its configuration file may be at fault.",
                      "Try OPENSSL_CONF=/dev/null");
  if (!authority.empty())
    if (auto believed = made->believe_authority(); !believed) return believed.error();
  return std::shared_ptr<Tls>(std::move(made));
}

}  // namespace chitty::host
