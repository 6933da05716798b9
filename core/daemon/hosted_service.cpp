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

}  // namespace chitty::daemon
