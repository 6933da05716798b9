#include "daemon/serve/route_check.hpp"

#include "daemon/host/request_cost.hpp"

namespace chitty::host::daemon {
namespace {

Result<void> look_at_body(const RouteShape& shape, Exchange& exchange, Departures& departures) {
  const auto kind = shape.body_kind();
  if (kind != ContentKind::json && kind != ContentKind::form && kind != ContentKind::none) return {};
  const auto body = exchange.whole_body();
  if (!body) return body.error();
  shape.body(*body, departures);
  return {};
}

// For what a query or a body asks for: the first unit was paid for when the head came.
std::optional<HttpError> pay_for_things(const RouteCost& cost, Exchange& exchange, const ServiceCall& call) {
  const bool by_query = cost.per == RouteCost::Per::query, by_body = cost.per == RouteCost::Per::body;
  if ((!by_query && !by_body) || !call.pay) return std::nullopt;
  std::uint64_t things = 1;
  if (by_query) {
    things = number_at(call.query, "/" + cost.at);
  } else {
    const auto body = exchange.whole_body();
    if (!body) return http_error_for(body.error());
    things = number_at(*body, cost.at);
  }
  const auto units = units_of(cost, things);
  auto refused = units > 1 ? call.pay(units - 1) : std::nullopt;
  if (!refused) return std::nullopt;
  return rejected("limit", http_error_for(std::move(*refused)));
}

}  // namespace

std::optional<HttpError> fit_request(const HostedRoute& route, const RequestTarget& target, Exchange& exchange, ServiceCall& call) {
  const auto& shape = route.shape;
  const bool checks = !route.declared.checked_by_handler;
  Departures departures;
  call.parameters = checks && shape.says_parameters() ? shape.parameters(Router::variables(route, target), departures)
                                                      : Router::parameters(route, target);
  call.query = checks && shape.says_query() ? shape.query(target.encoded_query, departures) : query_as_json(target.encoded_query);
  const auto& cost = route.declared.cost;
  if ((checks && shape.body_kind() == ContentKind::lines) || cost.per == RouteCost::Per::line)
    call.lines.emplace(exchange, shape, cost, call.pay);
  if (checks)
    if (auto looked = look_at_body(shape, exchange, departures); !looked) return http_error_for(looked.error());
  if (!departures.empty()) return unfitting_request(departures.error());
  return pay_for_things(cost, exchange, call);
}

std::optional<std::string> unfitting_reply(const HostedRoute& route, const Exchange& exchange) {
  const auto kept = exchange.kept_reply();
  if (!kept) return std::nullopt;
  const auto departures = route.shape.reply(exchange.status(), exchange.content_type(), *kept);
  if (departures.empty()) return std::nullopt;
  std::string all;
  for (const auto& departure : departures)
    all += (all.empty() ? "" : "; ") + (departure.at.empty() ? "it" : departure.at) + " " + departure.message;
  return route.label + " gave a reply that does not fit its manifest: " + all;
}

}  // namespace chitty::host::daemon
