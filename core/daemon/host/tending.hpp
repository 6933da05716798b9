// What services do without being asked (chitty_service.tend): each that has it on a thread of its own.
#pragma once

#include "daemon/host/service_call.hpp"
#include "daemon/watch/log.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace chitty::host::daemon {

class Tending {
 public:
  struct Pauses {
    std::chrono::milliseconds usual = std::chrono::minutes(1);  // where the service does not say, and after a failure
    std::chrono::milliseconds most = std::chrono::hours(24);
    std::chrono::milliseconds least = std::chrono::milliseconds(20);  // however much is written
  };

  // All must outlive it. `on_thread` runs first on each thread. Services that are out of order, or have no `tend`, cost nothing.
  Tending(const std::vector<std::unique_ptr<HostedService>>& services, const ServiceWorld& world, Log& log, std::function<void()> on_thread,
          const Pauses& pauses);
  Tending(const std::vector<std::unique_ptr<HostedService>>& services, const ServiceWorld& world, Log& log, std::function<void()> on_thread)
      : Tending(services, world, log, std::move(on_thread), Pauses()) {}
  ~Tending() { stop(std::chrono::hours(24)); }
  Tending(const Tending&) = delete;
  Tending& operator=(const Tending&) = delete;

  void start();  // once services may ask each other

  // A call that has not returned for long is said in the log, once. Now and then. [one thread]
  void look();

  void begin_stop();  // the calls are cancelled; nothing is waited for
  // False when one of them has not returned within `patience`: then end the process under it.
  bool stop(std::chrono::milliseconds patience);

 private:
  struct Tended {
    const HostedService& service;
    std::thread thread{};
    bool told = false;  // that it hangs
  };
  void run(const HostedService& service);
  std::chrono::milliseconds tend(const HostedService& service, bool& failed);

  const std::vector<std::unique_ptr<HostedService>>& services_;
  const ServiceWorld& world_;
  Log& log_;
  const std::function<void()> on_thread_;
  const Pauses pauses_;
  std::vector<Tended> tended_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t running_ = 0;
};

}  // namespace chitty::host::daemon
