#include "hash_aside.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <system_error>
#include <thread>

#include "sha256.hpp"

namespace chittyverify {

namespace {

constexpr std::size_t slot_size = 256 << 10, slots = 4;

// Signals are for the threads of the process, which know what to do with them.
class WithoutSignals {
 public:
  WithoutSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~WithoutSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

}  // namespace

// Slots are filled and hashed in turn: `full` of them wait behind the one that is filled.
struct HashAside::Work {
  Sha256 hash;
  std::array<std::string, slots> slot;
  std::size_t filling = 0, full = 0;
  bool ends = false, alone = false;  // `alone`: there is no thread, and cannot be one
  std::mutex mutex;
  std::condition_variable changed;
  std::thread thread;

  void run() {
    for (std::size_t at = 0;; at = (at + 1) % slots) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return full > 0 || ends; });
      if (full == 0) return;
      lock.unlock();
      hash.add(slot[at]);
      slot[at].clear();
      lock.lock();
      --full;
      changed.notify_all();
    }
  }

  bool begun() {
    if (alone || thread.joinable()) return !alone;
    try {
      const WithoutSignals without;
      thread = std::thread([this] { run(); });
    } catch (const std::system_error&) {
      alone = true;
    }
    return !alone;
  }

  void hand_over() {
    if (!begun()) {
      hash.add(slot[filling]);
      slot[filling].clear();
      return;
    }
    std::unique_lock lock(mutex);
    ++full;
    changed.notify_all();
    filling = (filling + 1) % slots;
    changed.wait(lock, [&] { return full < slots; });
  }

  void end() {
    if (!thread.joinable()) return;
    {
      const std::lock_guard lock(mutex);
      ends = true;
    }
    changed.notify_all();
    thread.join();
  }
};

HashAside::HashAside() : work_(std::make_unique<Work>()) {}
HashAside::~HashAside() { work_->end(); }

void HashAside::add(std::string_view piece) {
  while (!piece.empty()) {
    auto& slot = work_->slot[work_->filling];
    const auto part = piece.substr(0, slot_size - slot.size());
    slot += part;
    piece.remove_prefix(part.size());
    if (slot.size() == slot_size) work_->hand_over();
  }
}

std::string HashAside::hex() {
  work_->end();
  work_->hash.add(work_->slot[work_->filling]);
  return work_->hash.hex();
}

}  // namespace chittyverify
