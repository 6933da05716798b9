#include "daemon/board.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <memory>
#include <new>
#include <sys/mman.h>

namespace chitty::daemon {
namespace {

Board* watched = nullptr;
std::atomic<std::uint16_t> nowhere{0};  // of threads without a place
thread_local std::atomic<std::uint16_t>* place = &nowhere;

void copy_text(char* to, std::size_t capacity, std::string_view text) {
  const std::size_t size = std::min(text.size(), capacity - 1);
  std::memcpy(to, text.data(), size);
  to[size] = 0;
}

void on_crash(int signal) {
  watched->culprit.store(place == &nowhere ? 0 : place->load(std::memory_order_relaxed));
  watched->signal.store(signal);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

// A thread's signal stack and place, given back when it ends.
struct ThreadWatch {
  std::unique_ptr<char[]> stack;
  unsigned number = Board::most_threads;

  ThreadWatch() : stack(new char[64 * 1024]) {
    stack_t alternative{};
    alternative.ss_sp = stack.get(), alternative.ss_size = 64 * 1024;
    ::sigaltstack(&alternative, nullptr);
    for (unsigned i = 0; i < Board::most_threads && place == &nowhere; ++i) {
      std::uint16_t free = 0xffff;
      if (watched->in_service[i].compare_exchange_strong(free, 0)) place = &watched->in_service[i], number = i;
    }
  }
  ~ThreadWatch() {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
    if (number < Board::most_threads) watched->in_service[number].store(0xffff);
    place = &nowhere;
  }
};

}  // namespace

Board* Board::make() {
  void* memory = ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  auto* board = new (memory) Board{};
  board->forget_worker();
  return board;
}

void Board::forget_worker() {
  std::memset(services, 0, sizeof services);
  std::memset(hashes, 0, sizeof hashes);
  for (auto& thread : in_service) thread.store(0xffff);  // free
  next_service = 1;  // the next service's number
  culprit = 0, signal = 0, ready = 0;
}

unsigned Board::add_service(std::string_view name, std::string_view hash) {
  const unsigned number = next_service.fetch_add(1);
  if (number >= most_services) return 0;
  copy_text(services[number], sizeof services[number], name);
  copy_text(hashes[number], sizeof hashes[number], hash);
  return number;
}

const Board::Quarantine* Board::find_quarantine(std::string_view service, std::string_view sha256) const {
  for (std::uint32_t i = 0; i < quarantined; ++i)
    if (service == quarantine[i].service && sha256 == quarantine[i].sha256) return &quarantine[i];
  return nullptr;
}

InService::InService(unsigned service) noexcept : before_(place->load(std::memory_order_relaxed)) {
  place->store(static_cast<std::uint16_t>(service), std::memory_order_relaxed);
}
InService::~InService() { place->store(before_, std::memory_order_relaxed); }

void watch_crashes(Board& board) {
  watched = &board;
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS}) {
    struct sigaction action {};
    action.sa_handler = on_crash;
    action.sa_flags = SA_ONSTACK;
    ::sigaction(signal, &action, nullptr);
  }
  watch_thread();
}

void watch_thread() {
  if (!watched) return;
  thread_local const ThreadWatch watch;
}

}  // namespace chitty::daemon
