// Where paths lead that are no service's: an immutable table, made from the policy document and swapped whole.
#pragma once

#include "net/url.hpp"

#include <chitty/error.hpp>

#include <boost/json/array.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chitty::host::daemon {

namespace json = boost::json;

struct BreakerRule {
  unsigned failures = 5;                   // in a row, until nothing is sent to the backend
  std::chrono::milliseconds open{10'000};  // and then one request to see
  bool operator==(const BreakerRule&) const = default;
};

// One route; either to a service of this daemon or to a URL.
struct ForwardRoute {
  using ms = std::chrono::milliseconds;

  std::string id;              // "rt_1"
  std::string prefix;          // normalised (request_path.hpp), without a slash at the end; "/" is everything
  std::string service;         // its name; empty: to `url`
  std::optional<Url> url;      // its target is what is put before the rest of the path: "/base", or empty
  ms timeout{30'000};          // to connect; to the first byte of the reply; between two pieces of it
  ms idle{300'000};            // of an event stream and of an upgraded connection: with nothing coming from either side
  unsigned retries = 0;        // of idempotent requests
  bool keep_prefix = false;    // else it is cut off
  bool is_public = false;      // else it needs a token that is known here; a service's own routes say what they need
  std::string health_path;     // asked first when the backend may have come back; empty: the next request is
  bool allow_private = false;  // addresses that are not the open internet's (chitty/address_policy.hpp)
  BreakerRule breaker;
  bool to_service() const { return !service.empty(); }

  // What the normalised `path`, which this leads, is at the other side.
  std::string path_there(std::string_view path) const;
};

class RouteTable {
 public:
  static constexpr std::size_t most_routes = 1000, longest_prefix = 1024;

  // [{"id":"rt_1","prefix":"/api/verify","service":"acme"},
  //  {"id":"rt_2","prefix":"/ext","url":"https://backend.example/base","timeoutMs":30000,"idleMs":300000,"retries":2,"keepPrefix":false,
  //   "public":false,"healthPath":"/health","allowPrivate":false,"breaker":{"failures":5,"openMs":10000}}]
  // Only id, prefix and one of service and url are needed; other members are not looked at. INVALID_ARGUMENT names the route and what
  // is wrong: a value outside of its bounds, a prefix or id that is there twice, a prefix of the daemon's own pages.
  static Result<std::shared_ptr<const RouteTable>> parse(const json::array& document);

  // The route with the longest prefix that leads the normalised path by whole segments; null: none does. [any-thread]
  const ForwardRoute* find(std::string_view path) const;

  const std::vector<ForwardRoute>& routes() const { return routes_; }

 private:
  std::vector<ForwardRoute> routes_;
  std::unordered_map<std::string_view, const ForwardRoute*> by_prefix_;  // views of routes_
  std::size_t longest_ = 0;
};

using Routes = std::shared_ptr<const RouteTable>;

}  // namespace chitty::host::daemon
