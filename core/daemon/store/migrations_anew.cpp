#include "daemon/store/migrations_anew.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "base/hash.hpp"

namespace chitty::host::daemon {
namespace {

struct Applied {
  std::string id, sha256, down;
  bool has_down = false;
};

Result<std::vector<Applied>> applied_of(StoreConnection& connection, const std::string& service) {
  std::vector<Applied> all;
  auto done = connection.run(
      "SELECT m.id AS id, m.sha256 AS sha256, d.down AS down FROM chitty_migrations m LEFT JOIN chitty_downs d"
      " ON d.service = m.service AND d.id = m.id WHERE m.service = :service ORDER BY m.id",
      {{"service", service}}, [&](std::string_view row) -> Result<void> {
        const auto object = json::parse(row).as_object();
        const auto& down = object.at("down");
        all.push_back({std::string(object.at("id").as_string()), std::string(object.at("sha256").as_string()),
                       down.is_string() ? std::string(down.get_string()) : std::string(), down.is_string()});
        return {};
      });
  return done ? Result<std::vector<Applied>>(std::move(all)) : done.error();
}

bool is_as_applied(const Applied& one, const std::vector<Migration>& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [&](const auto& step) { return step.id == one.id && hex(sha256(step.up)) == one.sha256; });
}

Result<void> note_undone(StoreConnection& connection, const std::string& service, const std::string& id) {
  for (const auto* table : {"chitty_migrations", "chitty_migration_tokens", "chitty_downs"}) {
    auto noted = connection.run("DELETE FROM " + std::string(table) + " WHERE service = :service AND id = :id",
                                {{"service", service}, {"id", id}});
    if (!noted) return noted.error();
  }
  return {};
}

Result<void> undo(StoreConnection& connection, const std::string& service, const Applied& one) {
  if (!one.has_down)
    return make_error(Code::conflict,
                      "The migration " + one.id + " of " + service +
                          " was changed after it had been applied, and how to undo it was not kept.",
                      "Delete the data of this development, or put the migration back as it was.");
  if (auto begun = connection.begin(); !begun) return begun;
  Result<void> done = connection.run_script(one.down);
  if (done) done = note_undone(connection, service, one.id);
  if (done) return connection.commit();
  (void)connection.rollback();
  Error error = done.error();
  error.message = "The migration " + one.id + " of " + service + " could not be undone: " + error.message;
  return error;
}

// The newest words of how to undo what stands there.
Result<void> keep_downs(StoreConnection& connection, const std::string& service, const std::vector<Migration>& steps) {
  for (const auto& step : steps) {
    auto kept = connection.run(
        "INSERT INTO chitty_downs (service, id, down) VALUES (:service, :id, :down)"
        " ON CONFLICT (service, id) DO UPDATE SET down = :down",
        {{"service", service}, {"id", step.id}, {"down", step.down}});
    if (!kept) return kept.error();
  }
  return {};
}

std::string words_of(std::size_t undone, std::size_t applied) {
  std::string words = undone ? std::to_string(undone) + " undone" : "";
  if (applied) words += (words.empty() ? "" : ", ") + std::to_string(applied) + " applied";
  return words;
}

}  // namespace

Result<std::size_t> migrate_anew(StoreConnection& connection, const std::string& service,
                                 const std::vector<Migration>& steps, std::string& told) {
  auto made = connection.run_script(
      "CREATE TABLE IF NOT EXISTS chitty_downs (service TEXT NOT NULL, id TEXT NOT NULL, down TEXT NOT NULL, PRIMARY "
      "KEY (service, id));");
  if (!made) return made.error();
  const auto applied = applied_of(connection, service);
  if (!applied) return applied.error();
  const auto first =
      std::find_if(applied->begin(), applied->end(), [&](const auto& one) { return !is_as_applied(one, steps); });
  std::size_t undone = 0;
  for (auto one = applied->end(); one != first; ++undone)
    if (auto done = undo(connection, service, *--one); !done) return done.error();
  auto count = migrate(connection, service, steps);
  told = words_of(undone, count ? *count : 0);
  if (!count) return count;
  if (auto kept = keep_downs(connection, service, steps); !kept) return kept.error();
  return count;
}

}  // namespace chitty::host::daemon
