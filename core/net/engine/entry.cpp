#include "net/engine/entry.hpp"

#include <exception>
#include <string_view>

#include "net/engine/delivery.hpp"

namespace chitty {
namespace {

class Engine : public Transport {
 public:
  Result<std::unique_ptr<HttpReply>> send(const HttpRequest& request, const NetOptions& options,
                                          const CancelToken& cancel) override {
    try {
      auto context = std::make_shared<const Context>(Context{cancel, options});
      return Delivery(request, connector_, std::move(context)).run();
    } catch (const std::exception& e) {  // no exception crosses into the host
      return make_error(Code::host_fault, std::string("The network part of chitty failed inside: ") + e.what());
    }
  }

 private:
  std::shared_ptr<Connector> connector_ = std::make_shared<Connector>();
};

}  // namespace
}  // namespace chitty

extern "C" __attribute__((visibility("default"))) chitty::Transport* chitty_net_v1(const char* version) noexcept {
  if (!version || std::string_view(version) != CHITTY_VERSION) return nullptr;
  return new (std::nothrow) chitty::Engine;
}
