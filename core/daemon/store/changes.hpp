// Whose tables have been written to: whoever waits for something new is woken, also by what another daemon of the database wrote.
// A wake-up says only that there is something; it may come late or be lost with a connection, so who waits also looks by a timer.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

class Changes {
 public:
  // Written here: those who wait are woken, and other daemons are told the next time somebody asks for `untold`. [any-thread]
  void note(std::string_view service);

  // Written by another daemon. A service that nobody here has waited for or written to is not remembered. [any-thread]
  void heard(std::string_view service);
  void heard_all();  // nobody knows what was missed

  // What was noted since the last time. [one thread]
  std::vector<std::string> untold();

  // The number of changes of a service known of, from 1 on, once it differs from `seen` or `at_most` has passed. [any-thread]
  std::uint64_t wait(std::string_view service, std::uint64_t seen, std::chrono::nanoseconds at_most);

  // For whoever tends a service (host/tending): the number of changes noted here, but for those of threads that tend; and the wait
  // until it differs from `seen`, at least `at_least`, or until end_waiting(). [any-thread]
  static constexpr std::uint64_t nothing = UINT64_MAX;  // `seen`: no change ends the wait
  std::uint64_t handled(std::string_view service);
  void wait_handled(std::string_view service, std::uint64_t seen, std::chrono::nanoseconds at_most, std::chrono::nanoseconds at_least);
  void end_waiting(bool ends = true);

  // While one of these lives, its thread tends: what it writes does not wake it.
  class ByTending {
   public:
    ByTending() noexcept { tends_ = true; }
    ~ByTending() { tends_ = false; }
    ByTending(const ByTending&) = delete;
    ByTending& operator=(const ByTending&) = delete;
  };

 private:
  struct Service {
    std::uint64_t changes = 1, handled = 1;
    bool told = true;
    std::condition_variable was_handled{};  // of its own: writing to one service does not wake the others' threads
  };
  void add(Service& service);
  Service& service_of(std::string_view name);

  static thread_local bool tends_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool ends_ = false;
  std::map<std::string, Service, std::less<>> services_;  // as many as there are plugins with a service
};

}  // namespace chitty::host::daemon
