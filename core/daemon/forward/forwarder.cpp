#include "daemon/forward/forwarder.hpp"

#include "base/random.hpp"
#include "base/time.hpp"
#include "daemon/forward/delivery.hpp"

namespace chitty::host::daemon {
namespace {

std::string loop_word() {
  const auto random = random_text(6);
  return "chittyd-" + (random ? *random : std::to_string(now_ms()));
}

// net.so, once; a failure is tried again, since it may be put right.
auto network_of(std::filesystem::path library) {
  return [library = std::move(library), mutex = std::make_shared<std::mutex>(), known = static_cast<const Network*>(nullptr)]() mutable -> Result<const Network*> {
    const std::lock_guard guard(*mutex);
    if (known) return known;
    const auto opened = open_network(library);
    if (opened) known = *opened;
    return opened;
  };
}

std::string key_of(const ForwardRoute& route) {
  return route.url->origin() + (route.allow_private ? " private " : " ") + std::to_string(route.breaker.failures) + " " +
         std::to_string(route.breaker.open.count());
}

}  // namespace

Forwarder::Forwarder(std::filesystem::path library, Log* log) : log_(log) {
  around_.network = network_of(std::move(library));
  around_.loop_word = loop_word();
}

std::shared_ptr<Backend> Forwarder::backend_for(const ForwardRoute& route) {
  if (route.to_service()) return nullptr;
  auto& known = known_[key_of(route)];
  auto backend = known.lock();
  if (!backend) known = backend = std::make_shared<Backend>(*route.url, route.allow_private, route.breaker, around_);
  return backend;
}

void Forwarder::set_routes(Routes routes) {
  auto plan = std::make_shared<Plan>();
  std::shared_ptr<const Plan> old;  // goes when the lock has been given back
  const std::lock_guard guard(mutex_);
  if (routes)
    for (const auto& route : routes->routes()) plan->backends.push_back(backend_for(route));
  any_ = routes && !routes->routes().empty();
  plan->table = std::move(routes);
  old = std::exchange(plan_, std::move(plan));
  std::erase_if(known_, [](const auto& one) { return one.second.expired(); });
}

std::shared_ptr<const Forwarder::Plan> Forwarder::plan() const {
  const std::lock_guard guard(mutex_);
  return plan_;
}

std::optional<Forwarder::Lead> Forwarder::find(std::string path) const {
  auto now = plan();
  const auto* route = now && now->table ? now->table->find(path) : nullptr;
  if (!route) return std::nullopt;
  return Lead{std::move(now), route, std::move(path)};
}

void Forwarder::carry(const Lead& lead, const RequestHead& head, std::string_view peer, std::string_view request_id, std::string_view traceparent, Exchange& exchange) {
  auto& backend = *lead.plan->backends[static_cast<std::size_t>(lead.route - lead.plan->table->routes().data())];
  Delivery({*lead.route, backend, around_, log_, head, lead.path, peer, request_id, traceparent, exchange}).run();
}

void Forwarder::tick() {
  if (!has_routes()) return;
  std::vector<std::shared_ptr<Backend>> all;
  {
    const std::lock_guard guard(mutex_);
    for (auto& [key, backend] : known_)
      if (auto one = backend.lock()) all.push_back(std::move(one));
  }
  for (auto& backend : all) backend->close_old(Backend::Clock::now());
}

}  // namespace chitty::host::daemon
