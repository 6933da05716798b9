// Memory shared by supervisor and worker; it outlives a crash of the worker.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

struct SharedState {
  static constexpr unsigned most_services = 256, most_threads = 1024, most_quarantined = 64, most_listeners = 16;

  struct Quarantine {
    char service[72];
    char sha256[72];  // of the plugin: another one is given a chance
    std::int64_t since_ms;
    std::uint32_t crashes;
    std::uint32_t never_started;  // its start did not end
  };

  // By the supervisor, before it starts a worker.
  char instance[48];
  std::int64_t started_ms;
  std::uint32_t restarts;
  std::uint32_t quarantined;
  Quarantine quarantine[most_quarantined];
  char last_end[200];        // why the last worker ended that was not told to; empty: none has
  std::int64_t last_end_ms;  // when, since 1970

  // By the worker.
  char services[most_services][72];  // by number; [0] is nobody
  char hashes[most_services][72];
  std::atomic<std::uint32_t> next_service;              // number
  std::atomic<std::uint16_t> in_service[most_threads];  // which service each thread is in
  std::atomic<std::uint32_t> culprit;                   // whose fault the end is: a service's number; 0 is nobody
  std::atomic<std::uint32_t> charged;                   // 1: `culprit` is known, not to be guessed by who was in a service
  std::atomic<std::int32_t> signal;                     // and the signal
  std::atomic<std::uint32_t> ready;                     // 1: answers requests
  std::atomic<std::uint32_t> served;                    // 1: this worker or one before it did

  // Its signs of life, in milliseconds of the steady clock (life_ms); 0: none yet.
  std::atomic<std::int64_t> clock_beat, crew_beat;      // the clock has ticked; a thread has taken up work
  std::atomic<std::uint32_t> accepted[most_listeners];  // connections, by listening socket
  std::atomic<std::uint32_t> starting;                  // the service whose code is being opened or started
  std::atomic<std::int64_t> starting_since;             // 0: none is
  std::atomic<std::int64_t> descriptors_gone;           // since when there are none left; 0: there are

  void charge(unsigned service) { culprit = service, charged = 1; }
  static std::int64_t life_ms();

  static SharedState* make();                                          // shared with processes forked from now on; null when the system gives no memory
  void forget_worker();                                                // before a new one
  unsigned add_service(std::string_view name, std::string_view hash);  // its number; 0 when there is no room
  const Quarantine* find_quarantine(std::string_view service, std::string_view sha256) const;
};

// The thread's place in the shared state, for the time of a service's call.
class InService {
 public:
  explicit InService(unsigned service) noexcept;
  ~InService();
  InService(const InService&) = delete;
  InService& operator=(const InService&) = delete;

 private:
  std::uint16_t before_;  // who asked it
};

// The worker's crash handlers: the thread that crashes writes its service and the signal in the shared state, then the process ends
// by the signal as it would have. `watch_thread` gives a thread its place and a stack for the handler.
void watch_crashes(SharedState& shared);
void watch_thread();

}  // namespace chitty::host::daemon
