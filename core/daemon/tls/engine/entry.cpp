#include "daemon/tls/engine/entry.hpp"

#include "daemon/tls/engine/certificate_pair.hpp"
#include "daemon/tls/engine/session.hpp"

#include <mutex>
#include <new>
#include <optional>

namespace chitty::host::daemon {
namespace {

class OpenSslServer final : public ServerTls {
 public:
  OpenSslServer(TlsFiles files, std::shared_ptr<const CertificatePair> pair) : files_(std::move(files)), pair_(std::move(pair)) {}

  std::unique_ptr<TlsSession> session(int socket) override { return open_session(current()->context.get(), socket); }

  Result<bool> look_again() override {
    auto text = read_pair(files_);
    if (!text) return text.error();
    if (text->is_same(current()->text)) {
      unfit_.reset();
      return false;
    }
    if (unfit_ && text->is_same(unfit_->first)) return unfit_->second;
    auto pair = make_pair(files_, *text);
    if (!pair) {
      unfit_.emplace(std::move(*text), pair.error());
      return pair.error();
    }
    unfit_.reset();
    const std::lock_guard guard(mutex_);
    pair_ = std::move(*pair);
    return true;
  }

  bool is_for(std::string_view host) const override { return current()->is_for(host); }
  Facts facts() const override { return current()->facts; }

 private:
  std::shared_ptr<const CertificatePair> current() const {
    const std::lock_guard guard(mutex_);
    return pair_;
  }

  const TlsFiles files_;
  mutable std::mutex mutex_;
  std::shared_ptr<const CertificatePair> pair_;
  std::optional<std::pair<PairText, Error>> unfit_;  // not worth trying again until it changes
};

Result<std::unique_ptr<ServerTls>> open(const TlsFiles& files) {
  OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, nullptr);
  auto text = read_pair(files);
  if (!text) return text.error();
  auto pair = make_pair(files, std::move(*text));
  if (!pair) return pair.error();
  return std::unique_ptr<ServerTls>(std::make_unique<OpenSslServer>(files, std::move(*pair)));
}

}  // namespace
}  // namespace chitty::host::daemon

extern "C" __attribute__((visibility("default"))) chitty::Result<std::unique_ptr<chitty::host::daemon::ServerTls>>*
chitty_tls_v1(const char* version, const chitty::host::daemon::TlsFiles& files) noexcept {
  if (!version || std::string_view(version) != CHITTY_VERSION) return nullptr;
  return new (std::nothrow) chitty::Result<std::unique_ptr<chitty::host::daemon::ServerTls>>(chitty::host::daemon::open(files));
}
