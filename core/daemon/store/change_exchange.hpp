// Keeps `Changes` in step with the other daemons of the database, on a thread of its own, where the engine has a channel for that.
#pragma once

#include "daemon/store/changes.hpp"
#include "daemon/store/dialect.hpp"

#include <atomic>
#include <functional>
#include <thread>

namespace chitty::host::daemon {

class ChangeExchange {
 public:
  ChangeExchange(const Dialect& dialect, Changes& changes) : dialect_(dialect), changes_(changes) {}
  ~ChangeExchange() { stop(); }
  ChangeExchange(const ChangeExchange&) = delete;
  ChangeExchange& operator=(const ChangeExchange&) = delete;

  // `on_thread` (may be empty) is called first on the thread. Nothing is started where the engine has no channel.
  void start(std::function<void()> on_thread = {});
  void stop();

  // False: what others write is not heard at present, or never; who waits looks for it more often.
  bool hears() const { return hears_.load(std::memory_order_relaxed); }

 private:
  void run();
  void exchange(ChangeChannel& channel);
  void rest();

  const Dialect& dialect_;
  Changes& changes_;
  std::atomic<bool> hears_{false}, ends_{false};
  std::thread thread_;
};

}  // namespace chitty::host::daemon
