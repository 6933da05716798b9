#include "daemon/store/changes.hpp"

#include <algorithm>

namespace chitty::host::daemon {

thread_local bool Changes::tends_ = false;

// It stays where it is.
Changes::Service& Changes::service_of(std::string_view name) {
  const auto found = services_.find(name);
  return found != services_.end() ? found->second : services_.try_emplace(std::string(name)).first->second;
}

void Changes::add(Service& service) {
  ++service.changes;
  changed_.notify_all();
}

void Changes::note(std::string_view service) {
  const std::lock_guard guard(mutex_);
  auto& found = service_of(service);
  found.told = false;
  add(found);
  if (tends_) return;
  ++found.handled;
  found.was_handled.notify_all();
}

void Changes::heard(std::string_view service) {
  const std::lock_guard guard(mutex_);
  if (const auto found = services_.find(service); found != services_.end()) add(found->second);
}

void Changes::heard_all() {
  const std::lock_guard guard(mutex_);
  for (auto& [name, service] : services_) add(service);
}

std::vector<std::string> Changes::untold() {
  std::vector<std::string> names;
  const std::lock_guard guard(mutex_);
  for (auto& [name, service] : services_) {
    if (!service.told) names.push_back(name);
    service.told = true;
  }
  return names;
}

std::uint64_t Changes::wait(std::string_view service, std::uint64_t seen, std::chrono::nanoseconds at_most) {
  std::unique_lock guard(mutex_);
  auto& found = service_of(service);
  changed_.wait_for(guard, at_most, [&] { return found.changes != seen; });
  return found.changes;
}

std::uint64_t Changes::handled(std::string_view service) {
  const std::lock_guard guard(mutex_);
  return service_of(service).handled;
}

void Changes::wait_handled(std::string_view service, std::uint64_t seen, std::chrono::nanoseconds at_most, std::chrono::nanoseconds at_least) {
  std::unique_lock guard(mutex_);
  auto& found = service_of(service);
  if (found.was_handled.wait_for(guard, at_least, [&] { return ends_; })) return;
  found.was_handled.wait_for(guard, at_most - std::min(at_least, at_most), [&] { return ends_ || (seen != nothing && found.handled != seen); });
}

void Changes::end_waiting(bool ends) {
  const std::lock_guard guard(mutex_);
  ends_ = ends;
  for (auto& [name, service] : services_) service.was_handled.notify_all();
}

}  // namespace chitty::host::daemon
