#include "daemon/serve/readiness.hpp"

#include "base/files.hpp"
#include "base/time.hpp"

#include <unistd.h>

namespace chitty::host::daemon {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 2s, fresh = 1s;

// The process that would start a worker anew, when it is stopped (SIGSTOP, a debugger): nothing would.
bool supervisor_is_stopped() {
  const auto text = read_file("/proc/" + std::to_string(::getppid()) + "/stat");
  const auto bracket = text ? text->rfind(')') : std::string::npos;
  return bracket != std::string::npos && bracket + 2 < text->size() && ((*text)[bracket + 2] == 'T' || (*text)[bracket + 2] == 't');
}

}  // namespace

Readiness::Readiness(const std::vector<std::unique_ptr<HostedService>>& services, Store& store, std::function<void()> on_thread)
    : services_(services), store_(store), on_thread_(std::move(on_thread)) {}

Readiness::~Readiness() {
  std::unique_lock lock(shared_->mutex);
  shared_->ends = true;
  shared_->changed.notify_all();
  // A check that hangs goes on with the store under it; whoever ends the process then does not end it by way of destructors.
  const bool idle = shared_->changed.wait_for(lock, patience, [&] { return !shared_->busy; });
  if (!idle) ::_exit(0);
}

void Readiness::run(const std::shared_ptr<Shared>& shared, Store& store) {
  std::unique_lock lock(shared->mutex);
  for (;;) {
    shared->changed.wait(lock, [&] { return shared->asked || shared->ends; });
    if (shared->ends) return;
    shared->busy = true;
    shared->begun = Clock::now();
    lock.unlock();
    const auto checked = store.check(now_ms());
    lock.lock();
    shared->words = checked ? std::string() : checked.error().message;
    shared->asked = shared->busy = false;
    shared->done = Clock::now();
    shared->changed.notify_all();
  }
}

std::string Readiness::store_fault() {
  std::call_once(started_, [this] {
    std::thread([shared = shared_, &store = store_, on_thread = on_thread_] {
      if (on_thread) on_thread();
      run(shared, store);
    }).detach();
  });
  std::unique_lock lock(shared_->mutex);
  const auto asked_at = Clock::now();
  if (shared_->done.time_since_epoch().count() != 0 && asked_at - shared_->done < fresh && !shared_->busy) return shared_->words;
  shared_->asked = true;
  shared_->changed.notify_all();
  if (shared_->changed.wait_for(lock, patience, [&] { return shared_->done >= asked_at; })) return shared_->words;
  return "The database has not answered for " +
         std::to_string(std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - std::max(shared_->begun, shared_->done)).count()) + " s.";
}

std::vector<Fault> Readiness::faults() {
  std::vector<Fault> all;
  if (auto words = store_fault(); !words.empty()) all.push_back({"store", std::move(words), true});
  if (supervisor_is_stopped())
    all.push_back({"supervisor", "The supervisor (process " + std::to_string(::getppid()) + ") is stopped, so a crashed worker would not be restarted.", false});
  for (const auto& service : services_) {
    if (!service->out_of_order && !service->quarantined) continue;
    all.push_back({service->name, service->out_of_order ? service->out_of_order->message : std::string("It is quarantined."), false});
  }
  return all;
}

}  // namespace chitty::host::daemon
