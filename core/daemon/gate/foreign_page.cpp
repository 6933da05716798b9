#include "daemon/gate/foreign_page.hpp"

#include "base/text.hpp"

namespace chitty::host::daemon {
namespace {

// Browsers say where a request comes from: in Sec-Fetch-Site, which no page can set, and in Origin, with everything but
// plain reads. Programs say neither. A page that hides where it is has the origin "null"; this daemon's own may be such
// a one, and is known by Sec-Fetch-Site then.
bool is_from_foreign_page(const RequestHead& head) {
  const auto site = head.joined("Sec-Fetch-Site"), origin = head.joined("Origin");
  const bool same = site && *site == "same-origin";
  if (site && !same && *site != "none") return true;
  if (!origin) return false;
  const bool own = equal_ignoring_case(*origin, std::string(head.scheme()).append(head.authority()));
  return !own && !(same && *origin == "null");
}

// Does the whole window go there, for its person to see? An old browser does not say.
bool leads_window(const RequestHead& head, bool unless_said) {
  const auto mode = head.joined("Sec-Fetch-Mode"), place = head.joined("Sec-Fetch-Dest");
  if (!mode && !place) return unless_said;
  return mode && place && *mode == "navigate" && *place == "document";
}

std::string_view media_type(const RequestHead& head) {
  auto type = head.first("Content-Type");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  return type;
}

bool ends_with_json(std::string_view type) {
  constexpr std::string_view ending = "+json";
  return type.size() > ending.size() && equal_ignoring_case(type.substr(type.size() - ending.size()), ending);
}

std::optional<HttpError> unexpected_type(const RequestHead& head, ContentKind body) {
  const auto type = media_type(head);
  const bool one = head.count("Content-Type") == 1;
  const auto refuse = [](const char* takes, const char* send) {
    return rejected("unexpected_type", http_error_with(415, Code::invalid_argument,
                                                       std::string("This address takes ") + takes +
                                                           ", and the request does not say that it brings that.",
                                                       std::string("Send Content-Type: ") + send));
  };
  switch (body) {
    case ContentKind::json:
      if (one && (equal_ignoring_case(type, "application/json") || ends_with_json(type))) return std::nullopt;
      return refuse("JSON", "application/json");
    case ContentKind::form:
      if (one && equal_ignoring_case(type, "application/x-www-form-urlencoded")) return std::nullopt;
      return refuse("a form", "application/x-www-form-urlencoded");
    case ContentKind::lines:
      if (one && (equal_ignoring_case(type, "application/x-ndjson") || equal_ignoring_case(type, "application/ndjson")))
        return std::nullopt;
      return refuse("lines of JSON", "application/x-ndjson");
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<HttpError> foreign_page(const RequestHead& head, const OpenRoute& route) {
  const bool reads = head.method() == "GET" || head.method() == "HEAD";
  const bool may_lead = reads || route.other_sites, matters = !reads || route.limited;
  if (matters && is_from_foreign_page(head) && !(may_lead && leads_window(head, !reads)))
    return rejected("foreign_page", http_error_with(403, Code::permission_denied,
                                                    "A page of another site cannot send this request in your name.",
                                                    "Go to the address yourself, or use a program."));
  return reads ? std::nullopt : unexpected_type(head, route.body);
}

}  // namespace chitty::host::daemon
