#include "net/engine/entry.hpp"

#include <exception>
#include <mutex>
#include <string_view>

#include "net/engine/delivery.hpp"
#include "net/engine/tls.hpp"
#include "net/engine/visit.hpp"
#include "net/web_key.hpp"

namespace chitty::host {
namespace {

// No exception crosses into the host.
template <class Function>
auto contained(Function&& function) noexcept -> decltype(function()) {
  try {
    return function();
  } catch (const std::exception& e) {
    return make_error(Code::host_fault, std::string("internal error in the network module: ") + e.what());
  }
}

class Sender : public Transport {
 public:
  Result<std::unique_ptr<HttpReply>> send(const HttpRequest& request, const NetOptions& options,
                                          const CancelToken& cancel) override {
    return contained([&] {
      auto context = std::make_shared<const Context>(Context{cancel, options});
      return Delivery(request, connector_, std::move(context)).run();
    });
  }

 private:
  std::shared_ptr<Connector> connector_ = std::make_shared<Connector>();
};

class Engine : public Network {
 public:
  std::unique_ptr<Transport> transport() const override { return std::make_unique<Sender>(); }

  Result<std::unique_ptr<Visitor>> expect_visit(std::uint32_t port, std::string_view path) const override {
    return contained([&] { return listen_for_visit(port, path); });
  }
  Result<std::string> generate_key(std::string_view algorithm) const override {
    return contained([&] { return generate_web_key(algorithm); });
  }
  Result<std::string> sign(std::string_view jwk, std::string_view data) const override {
    return contained([&] { return sign_by(jwk, data); });
  }
  Result<void> verify(std::string_view jwk, std::string_view data, std::string_view signature) const override {
    return contained([&] { return verify_by(jwk, data, signature); });
  }
  Result<std::unique_ptr<Channel>> secure(Fd socket, const std::string& host, const NetOptions& options, const CancelToken& cancel) const override {
    return contained([&]() -> Result<std::unique_ptr<Channel>> {
      const auto settings = tls_for_channels();
      if (!settings) return settings.error();
      return (*settings)->open(std::move(socket), host, "https://" + host, Context{cancel, options});
    });
  }

 private:
  // Once for the process: it holds the authorities that were needed.
  static Result<std::shared_ptr<Tls>> tls_for_channels() {
    static std::mutex mutex;
    static std::shared_ptr<Tls> known;
    const std::lock_guard guard(mutex);
    if (known) return known;
    auto made = Tls::make();
    if (made) known = *made;
    return made;
  }
};

}  // namespace
}  // namespace chitty::host

extern "C" __attribute__((visibility("default"))) const chitty::host::Network* chitty_net_v1(const char* version) noexcept {
  if (!version || std::string_view(version) != CHITTY_VERSION) return nullptr;
  static const chitty::host::Engine engine;
  return &engine;
}
