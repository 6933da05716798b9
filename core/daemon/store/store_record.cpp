// What a store knows of its database as a whole: its own tables, which one it is, whether it is still there.
#include "daemon/store/own_tables.hpp"
#include "daemon/store/store.hpp"

#include "base/base64.hpp"

#include <boost/json/parse.hpp>

#include <sys/random.h>

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t one_day = 86'400'000;  // a time so much later than now is not believed of a database that is new here

std::string random_id() {
  char bytes[16] = {};
  (void)!::getrandom(bytes, sizeof bytes, 0);
  return base64url({bytes, sizeof bytes});
}

}  // namespace

Result<void> Store::check_record(DatabaseRecord& record) {
  auto connection = lend();
  if (!connection) return connection.error();
  auto found = read_facts(**connection);
  if (!found) return found.error();
  record_ = &record;
  return record.judge(*found, dialect_->shown());
}

// Nothing where there is no such table yet.
Result<std::optional<DatabaseFacts>> Store::read_facts(StoreConnection& connection) {
  std::optional<DatabaseFacts> facts;
  auto read = connection.run("SELECT id, sequence, clock FROM chitty_database WHERE one = 1", {}, [&](std::string_view text) -> Result<void> {
    const auto row = json::parse({text.data(), text.size()}).as_object();
    facts = DatabaseFacts{std::string(row.at("id").as_string()), row.at("sequence").as_int64(), row.at("clock").as_int64()};
    return {};
  });
  if (!read && read.error().code != Code::invalid_argument) return read.error();
  return facts;
}

Result<void> Store::make_own_tables() {
  auto connection = lend("chittyd");
  if (!connection) return connection.error();
  if (auto begun = (*connection)->begin(); !begun) return begun;
  if (auto made = (*connection)->run_script(own_tables(*dialect_)); !made) return made;
  auto born = (*connection)->run("INSERT INTO chitty_database (one, id, sequence, clock) VALUES (1, :id, 0, 0) ON CONFLICT (one) DO NOTHING", {{"id", random_id()}});
  if (!born) return born.error();
  if (auto done = (*connection)->commit(); !done) return done;
  auto facts = read_facts(**connection);
  if (!facts) return facts.error();
  if (*facts) facts_ = std::move(**facts);
  return {};
}

Result<void> Store::look_after(std::int64_t now_ms) {
  if (auto there = dialect_->still_there(); !there) {
    if (!lost_.exchange(true) && watcher_) watcher_(there.error().message + " Nothing more is written to it: " + dialect_->shown());
    return {};
  }
  if (lost_.exchange(false) && watcher_) watcher_("the database is back");
  if (!record_ || (counts_.writes.load() == writes_kept_ && now_ms - kept_at_ < 60'000)) return {};
  return keep_facts(now_ms);
}

Result<void> Store::keep_facts(std::int64_t now_ms) {
  auto connection = lend("chittyd");
  if (!connection) return connection.error();
  std::optional<DatabaseFacts> facts;
  auto kept = (*connection)->run(
      "UPDATE chitty_database SET sequence = sequence + 1, clock = CASE WHEN clock < :now OR clock > :most THEN :now ELSE clock END"
      " WHERE one = 1 RETURNING id, sequence, clock",
      {{"now", now_ms}, {"most", record_->is_known() ? INT64_MAX : now_ms + one_day}}, [&](std::string_view text) -> Result<void> {
        const auto row = json::parse({text.data(), text.size()}).as_object();
        facts = DatabaseFacts{std::string(row.at("id").as_string()), row.at("sequence").as_int64(), row.at("clock").as_int64()};
        return {};
      });
  if (!kept) return kept.error();
  if (!facts || facts->id != facts_.id)
    return make_error(Code::host_fault, "The database is not the one that was opened at the start: " + dialect_->shown());
  facts_ = std::move(*facts);
  writes_kept_ = counts_.writes.load();
  kept_at_ = now_ms;
  return record_->keep(facts_);
}

}  // namespace chitty::host::daemon
