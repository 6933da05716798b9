// Whose things a caller is shown at the routes of the tested plugin, by its manifest, as chittyd says it.
#ifndef CHITTY_TESTKIT_DECLARED_SIGHT_HPP
#define CHITTY_TESTKIT_DECLARED_SIGHT_HPP

#include <chitty/testkit/fake_host.hpp>
#include <map>
#include <string>

namespace chitty::testkit {

class DeclaredSight {
 public:
  explicit DeclaredSight(const json::object& manifest) {
    const auto* service = manifest.if_contains("service");
    if (!service) return;
    for (const auto& route : service->at("routes").as_array()) {
      const auto text = [&](std::string_view name) {
        const auto* value = route.as_object().if_contains(name);
        return value ? std::string(value->as_string()) : std::string();
      };
      Route one{text("sees"), text("widens")};
      routes_.emplace(text("method") + " " + text("handler"), one);
      routes_.emplace(text("handler"), one);  // for a test that says no method
    }
  }

  std::string of(const Incoming& in) const {
    auto found = routes_.find(in.method + " " + in.handler);
    if (found == routes_.end()) found = routes_.find(in.handler);
    if (found == routes_.end() || found->second.sees.empty()) return {};
    const auto* owner = in.caller.if_contains("owner");
    return (owner && *owner == json::value(true)) || has(in.caller, found->second.widens) ? "any" : found->second.sees;
  }

 private:
  struct Route {
    std::string sees, widens;
  };
  static bool has(const json::object& caller, const std::string& scope) {
    const auto* scopes = caller.if_contains("scopes");
    if (scope.empty() || !scopes) return false;
    for (const auto& one : scopes->as_array())
      if (one.as_string() == scope || one.as_string() == "admin:*" ||
          one.as_string() == scope.substr(0, scope.find(':')) + ":*")
        return true;
    return false;
  }
  std::map<std::string, Route> routes_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_DECLARED_SIGHT_HPP
