#include "daemon/serve/connections.hpp"

#include "daemon/serve/connection.hpp"

#include <algorithm>
#include <vector>

namespace chitty::host::daemon {

using Clock = std::chrono::steady_clock;

// Some make room, so that not everyone who comes looks at all. Of one client's, or of everybody's.
bool Connections::end_some(const std::string* of) {
  const auto now = Clock::now();
  if (!of && now - looked_ < std::chrono::milliseconds(100)) return false;
  std::vector<std::pair<Connection::Rank, Connection*>> waiting;
  for (auto* connection : all_)
    if (const auto rank = connection->rank(now); rank && (!of || connection->client() == *of)) waiting.emplace_back(*rank, connection);
  if (waiting.empty()) {
    if (!of) looked_ = now;
    return false;
  }
  const auto some = static_cast<std::ptrdiff_t>(of ? 1 : std::min(waiting.size(), most / 64 + 1));
  std::partial_sort(waiting.begin(), waiting.begin() + some, waiting.end());
  std::for_each(waiting.begin(), waiting.begin() + some, [&](const auto& one) { ending_ += one.second->end_waiting(); });
  return true;
}

Connections::Room Connections::make_room(const std::string& key) {
  const std::lock_guard guard(mutex_);
  if (share > 0) {
    const auto had = of_client_.find(key);
    if (had != of_client_.end() && had->second >= share && !end_some(&key)) return Room::none;
  }
  Room room = Room::free;
  if (all_.size() - ending_ >= most && !end_some(nullptr))
    room = all_.size() - ending_ < most + reserve ? Room::reserve : Room::none;
  if (room != Room::none && share > 0) ++of_client_[key];
  return room;
}

void Connections::left(const std::string& key) {
  if (share == 0) return;
  const std::lock_guard guard(mutex_);
  const auto had = of_client_.find(key);
  if (had != of_client_.end() && --had->second == 0) of_client_.erase(had);
}

void Connections::add(Connection* connection) {
  const std::lock_guard guard(mutex_);
  all_.insert(connection);
}

void Connections::remove(Connection* connection) {
  const std::lock_guard guard(mutex_);
  all_.erase(connection);
  ending_ -= connection->ended();
}

bool Connections::hold(std::size_t wanted, std::size_t& held) {
  if (wanted == held) return true;
  const bool more = wanted > held;
  const std::size_t all = held_.fetch_add(wanted - held) + wanted - held;
  held = wanted;
  return !more || all <= most_held;
}

std::size_t Connections::size() const {
  const std::lock_guard guard(mutex_);
  return all_.size();
}

const ServiceId* Connections::tick() {
  const auto now = Clock::now();
  const ServiceId* hangs = nullptr;
  const std::lock_guard guard(mutex_);
  for (auto* connection : all_)
    if (const auto* service = connection->tick(now)) hangs = service;
  return hangs;
}

void Connections::close_idle() {
  draining = true;
  const std::lock_guard guard(mutex_);
  for (auto* connection : all_) connection->close_if_idle();
}

}  // namespace chitty::host::daemon
