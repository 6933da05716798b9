#include "daemon/serve/timed_check.hpp"

#include <unistd.h>

#include <algorithm>
#include <thread>

namespace chitty::host::daemon {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 2s, fresh = 1s;

}  // namespace

TimedCheck::TimedCheck(std::string what, std::function<Result<void>()> check, std::function<void()> on_thread)
    : what_(std::move(what)), check_(std::move(check)), on_thread_(std::move(on_thread)) {}

TimedCheck::~TimedCheck() {
  std::unique_lock lock(shared_->mutex);
  shared_->ends = true;
  shared_->changed.notify_all();
  // A check that hangs goes on with what it checks under it; whoever ends the process then does not end it by way of destructors.
  const bool idle = shared_->changed.wait_for(lock, patience, [&] { return !shared_->busy; });
  if (!idle) ::_exit(0);
}

void TimedCheck::run(const std::shared_ptr<Shared>& shared, const std::function<Result<void>()>& check) {
  std::unique_lock lock(shared->mutex);
  for (;;) {
    shared->changed.wait(lock, [&] { return shared->asked || shared->ends; });
    if (shared->ends) return;
    shared->busy = true;
    shared->begun = Clock::now();
    lock.unlock();
    const auto checked = check();
    lock.lock();
    shared->words = checked ? std::string() : checked.error().message;
    shared->asked = shared->busy = false;
    shared->done = Clock::now();
    shared->changed.notify_all();
  }
}

TimedCheck::Clock::time_point TimedCheck::ask() {
  std::call_once(started_, [this] {
    std::thread([shared = shared_, check = check_, on_thread = on_thread_] {
      if (on_thread) on_thread();
      run(shared, check);
    }).detach();
  });
  const std::lock_guard lock(shared_->mutex);
  const auto now = Clock::now();
  if (shared_->done.time_since_epoch().count() != 0 && now - shared_->done < fresh && !shared_->busy) return shared_->done;
  shared_->asked = true;
  shared_->changed.notify_all();
  return now;
}

std::string TimedCheck::words(Clock::time_point asked_at) {
  std::unique_lock lock(shared_->mutex);
  if (shared_->changed.wait_until(lock, asked_at + patience, [&] { return shared_->done >= asked_at; })) return shared_->words;
  return what_ + " has not answered for " +
         std::to_string(
             std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - std::max(shared_->begun, shared_->done)).count()) +
         " s.";
}

}  // namespace chitty::host::daemon
