#include "daemon/watch/thread_pool.hpp"

namespace chitty::host::daemon {
namespace {

constexpr unsigned usual_slack = 8;                          // threads that stay though they are not needed just now: how many wait changes with every request
constexpr auto hesitation = std::chrono::milliseconds(100);  // how long a thread may work before it is taken as waiting

std::int64_t now_ns() { return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace

// One thread's place in the pool.
struct ThreadPool::Seat {
  ThreadPool& pool;
  unsigned depth = 0;                    // of Blocking; this thread's alone
  std::atomic<std::int64_t> working{0};  // since when it is in a handler that may take long; 0: it is not
  std::atomic<bool> waiting{false};      // it is one of pool.blocked_

  explicit Seat(ThreadPool& of) : pool(of) {
    const std::lock_guard guard(pool.mutex_);
    pool.seats_.insert(this);
  }
  ~Seat() {
    const std::lock_guard guard(pool.mutex_);
    pool.seats_.erase(this);
  }
  bool begin_waiting() noexcept { return !waiting.exchange(true) && (pool.blocked_.fetch_add(1), true); }
  void end_waiting() noexcept {
    if (waiting.exchange(false)) pool.blocked_.fetch_sub(1);
  }
};

thread_local ThreadPool::Seat* ThreadPool::own_seat_ = nullptr;

ThreadPool::Blocking::Blocking() noexcept : seat_(own_seat_) {
  if (seat_ && seat_->depth++ == 0 && seat_->begin_waiting()) seat_->pool.call_stand_in();
}

ThreadPool::Blocking::~Blocking() {
  if (!seat_ || --seat_->depth > 0) return;
  if (seat_->working.load() != 0) seat_->working.store(now_ns());
  seat_->end_waiting();
}

ThreadPool::Working::Working() noexcept : seat_(own_seat_), within_(seat_ && seat_->working.load() != 0) {
  if (seat_) seat_->working.store(now_ns());
}

ThreadPool::Working::~Working() {
  if (!seat_) return;
  if (within_) {
    seat_->working.store(now_ns());
    return;
  }
  seat_->working.store(0);  // first: tick asks once more after it has counted
  seat_->end_waiting();
}

bool ThreadPool::few_left() noexcept {
  return own_seat_ && own_seat_->pool.blocked_.load() + own_seat_->pool.plan_.most / 16 >= own_seat_->pool.plan_.most;
}

void ThreadPool::tick() {
  bool more = false;
  {
    const std::lock_guard guard(mutex_);
    const std::int64_t before = now_ns() - std::chrono::nanoseconds(hesitation).count();
    for (auto* seat : seats_) {
      const std::int64_t since = seat->working.load();
      if (since == 0 || since > before || !seat->begin_waiting()) continue;
      if (seat->working.load() == 0) seat->end_waiting();  // it has come out meanwhile
      else more = true;
    }
  }
  if (more) call_stand_in();
}

void ThreadPool::start() {
  total_ += plan_.base;
  for (unsigned i = 0; i < plan_.base; ++i) always_.emplace_back([this] { work_always(); });
}

void ThreadPool::join() {
  for (auto& thread : always_)
    if (thread.joinable()) thread.join();
  always_.clear();
  std::unique_lock lock(mutex_);
  ends_ = true;
  called_.notify_all();
  ended_.wait(lock, [this] { return standing_in_ == 0; });
}

void ThreadPool::run_safely(const std::function<std::size_t()>& run) {
  try {
    run();
  } catch (const std::exception& failure) {
    plan_.on_failure(failure.what());
  } catch (...) {
    plan_.on_failure("an unknown exception");
  }
}

void ThreadPool::work_always() {
  Seat seat(*this);
  own_seat_ = &seat;
  if (plan_.on_thread) plan_.on_thread();
  while (!io_.stopped()) run_safely([this] { return io_.run(); });
}

// As many as are missing: one wait calls one, the clock may find several that wait. Those that rest come first.
void ThreadPool::call_stand_in() noexcept {
  if (!is_short()) return;
  const std::lock_guard guard(mutex_);
  while (is_short() && !io_.stopped()) {
    ++total_;
    if (resting_ > wanted_) {
      ++wanted_;
      called_.notify_one();
      continue;
    }
    ++standing_in_;  // before it runs: it may have to wait at once, and be counted then
    try {
      std::thread([this] { stand_in(); }).detach();
    } catch (...) {  // no more threads to be had: the others wait a little
      --total_;
      --standing_in_;
      return;
    }
  }
}

// Whether one that stands in is not needed any more; from then on it does not count.
bool ThreadPool::leaves(unsigned slack) {
  const auto too_many = [this, slack] { return io_.stopped() || total_.load() > plan_.base + blocked_.load() + slack; };
  if (!too_many()) return false;
  const std::lock_guard guard(mutex_);  // two that leave at once might leave nobody
  if (!too_many()) return false;
  --total_;
  if (io_.stopped() || !is_short()) return true;
  ++total_;  // somebody has begun to wait meanwhile, and saw this one
  return false;
}

// False: it was not called for so long that it ends.
bool ThreadPool::rest() {
  std::unique_lock lock(mutex_);
  ++resting_;
  const bool called = called_.wait_for(lock, plan_.patience, [this] { return wanted_ > 0 || ends_; }) && wanted_ > 0;
  --resting_;
  if (called) --wanted_;
  return called;
}

void ThreadPool::stand_in() {
  {
    Seat seat(*this);
    own_seat_ = &seat;
    if (plan_.on_thread) plan_.on_thread();
    do {
      for (unsigned slack = usual_slack; !leaves(slack);) {
        slack = 0;  // for one that finds nothing to do
        run_safely([&] {
          const auto done = io_.run_one_for(plan_.patience);
          if (done > 0) slack = usual_slack;
          return done;
        });
      }
    } while (rest());
    own_seat_ = nullptr;
  }
  const std::lock_guard guard(mutex_);
  --standing_in_;
  ended_.notify_all();
}

}  // namespace chitty::host::daemon
