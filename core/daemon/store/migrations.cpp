#include "daemon/store/migrations.hpp"

#include "base/hash.hpp"
#include "base/time.hpp"
#include "daemon/store/sql_tokens.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <map>

namespace chitty::host::daemon {
namespace {

// What has been applied of the service, by id: the hash of its text, and that of its tokens (empty: applied before they were kept).
struct Applied {
  std::string text, tokens;
};

Result<std::map<std::string, Applied>> applied_steps(StoreConnection& connection, const std::string& service) {
  std::map<std::string, Applied> applied;
  auto done = connection.run(
      "SELECT m.id, m.sha256, COALESCE(t.sha256, '') AS tokens FROM chitty_migrations m"
      " LEFT JOIN chitty_migration_tokens t ON t.service = m.service AND t.id = m.id WHERE m.service = :service",
      {{"service", service}},
      [&](std::string_view row) -> Result<void> {
        const auto object = json::parse(row).as_object();
        const auto text = [&](const char* member) { return std::string(object.at(member).as_string()); };
        applied.emplace(text("id"), Applied{text("sha256"), text("tokens")});
        return {};
      });
  if (!done) return done.error();
  return applied;
}

Result<void> check_history(const std::string& service, const std::vector<Migration>& steps,
                           const std::map<std::string, Applied>& applied) {
  std::size_t known = 0;
  for (const auto& step : steps) {
    const auto found = applied.find(step.id);
    if (found == applied.end()) continue;
    ++known;
    if (!is_same_step(step, found->second.text, found->second.tokens))
      return make_error(Code::conflict, "The migration " + step.id + " of " + service + " was changed after it had been applied.",
                        "Restore it, and make the change in a new migration.");
  }
  if (known < applied.size())
    return make_error(Code::conflict, "The database has migrations of " + service + " that this version of it does not know.",
                      "Install the newer version of the plugin again.");
  return {};
}

template <class Body>
Result<void> in_transaction(StoreConnection& connection, Body&& body) {
  if (auto begun = connection.begin(); !begun) return begun;
  Result<void> done = body();
  if (done) return connection.commit();
  (void)connection.rollback();
  return done;
}

Error in_step(const std::string& service, const std::string& id, Error error) {
  error.message = "The migration " + id + " of " + service + " failed: " + error.message;
  return error;
}

}  // namespace

bool is_same_step(const Migration& step, std::string_view text, std::string_view tokens) {
  return text == hex(sha256(step.up)) || tokens == hex(sha256(sql_tokens(step.up)));
}

Result<std::size_t> migrate(StoreConnection& connection, const std::string& service, const std::vector<Migration>& steps) {
  std::size_t count = 0;
  for (bool more = true; more;) {
    std::string step_id;
    // What is there is read under the write lock: another daemon may have applied the step while this one waited for it.
    auto done = in_transaction(connection, [&]() -> Result<void> {
      auto applied = applied_steps(connection, service);
      if (!applied) return applied.error();
      if (auto checked = check_history(service, steps, *applied); !checked) return checked;
      const auto step = std::find_if(steps.begin(), steps.end(), [&](const auto& one) { return applied->count(one.id) == 0; });
      more = step != steps.end();
      if (!more) return {};
      step_id = step->id;
      if (auto ran = connection.run_script(step->up); !ran) return ran;
      auto noted = connection.run("INSERT INTO chitty_migrations (service, id, sha256, applied_at) VALUES (:service, :id, :sha256, :at)",
                                  {{"service", service}, {"id", step->id}, {"sha256", hex(sha256(step->up))}, {"at", rfc3339(now_ms())}});
      if (noted)
        noted = connection.run("INSERT INTO chitty_migration_tokens (service, id, sha256) VALUES (:service, :id, :sha256)",
                               {{"service", service}, {"id", step->id}, {"sha256", hex(sha256(sql_tokens(step->up)))}});
      return noted ? Result<void>() : Result<void>(noted.error());
    });
    if (!done) return step_id.empty() ? done.error() : in_step(service, step_id, done.error());
    if (more) ++count;
  }
  return count;
}

Result<std::size_t> migrate_down(StoreConnection& connection, const std::string& service, const std::vector<Migration>& steps,
                                 std::size_t count) {
  auto applied = applied_steps(connection, service);
  if (!applied) return applied.error();
  if (auto checked = check_history(service, steps, *applied); !checked) return checked.error();
  std::size_t taken_back = 0;
  for (auto step = steps.rbegin(); step != steps.rend() && taken_back < count; ++step) {
    if (!applied->count(step->id)) continue;
    auto done = in_transaction(connection, [&]() -> Result<void> {
      if (auto ran = connection.run_script(step->down); !ran) return ran;
      auto noted = connection.run("DELETE FROM chitty_migrations WHERE service = :service AND id = :id",
                                  {{"service", service}, {"id", step->id}});
      if (noted)
        noted = connection.run("DELETE FROM chitty_migration_tokens WHERE service = :service AND id = :id", {{"service", service}, {"id", step->id}});
      return noted ? Result<void>() : Result<void>(noted.error());
    });
    if (!done) return in_step(service, step->id, done.error());
    ++taken_back;
  }
  return taken_back;
}

}  // namespace chitty::host::daemon
