// Is the database in order? Written to, read, and on SQLite looked through, by a connection of its own: what another has in its
// memory says nothing of the file.
#include "daemon/store/store.hpp"

namespace chitty::host::daemon {
namespace {

// A larger file takes longer to look through than anybody waits; of it the tables' ends are read.
constexpr std::int64_t most_looked_through = 32 << 20;

Error damaged(const std::string& what) {
  return make_error(Code::host_fault, "The database is damaged: " + what + ".", "Stop chittyd and restore the database from a backup.");
}

}  // namespace

Result<void> Store::check(std::int64_t now_ms) {
  auto fresh = connect();
  if (!fresh) return fresh.error();
  StoreConnection connection(*this, std::move(*fresh));
  connection.connection_->writes_for("chittyd");
  auto written = connection.run("INSERT INTO chitty_health (id, at) VALUES (1, :at) ON CONFLICT (id) DO UPDATE SET at = excluded.at", {{"at", now_ms}});
  if (!written) return written.error();
  counts_.writes.fetch_sub(1, std::memory_order_relaxed);  // nothing of anybody's: no reason to keep anew how late it is
  bool is_there = false;
  const auto read = connection.run("SELECT at FROM chitty_health WHERE id = 1", {}, [&](std::string_view) -> Result<void> {
    is_there = true;
    return {};
  });
  if (!read) return read.error();
  if (!is_there) return damaged("what was written a moment ago is not there");
  const auto wrong = connection.connection_->look_through(most_looked_through);
  return wrong.empty() ? Result<void>() : damaged(wrong);
}

}  // namespace chitty::host::daemon
