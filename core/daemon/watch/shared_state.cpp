#include "daemon/watch/shared_state.hpp"

#include "daemon/watch/code_owner.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

SharedState* watched = nullptr;
std::atomic<std::uint16_t> nowhere{0};  // of threads without a place
thread_local std::atomic<std::uint16_t>* place = &nowhere;

void copy_text(char* to, std::size_t capacity, std::string_view text) {
  const std::size_t size = std::min(text.size(), capacity - 1);
  std::memcpy(to, text.data(), size);
  to[size] = 0;
}

unsigned place_now() { return place == &nowhere ? 0 : place->load(std::memory_order_relaxed); }

// A thread that was in no service's call may be one that a plugin has made.
void on_crash(int signal, siginfo_t*, void* context) {
  const unsigned service = place_now();
  watched->signal.store(signal);  // first: the search below may crash again
  watched->charge(service);
  if (service == 0) watched->charge(owner_on_stack(context));
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

thread_local unsigned left_in = 0;  // the service that a thread was in when it ended: exit() ends the thread's things first

// The worker never calls exit() itself (base/process/leave.hpp).
void on_exit_of_a_plugin(int code, void*) {
  const unsigned service = left_in != 0 ? left_in : place_now();
  watched->charge(service != 0 ? service : owner_on_stack(nullptr));
  ::_exit(code);
}

// A thread's signal stack and place, given back when it ends.
struct ThreadWatch {
  std::unique_ptr<char[]> stack;
  unsigned number = SharedState::most_threads;

  ThreadWatch() : stack(new char[64 * 1024]) {
    stack_t alternative{};
    alternative.ss_sp = stack.get();
    alternative.ss_size = 64 * 1024;
    ::sigaltstack(&alternative, nullptr);
    for (unsigned i = 0; i < SharedState::most_threads && place == &nowhere; ++i) {
      std::uint16_t free = 0xffff;
      if (watched->in_service[i].compare_exchange_strong(free, 0)) {
        place = &watched->in_service[i];
        number = i;
      }
    }
  }
  ~ThreadWatch() {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
    left_in = place_now();
    if (number < SharedState::most_threads) watched->in_service[number].store(0xffff);
    place = &nowhere;
  }
};

}  // namespace

SharedState* SharedState::make() {
  void* memory = ::mmap(nullptr, sizeof(SharedState), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  auto* shared = new (memory) SharedState{};
  shared->forget_worker();
  return shared;
}

void SharedState::forget_worker() {
  std::memset(services, 0, sizeof services);
  std::memset(hashes, 0, sizeof hashes);
  for (auto& thread : in_service) thread.store(0xffff);  // free
  next_service = 1;                                      // the next service's number
  culprit = charged = 0;
  signal = 0;
  ready = 0;
  clock_beat = crew_beat = starting_since = descriptors_gone = 0;
  starting = 0;
  for (auto& one : accepted) one = 0;
}

std::int64_t SharedState::life_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

unsigned SharedState::add_service(std::string_view name, std::string_view hash) {
  const unsigned number = next_service.fetch_add(1);
  if (number >= most_services) return 0;
  copy_text(services[number], sizeof services[number], name);
  copy_text(hashes[number], sizeof hashes[number], hash);
  return number;
}

const SharedState::Quarantine* SharedState::find_quarantine(std::string_view service, std::string_view sha256) const {
  for (std::uint32_t i = 0; i < quarantined; ++i)
    if (service == quarantine[i].service && sha256 == quarantine[i].sha256) return &quarantine[i];
  return nullptr;
}

InService::InService(unsigned service) noexcept : before_(place->load(std::memory_order_relaxed)) {
  place->store(static_cast<std::uint16_t>(service), std::memory_order_relaxed);
}
InService::~InService() { place->store(before_, std::memory_order_relaxed); }

void watch_crashes(SharedState& shared) {
  watched = &shared;
  note_new_code(0);
  (void)owner_on_stack(nullptr);  // what the unwinder does only the first time is done now
  ::on_exit(on_exit_of_a_plugin, nullptr);
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS}) {
    struct sigaction action {};
    action.sa_sigaction = on_crash;
    action.sa_flags = SA_ONSTACK | SA_SIGINFO;
    ::sigaction(signal, &action, nullptr);
  }
  watch_thread();
}

void watch_thread() {
  if (!watched) return;
  thread_local const ThreadWatch watch;
}

}  // namespace chitty::host::daemon
