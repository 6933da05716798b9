// What supervisor and worker tell each other: memory that both see and that outlives a crash of the worker.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::daemon {

struct Board {
  static constexpr unsigned most_services = 256, most_threads = 1024, most_quarantined = 64;

  struct Quarantine {
    char service[72];
    char sha256[72];  // of the plugin: another one is given a chance
    std::int64_t since_ms;
    std::uint32_t crashes;
  };

  // By the supervisor, before it starts a worker.
  char instance[48];
  std::int64_t started_ms;
  std::uint32_t restarts;
  std::uint32_t quarantined;
  Quarantine quarantine[most_quarantined];

  // By the worker.
  char services[most_services][72];  // by number; [0] is nobody
  char hashes[most_services][72];
  std::atomic<std::uint32_t> next_service;              // number
  std::atomic<std::uint16_t> in_service[most_threads];  // which service each thread is in
  std::atomic<std::uint32_t> culprit;                   // by the crashed thread: a service's number
  std::atomic<std::int32_t> signal;                     // and the signal
  std::atomic<std::uint32_t> ready;                     // 1: answers requests
  std::atomic<std::uint32_t> served;                    // 1: this worker or one before it did

  static Board* make();   // shared with processes forked from now on; null when the system gives no memory
  void forget_worker();   // before a new one
  unsigned add_service(std::string_view name, std::string_view hash);  // its number; 0 when there is no room
  const Quarantine* find_quarantine(std::string_view service, std::string_view sha256) const;
};

// The thread's place on the board, for the time of a service's call.
class InService {
 public:
  explicit InService(unsigned service) noexcept;
  ~InService();
  InService(const InService&) = delete;
  InService& operator=(const InService&) = delete;

 private:
  std::uint16_t before_;  // who asked it
};

// The worker's crash handlers: the thread that crashes writes its service and the signal on the board, then the process ends
// by the signal as it would have. `watch_thread` gives a thread its place and a stack for the handler.
void watch_crashes(Board& board);
void watch_thread();

}  // namespace chitty::daemon
