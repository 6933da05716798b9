#include "daemon/host/hosted_service.hpp"

#include "base/text.hpp"
#include "daemon/watch/shared_state.hpp"

#include <chitty/abi.hpp>

#include <algorithm>

namespace chitty::host::daemon {
namespace {

// Literal segments before parameters, from the left; so the first route that matches is the most specific one.
bool more_specific(const HostedRoute& a, const HostedRoute& b) {
  const auto open_before = [](const std::string& one, const std::string& other) { return !one.starts_with('{') && other.starts_with('{'); };
  return std::lexicographical_compare(a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(), open_before);
}

}  // namespace

Result<std::string> ServiceCode::check_token(chitty_call*, std::string_view) const {
  return make_error(Code::plugin_fault, "The service does not know tokens.", "Report it to the plugin's publisher.");
}

Result<void> ServiceCode::tokens_used(chitty_call*, std::string_view) const { return {}; }

Result<void> ServiceCode::take_events(chitty_call*, std::string_view) const {
  return make_error(Code::not_supported, "The service keeps no events.");
}

Result<std::string> ServiceCode::policy(chitty_call*, std::uint64_t) const {
  return make_error(Code::not_supported, "The service has no policy.");
}

Result<std::uint64_t> ServiceCode::tend(chitty_call*) const { return std::uint64_t{0}; }

Result<void> ServiceCode::measured(chitty_call*, std::string_view) const { return {}; }

Result<void> TableCode::start(chitty_call* call) const {
  if (!CHITTY_HAS(&table_, start) || !table_.start) return {};
  abi::ErrorSlot error;
  const auto status = table_.start(nullptr, call, error.get());
  if (status != CHITTY_OK) return error.take(status);
  return {};
}

Result<void> TableCode::handle(chitty_call* call) const {
  abi::ErrorSlot error;
  const auto status = table_.handle(nullptr, call, error.get());
  if (status != CHITTY_OK) return error.take(status);
  return {};
}

bool TableCode::has_tend() const { return CHITTY_OFFERS(&table_, tend); }

Result<std::uint64_t> TableCode::tend(chitty_call* call) const {
  std::uint64_t after = 0;
  abi::ErrorSlot error;
  const auto status = table_.tend(nullptr, call, &after, error.get());
  if (status != CHITTY_OK) return error.take(status);
  return after;
}

std::chrono::milliseconds HostedService::tends_for() const {
  const auto since = tending_since.load();
  return std::chrono::milliseconds(since == 0 ? 0 : SharedState::life_ms() - since);
}

void HostedService::add_routes(const std::vector<ServiceRoute>& declared) {
  std::vector<HostedRoute*> order;
  std::deque<HostedRoute> made;
  for (const auto& route : declared) {
    auto& hosted = made.emplace_back();
    hosted.declared = route;
    hosted.segments = split(std::string_view(route.path).substr(1), '/');
    if (route.path == "/") hosted.segments = {};
    hosted.label = route.method + " " + route.path;
    order.push_back(&hosted);
  }
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return more_specific(*a, *b); });
  for (const auto* route : order) {
    auto& hosted = routes.emplace_back();
    hosted.declared = route->declared;
    hosted.segments = route->segments;
    hosted.label = route->label;
  }
  for (auto& route : routes) route.service = this;
}

Result<void> HostedService::compile_shapes(const json::object& shapes) {
  for (auto& route : routes) {
    const auto& said = route.declared;
    auto made = RouteShape::compile({said.parameters, said.query, said.body, said.reply, said.refusals}, shapes);
    if (!made)
      return make_error(Code::configuration, "its route " + route.label + " cannot be kept to: " + made.error().message,
                        "Install another version of the plugin, and report it to the plugin's publisher.");
    route.shape = std::move(*made);
  }
  return {};
}

bool HostedService::has_role(std::string_view role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

void HostedService::add_quotas(const std::vector<Quota>& declared, const json::object& set) {
  quotas = declared;
  for (auto& one : quotas)
    if (const auto* most = set.if_contains(one.kind); most && most->is_int64()) one.most = static_cast<std::uint64_t>(most->get_int64());
}

const Quota* HostedService::quota(std::string_view kind) const {
  const auto found = std::find_if(quotas.begin(), quotas.end(), [&](const auto& one) { return one.kind == kind; });
  return found == quotas.end() ? nullptr : &*found;
}

void HostedService::add_peers(const std::vector<UsedService>& uses) {
  for (const auto& used : uses) {
    KnownCaller::Facts facts;
    facts.subject = "service:" + name;
    facts.scopes = used.scopes;
    peers[used.type] = std::make_shared<const KnownCaller>(std::move(facts));
  }
}

}  // namespace chitty::host::daemon
