#include "daemon/host/tending.hpp"

#include "daemon/watch/shared_state.hpp"

#include <algorithm>

namespace chitty::host::daemon {

using std::chrono::milliseconds;

Tending::Tending(const std::vector<std::unique_ptr<HostedService>>& services, const ServiceWorld& world, Log& log, std::function<void()> on_thread,
                 const Pauses& pauses)
    : services_(services), world_(world), log_(log), on_thread_(std::move(on_thread)), pauses_(pauses) {}

void Tending::start() {
  const std::lock_guard guard(mutex_);  // look() may come already
  world_.store.changes().end_waiting(false);
  for (const auto& service : services_)
    if (service->code && !service->out_of_order && !service->quarantined && service->code->has_tend()) tended_.push_back({*service});
  running_ = tended_.size();
  for (auto& one : tended_) one.thread = std::thread([this, &one] { run(one.service); });
}

void Tending::run(const HostedService& service) {
  if (on_thread_) on_thread_();
  auto& changes = world_.store.changes();
  while (!stopping_) {
    const auto seen = changes.handled(service.name);  // what is written from here on wakes it again
    bool failed = false;
    const auto pause = tend(service, failed);
    if (!stopping_) changes.wait_handled(service.name, failed ? Changes::nothing : seen, pause, pauses_.least);
  }
  const std::lock_guard guard(mutex_);
  --running_;
  ended_.notify_all();
}

// How long until the next time. What a transaction has left open is rolled back when the call gives its connection back.
milliseconds Tending::tend(const HostedService& service, bool& failed) {
  const InService here(service.number);
  const Changes::ByTending mine;
  ServiceCall call(world_, service);
  call.stop = &stopping_;
  service.tending_since = SharedState::life_ms();
  const auto done = service.code->tend(call.handle());
  service.tending_since = 0;
  failed = !done;
  if (!done && !stopping_) log_.warn(service.name + ": its work without a request failed: " + done.error().message);
  if (!done || *done == 0) return pauses_.usual;
  return std::min(pauses_.most, milliseconds(std::min<std::uint64_t>(*done, 1u << 30)));
}

void Tending::look() {
  const std::lock_guard guard(mutex_);
  for (auto& one : tended_) {
    const auto hangs = one.service.tends_for();
    if (hangs < tend_patience) one.told = false;
    else if (!std::exchange(one.told, true))
      log_.warn(one.service.name + ": its work without a request has not returned for " + std::to_string(hangs.count() / 1000) + " s");
  }
}

void Tending::begin_stop() {
  stopping_ = true;
  world_.store.changes().end_waiting();
}

bool Tending::stop(milliseconds patience) {
  begin_stop();
  std::unique_lock lock(mutex_);
  if (!ended_.wait_for(lock, patience, [this] { return running_ == 0; })) return false;
  lock.unlock();
  for (auto& one : tended_)
    if (one.thread.joinable()) one.thread.join();
  return true;
}

}  // namespace chitty::host::daemon
