#include "daemon/hosted_service.hpp"

#include "base/text.hpp"

#include <chitty/abi.hpp>

#include <algorithm>

namespace chitty::daemon {
namespace {

// Literal segments before parameters, from the left; so the first route that matches is the most specific one.
bool more_specific(const HostedRoute& a, const HostedRoute& b) {
  for (std::size_t i = 0; i < std::min(a.segments.size(), b.segments.size()); ++i) {
    const bool a_open = a.segments[i].rfind('{', 0) == 0, b_open = b.segments[i].rfind('{', 0) == 0;
    if (a_open != b_open) return b_open;
  }
  return false;
}

}  // namespace

Result<std::string> ServiceCode::check_token(chitty_call*, std::string_view) const {
  return make_error(Code::plugin_fault, "The service does not know tokens.", "Report it to the plugin's publisher.");
}

Result<void> ServiceCode::tokens_used(chitty_call*, std::string_view) const { return {}; }

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
    hosted.declared = route->declared, hosted.segments = route->segments, hosted.label = route->label;
  }
  for (auto& route : routes) route.service = this;
}

bool HostedService::has_role(std::string_view role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

void HostedService::add_peers(const std::vector<UsedService>& uses) {
  for (const auto& used : uses) {
    KnownCaller::Facts facts;
    facts.subject = "service:" + name, facts.scopes = used.scopes;
    peers[used.type] = std::make_shared<const KnownCaller>(std::move(facts));
  }
}

}  // namespace chitty::daemon
