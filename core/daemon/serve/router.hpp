// Which service and which of its routes a request means.
#pragma once

#include "daemon/host/hosted_service.hpp"
#include "daemon/wire/http_error.hpp"
#include "daemon/wire/request_target.hpp"

#include <boost/system/result.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chitty::host::daemon {

class Router {
 public:
  explicit Router(const std::vector<std::unique_ptr<HostedService>>& services);

  struct Found {
    const HostedService* service = nullptr;
    const HostedRoute* route = nullptr;  // null: the service's plain /health
  };
  // The first segment is the service's name; HEAD is GET. A refusal is 404, which names what there is, or 405 with Allow.
  boost::system::result<Found, HttpError> find(std::string_view method, const RequestTarget& target) const;

  bool knows(std::string_view service) const { return by_name_.contains(std::string(service)); }

  // "/SERVICE/" is "/SERVICE". RFC 8615, RFC 8414: "/.well-known/NAME/SERVICE" at the root is the route "/.well-known/NAME" of SERVICE; others stay.
  void settle(RequestTarget& target) const;

  // The path's parameters, and the same as a JSON object of strings.
  static RouteShape::Pairs variables(const HostedRoute& route, const RequestTarget& target);
  static std::string parameters(const HostedRoute& route, const RequestTarget& target);

 private:
  std::unordered_map<std::string, const HostedService*> by_name_;
  std::string names_;  // "acme, zebra", for messages
};

}  // namespace chitty::host::daemon
