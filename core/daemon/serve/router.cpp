#include "daemon/serve/router.hpp"

#include "base/text.hpp"
#include "base/json_pieces.hpp"

#include <algorithm>

namespace chitty::host::daemon {
namespace {

bool is_parameter(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

bool fits(const HostedRoute& route, const std::vector<std::string>& segments) {
  if (route.segments.size() + 1 != segments.size()) return false;
  for (std::size_t i = 0; i < route.segments.size(); ++i) {
    const auto& given = segments[i + 1];
    if (is_parameter(route.segments[i]) ? given.empty() : given != route.segments[i]) return false;
  }
  return true;
}

void add_word(std::string& list, std::string_view word) {
  if (list.find(word) != std::string::npos) return;
  if (!list.empty()) list += ", ";
  list += word;
}

HttpError wrong_method(std::string_view method, std::string allowed) {
  if (allowed.find("GET") != std::string::npos) add_word(allowed, "HEAD");
  auto refusal = http_error_with(405, Code::invalid_argument, "The method " + std::string(method.substr(0, 32)) + " is not allowed at this address.",
                                 "Use " + allowed + ".");
  refusal.headers.emplace_back("Allow", allowed);
  return refusal;
}

}  // namespace

Router::Router(const std::vector<std::unique_ptr<HostedService>>& services) {
  std::vector<std::string> names;
  for (const auto& service : services) by_name_.emplace(service->name, service.get()), names.push_back(service->name);
  std::sort(names.begin(), names.end());
  names_ = join(names, ", ");
}

boost::system::result<Router::Found, HttpError> Router::find(std::string_view method, const RequestTarget& target) const {
  const auto& name = target.segments.empty() ? std::string() : target.segments.front();
  const auto service = by_name_.find(name);
  if (service == by_name_.end())
    return http_error_with(404, Code::not_found, "There is no service '" + name.substr(0, 64) + "' here.",
                           names_.empty() ? "No plugin with a service is installed." : "Installed are: " + names_ + ".");
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  std::string allowed;
  for (const auto& route : service->second->routes) {
    if (!fits(route, target.segments)) continue;
    if (route.declared.method == wanted) return Found{service->second, &route};
    add_word(allowed, route.declared.method);
  }
  if (target.segments.size() == 2 && target.segments[1] == "health") {
    if (wanted == "GET") return Found{service->second, nullptr};
    add_word(allowed, "GET");
  }
  if (!allowed.empty()) return wrong_method(method, allowed);
  return http_error_with(404, Code::not_found, "The service " + name + " has no such address.",
                         "Check the path, and the version of the service (" + service->second->version + ").");
}

void Router::settle(RequestTarget& target) const {
  auto& segments = target.segments;
  if (segments.size() == 2 && segments[1].empty()) segments.pop_back();
  if (segments.size() != 3 || segments[0] != ".well-known" || !by_name_.contains(segments[2])) return;
  std::rotate(segments.begin(), segments.begin() + 2, segments.end());
}

RouteShape::Pairs Router::variables(const HostedRoute& route, const RequestTarget& target) {
  RouteShape::Pairs all;
  for (std::size_t i = 0; i < route.segments.size(); ++i) {
    const std::string_view segment = route.segments[i];
    if (is_parameter(segment)) all.emplace_back(segment.substr(1, segment.size() - 2), target.segments[i + 1]);
  }
  return all;
}

std::string Router::parameters(const HostedRoute& route, const RequestTarget& target) {
  std::string text = "{";
  for (const auto& [name, value] : variables(route, target)) {
    if (text.size() > 1) text.push_back(',');
    append_quoted(text, name);
    text.push_back(':');
    append_quoted(text, value);
  }
  text.push_back('}');
  return text;
}

}  // namespace chitty::host::daemon
