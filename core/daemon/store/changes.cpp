#include "daemon/store/changes.hpp"

namespace chitty::host::daemon {

void Changes::add(Service& service) {
  ++service.changes;
  changed_.notify_all();
}

void Changes::note(std::string_view service) {
  const std::lock_guard guard(mutex_);
  auto found = services_.find(service);
  if (found == services_.end()) found = services_.try_emplace(std::string(service)).first;
  found->second.told = false;
  add(found->second);
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
  const auto found = services_.try_emplace(std::string(service)).first;  // stays where it is
  changed_.wait_for(guard, at_most, [&] { return found->second.changes != seen; });
  return found->second.changes;
}

}  // namespace chitty::host::daemon
