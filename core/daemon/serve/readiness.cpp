#include "daemon/serve/readiness.hpp"

#include "base/files.hpp"
#include "base/time.hpp"

#include <unistd.h>

namespace chitty::host::daemon {
namespace {

constexpr auto patience_with_blobs = std::chrono::seconds(5);

Result<void> look_at(const Blobs& blobs) {
  CancelToken cancel;
  cancel.set_deadline(CancelToken::Clock::now() + patience_with_blobs);
  return blobs.check(cancel);
}

// The process that would start a worker anew, when it is stopped (SIGSTOP, a debugger): nothing would.
bool supervisor_is_stopped() {
  const auto text = read_file("/proc/" + std::to_string(::getppid()) + "/stat");
  const auto bracket = text ? text->rfind(')') : std::string::npos;
  return bracket != std::string::npos && bracket + 2 < text->size() && ((*text)[bracket + 2] == 'T' || (*text)[bracket + 2] == 't');
}

}  // namespace

Readiness::Readiness(const std::vector<std::unique_ptr<HostedService>>& services, Store& store, const Blobs& blobs, std::function<void()> on_thread)
    : services_(services), store_(
                               "The database", [&store] { return store.check(now_ms()); }, on_thread),
      blobs_(
          "The object store", [&blobs] { return look_at(blobs); }, on_thread) {}

std::vector<Fault> Readiness::faults() {
  std::vector<Fault> all;
  const auto store_asked = store_.ask(), blobs_asked = blobs_.ask();
  if (auto words = store_.words(store_asked); !words.empty()) all.push_back({"store", std::move(words), true});
  if (auto words = blobs_.words(blobs_asked); !words.empty()) all.push_back({"blobs", std::move(words), false});  // most requests need none
  if (supervisor_is_stopped())
    all.push_back({"supervisor", "The supervisor (process " + std::to_string(::getppid()) + ") is stopped, so a crashed worker would not be restarted.", false});
  for (const auto& service : services_) {
    if (!service->out_of_order && !service->quarantined) continue;
    all.push_back({service->name, service->out_of_order ? service->out_of_order->message : std::string("It is quarantined."), false});
  }
  return all;
}

}  // namespace chitty::host::daemon
