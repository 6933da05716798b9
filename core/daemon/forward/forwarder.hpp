// Where paths that are no service's lead, and the way there: what serve/ asks.
#pragma once

#include "daemon/forward/backend.hpp"
#include "daemon/wire/exchange.hpp"
#include "daemon/wire/request_head.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace chitty::host::daemon {

class Log;

class Forwarder {
 public:
  // `library`: where net.so is, which is opened at the first https backend. `log` may be null.
  Forwarder(std::filesystem::path library, Log* log);

  // A table and the backends of its routes; lives as long as somebody is on the way by it.
  struct Plan {
    Routes table;
    std::vector<std::shared_ptr<Backend>> backends;  // as the table's routes; null where one leads to a service
  };
  struct Lead {
    std::shared_ptr<const Plan> plan;
    const ForwardRoute* route = nullptr;
    std::string path;  // normalised
  };

  // For all requests from now on; null: none are forwarded. Backends that both tables have go on as they are. [any-thread]
  void set_routes(Routes routes);
  bool has_routes() const { return any_.load(std::memory_order_relaxed); }
  std::optional<Lead> find(std::string path) const;  // [any-thread]

  // To the URL of the route and back: answers into the exchange, on this thread. [any-thread]
  void carry(const Lead& lead, const RequestHead& head, std::string_view peer, std::string_view request_id, std::string_view traceparent, Exchange& exchange);

  void tick();  // now and then: closes connections that nobody has used

 private:
  std::shared_ptr<const Plan> plan() const;
  std::shared_ptr<Backend> backend_for(const ForwardRoute& route);

  Log* const log_;
  Surroundings around_;
  std::atomic<bool> any_{false};
  mutable std::mutex mutex_;
  std::shared_ptr<const Plan> plan_;
  std::map<std::string, std::weak_ptr<Backend>> known_;  // by what makes two backends one
};

}  // namespace chitty::host::daemon
