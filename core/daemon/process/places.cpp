#include "daemon/process/places.hpp"

#include "daemon/process/blobs_setting.hpp"
#include "daemon/process/database_url.hpp"
#include "daemon/watch/trusted_clock.hpp"
#include "local/local_folder.hpp"

#include "base/time.hpp"

#include <csignal>
#include <ctime>

namespace chitty::host::daemon {
namespace {

constexpr auto blobs_patience = std::chrono::seconds(10), blobs_glance = std::chrono::seconds(2);

// SIGTERM within a second.
bool told_to_end() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  const timespec second{1, 0};
  return ::sigtimedwait(&wanted, nullptr, &second) == SIGTERM;
}

// Which database it is was remembered when it was last open.
Result<std::unique_ptr<Store>> open_store(const Options& options, std::optional<DatabaseRecord>& record) {
  auto url = database_url(options);
  if (!url) return url.error();
  auto known = DatabaseRecord::open(LocalFolder(options.paths.data, options.paths.state).database_record());
  if (!known) return known.error();
  record = std::move(*known);
  return Store::open(*url, options.paths.library, &*record);
}

}  // namespace

void settle_clock(const Store& store, bool remembered, Log& log) {
  const std::int64_t seen = store.facts().clock, behind = seen - now_ms();
  if (behind > 1000)
    log.warn("the clock is behind: the database was written at " + rfc3339(seen) +
             (remembered ? "; tokens and limits go by that until the clock has caught up. Correct it."
                         : "; that is not gone by, since no record was there"));
  if (remembered) trust_at_least(seen);
}

Result<std::unique_ptr<Store>> wait_for_store(const Options& options, std::optional<DatabaseRecord>& record, SharedState& shared,
                                              Log& log) {
  auto store = open_store(options, record);
  if (!store && shared.served) log.warn("waiting for the database: " + store.error().message);
  while (!store && shared.served) {
    if (told_to_end()) return std::unique_ptr<Store>();
    store = open_store(options, record);
  }
  return store;
}

Result<std::unique_ptr<Blobs>> ready_blobs(const Options& options, const SharedState& shared, Log& log) {
  auto blobs = open_blobs(options);
  if (!blobs) return blobs;
  CancelToken cancel;
  cancel.set_deadline(CancelToken::Clock::now() + (shared.served ? blobs_glance : blobs_patience));
  const auto checked = (*blobs)->check(cancel);
  if (!checked && !shared.served) return checked.error();
  if (!checked) log.warn("starting without the object store: " + checked.error().message);
  return blobs;
}

}  // namespace chitty::host::daemon
