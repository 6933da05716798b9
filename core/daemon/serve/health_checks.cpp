#include "daemon/serve/health_checks.hpp"

#include <unistd.h>

#include <thread>

namespace chitty::host::daemon {

// Nobody is at its other end: it has a deadline, and forgets what is sent.
class HealthChecks::TimedWire final : public Wire {
 public:
  TimedWire(const std::atomic<bool>& ends, Clock::time_point until) : ends_(ends), until_(until) {}

  Result<std::size_t> read_body(char*, std::size_t) override { return 0u; }
  Result<void> send(std::string_view) override {
    if (gone()) return make_error(Code::cancelled, "The health check is no longer waited for.");
    return {};
  }
  bool gone() const override { return ends_ || Clock::now() > until_; }
  std::int64_t deadline() const override { return std::chrono::nanoseconds(until_.time_since_epoch()).count(); }
  void begun() override {}
  const ServiceId* serve(const ServiceId*) override { return nullptr; }

 private:
  const std::atomic<bool>& ends_;
  const Clock::time_point until_;
};

HealthChecks::HealthChecks(const std::vector<std::unique_ptr<HostedService>>& services, Check check, std::function<void()> on_thread,
                           std::chrono::milliseconds patience)
    : services_(services), check_(std::move(check)), on_thread_(std::move(on_thread)), patience_(patience) {
  for (std::size_t i = 0; i < services_.size(); ++i) asked_.push_back(std::make_shared<Asked>());
}

HealthChecks::~HealthChecks() {
  const auto give_up = Clock::now() + patience_;
  for (auto& one : asked_) one->ends = true;
  for (auto& one : asked_) {
    std::unique_lock lock(one->mutex);
    // It goes on with the service under it; whoever ends the process then does not end it by way of destructors.
    if (!one->changed.wait_until(lock, give_up, [&] { return !one->busy; })) ::_exit(0);
  }
}

namespace {

Fault late(const HostedService& service, HealthChecks::Clock::time_point since) {
  const auto so_far = std::chrono::duration_cast<std::chrono::seconds>(HealthChecks::Clock::now() - since).count();
  return {service.name, "It has not answered its health check for " + std::to_string(so_far) + " s.", false};
}

}  // namespace

void HealthChecks::ask(const HostedService& service, const std::shared_ptr<Asked>& asked) {
  std::thread([this, &service, asked] {
    if (on_thread_) on_thread_();
    const auto begun = Clock::now();
    TimedWire wire(asked->ends, begun + patience_);
    auto found = check_(service, wire);
    if (wire.late()) found = late(service, begun);  // whatever it says then
    const std::lock_guard guard(asked->mutex);
    asked->found = std::move(found);
    asked->busy = false;
    asked->changed.notify_all();
  }).detach();
}

std::vector<Fault> HealthChecks::faults() {
  const auto asked_at = Clock::now();
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < services_.size(); ++i) {
    if (services_[i]->out_of_order || services_[i]->quarantined) continue;
    all.push_back(i);
    const std::lock_guard guard(asked_[i]->mutex);
    if (asked_[i]->busy) continue;  // its answer is waited for together
    asked_[i]->busy = true;
    asked_[i]->begun = asked_at;
    ask(*services_[i], asked_[i]);
  }
  std::vector<Fault> found;
  for (const auto i : all) {
    auto& one = *asked_[i];
    std::unique_lock lock(one.mutex);
    if (one.changed.wait_until(lock, asked_at + patience_, [&] { return !one.busy; })) {
      if (one.found) found.push_back(*one.found);
      continue;
    }
    found.push_back(late(*services_[i], one.begun));
  }
  return found;
}

}  // namespace chitty::host::daemon
