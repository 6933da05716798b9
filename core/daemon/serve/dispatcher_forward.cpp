// Paths that are no service's, and that a route leads elsewhere: to a service, as if it had been asked itself, or to a URL.
#include "daemon/serve/dispatcher.hpp"

#include "base/text.hpp"
#include "daemon/forward/failure.hpp"
#include "daemon/forward/header_rules.hpp"
#include "daemon/forward/request_path.hpp"
#include "daemon/gate/foreign_page.hpp"

namespace chitty::host::daemon {
namespace {

bool is_own_page(std::string_view segment) { return segment == "health" || segment == "metrics" || segment == "quotas"; }

std::string_view first_segment(std::string_view path) { return path.substr(1, path.find('/', 1) - 1); }

}  // namespace

// The daemon's own pages and its services go first, by the path as it came and by what it comes to: no route can take theirs.
void Dispatcher::find_lead(const RequestHead& head, Admission& out) {
  const auto& segments = out.target.segments;
  const auto is_ours = [&](const std::string& segment) { return is_own_page(segment) || router_.knows(segment); };
  if (!segments.empty() && is_ours(segments.front())) return;
  if (segments.size() == 3 && segments[0] == ".well-known" && router_.knows(segments[2])) return;  // Router::settle
  auto path = normalised_path(head.target());
  if (!path) {
    out.refusal = rejected("malformed_target", http_error_for(path.error()));
    return;
  }
  if (is_ours(std::string(first_segment(*path)))) return;
  out.lead = forwarder_.find(std::move(*path));
  if (!out.lead) return;
  const auto& route = *out.lead->route;
  out.leads_out = !route.to_service();
  if (out.leads_out) return;
  if (!router_.knows(route.service)) {
    out.refusal = service_missing(route.id, route.service);
    return;
  }
  const auto query = head.target().find('?');
  const auto there = route.path_there(out.lead->path) + std::string(query == std::string_view::npos ? "" : head.target().substr(query));
  if (auto parsed = parse_request_target(there, out.target); !parsed) out.refusal = rejected("malformed_target", http_error_for(parsed.error()));
}

// A token that is known here, whatever it may do; a public one needs none, and then no page of another site may use it to write to, or to
// talk with, what this machine can reach and its person cannot have meant.
std::optional<std::string_view> Dispatcher::need_of_lead(const RequestHead& head, Admission& out) {
  out.body_limit = std::nullopt;
  if (!out.lead->route->is_public) return out.scope = {};
  OpenRoute open;
  open.limited = asks_for_websocket(head);
  out.refusal = foreign_page(head, open);
  return std::nullopt;
}

void Dispatcher::forward(const RequestHead& head, const Admission& admission, const std::string& peer, Exchange& exchange) {
  if (is_too_busy(admission)) return exchange.refuse(too_busy());
  forwarder_.carry(*admission.lead, head, peer, admission.request_id, admission.trace ? admission.trace.field() : std::string(), exchange);
}

}  // namespace chitty::host::daemon
