#include "destination.hpp"

#include <algorithm>
#include <array>

#include "../prefix.hpp"

namespace chittygateway {

using namespace chitty;

namespace {

bool is_name(const std::string& text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !text.empty() && text.size() <= 64 && text.find_first_not_of(letters) == text.npos;
}

// Host, perhaps a port, perhaps a path; nobody's name and password, which would be shown to everybody who lists routes.
std::string reason_against_url(std::string_view rest) {
  const auto host = rest.substr(0, rest.find('/'));
  if (host.empty() || host.front() == ':') return "it names no host";
  if (host.find('@') != host.npos) return "a name or password in it would be shown to others";
  if (rest.find_first_of("?#") != rest.npos) return "it must be without a query";
  for (const char c : rest)
    if (c <= ' ' || c == '\\' || c == '"' || c == 127) return "it has a character that no URL has";
  return {};
}

}  // namespace

Result<Destination> destination_of(const std::string& text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    if (const auto why = reason_against_url(std::string_view(text).substr(scheme.size())); !why.empty())
      return make_error(Code::invalid_argument, "invalid URL '" + text.substr(0, 100) + "': " + why, "Write one such as https://backend.example/base");
    return Destination{{}, text};
  }
  if (is_name(text)) return Destination{text, {}};
  return make_error(Code::invalid_argument, "'" + text.substr(0, 100) + "' is neither a service's name nor an http or https URL",
                    "List the services: chitty plugin list");
}

Result<bool> is_installed(Service& service, const std::string& name) {
  CHITTY_TRY(const auto all, service.scopes_of_services());
  return !all || all->contains(name);
}

Result<void> may_be_led_away(Service& service, const std::string& prefix) {
  constexpr std::array own_pages{"health", "metrics", "quotas", ".well-known"};
  const auto first = first_segment(prefix);
  if (std::find(own_pages.begin(), own_pages.end(), first) != own_pages.end())
    return make_error(Code::conflict, "/" + first + " is a page of the daemon's own, which no route can take.",
                      "Choose another path, such as /api/" + first + ".");
  CHITTY_TRY(const auto all, service.scopes_of_services());
  if (all && all->contains(first))
    return make_error(Code::conflict, "/" + first + " is the address of the service " + first + ", which no route can take.",
                      "Choose another path, such as /api/" + first + ".");
  return {};
}

Result<void> is_for_administrators(Service& service, const std::string& what) {
  const auto caller = service.caller();
  if (caller.owner || std::find(caller.scopes.begin(), caller.scopes.end(), "admin:*") != caller.scopes.end()) return {};
  return make_error(Code::permission_denied, what + " is for the owner and administrators to change.",
                    "Ask one of them, or use a token with the scope 'admin:*'.");
}

Result<void> may_lead_there(Service& service, const Destination& to, bool allow_private) {
  if (to.url.empty() && allow_private)
    return make_error(Code::invalid_argument, "'--allow-private' is for routes to a URL, and " + to.service + " is a service", "Leave it out.");
  return to.url.empty() ? Result<void>() : is_for_administrators(service, "A route to a URL");
}

}  // namespace chittygateway
