// The threads that read requests and answer them. A few do all the work; when one of them has to wait inside a service (a
// slow client, the write lock, the disk), or does not come out of one, another takes its place for that time, so that
// nobody else waits along.
#pragma once

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

namespace chitty::host::daemon {

class ThreadPool {
 public:
  // `base` threads always, at most `most` with those that stand in; one of these that is not needed rests, and ends after `patience`. `on_thread` runs first on each; `on_failure` is told of an exception that came out of a handler.
  struct Plan {
    unsigned base = 2, most = 256;
    std::chrono::milliseconds patience{2000};
    std::function<void()> on_thread;
    std::function<void(std::string_view what)> on_failure;
  };
  ThreadPool(boost::asio::io_context& io, Plan plan) : io_(io), plan_(std::move(plan)) {}
  ~ThreadPool() { join(); }

  void start();
  void join();  // after io_context::stop()

  struct Seat;

  // While one of these lives, the thread waits for something. Nests; does nothing on a thread that is not of a pool.
  class Blocking {
   public:
    Blocking() noexcept;
    ~Blocking();
    Blocking(const Blocking&) = delete;
    Blocking& operator=(const Blocking&) = delete;

   private:
    Seat* seat_;
  };

  // While one of these lives, the thread is in foreign code, which may sleep or compute without saying so. Nests.
  class Working {
   public:
    Working() noexcept;
    ~Working();
    Working(const Working&) = delete;
    Working& operator=(const Working&) = delete;

   private:
    Seat* seat_;
    bool within_;
  };

  // Whether nearly as many threads wait as there may be: what waits for a client or can be refused makes way. On a thread of a
  // pool; elsewhere never.
  static bool few_left() noexcept;

  // A few times a second, by a thread that is not of the pool: those that work for long are taken as waiting.
  void tick();

  unsigned threads() const { return total_.load(); }

 private:
  void work_always();
  void stand_in();
  bool leaves(unsigned slack);
  bool rest();
  bool is_short() const { return total_.load() < plan_.most && total_.load() < plan_.base + blocked_.load(); }
  void run_safely(const std::function<std::size_t()>& run);
  void call_stand_in() noexcept;

  boost::asio::io_context& io_;
  Plan plan_;
  std::vector<std::thread> always_;
  std::atomic<unsigned> total_{0}, blocked_{0};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::condition_variable called_;
  unsigned standing_in_ = 0;  // threads that are detached and still run
  unsigned resting_ = 0;      // of these: not counted in total_
  unsigned wanted_ = 0;       // of those that rest: called back, and counted again
  bool ends_ = false;
  std::unordered_set<Seat*> seats_;
  static thread_local Seat* own_seat_;
};

}  // namespace chitty::host::daemon
