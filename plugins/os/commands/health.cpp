// chitty os health: is all well? Fails when something is not, so that a script can ask. --watch goes on asking.
#include "commands.hpp"

#include "../ecosystem/look.hpp"
#include "../ecosystem/watch.hpp"

#include <chitty/members.hpp>
#include <chitty/verdict.hpp>

namespace os::commands {

namespace {

Result<json::array> only(const Look& seen, const std::string& wanted) {
  std::string known;
  for (const auto& row : seen.rows) {
    if (text_in(row, "name") == wanted) return json::array{row};
    known += (known.empty() ? "" : ", ") + text_in(row, "name");
  }
  return make_error(Code::not_found, "no service '" + wanted + "' is running " + (seen.here ? "here" : "in environment " + seen.environment.name),
                    known.empty() ? "List the remotes: chitty remote list" : "Here: " + known);
}

Result<Reply> watch(const Health& args, Host& host) {
  Watch changes;
  for (;;) {
    auto seen = look(host, args.wait.value_or(usual_wait_ms));
    if (!seen) return seen.error();
    if (!args.service.empty()) {
      CHITTY_TRY(seen->rows, only(*seen, args.service));
    }
    for (const auto& row : changes.since(seen->rows, host.now())) CHITTY_DO(host.record(row));
    CHITTY_DO(host.wait(std::chrono::milliseconds(args.every.value_or(2000))));
  }
}

}  // namespace

Result<Reply> health(const Health& args, Host& host) {
  if (args.watch) return watch(args, host);
  CHITTY_TRY(auto seen, look(host, args.wait.value_or(usual_wait_ms)));
  const bool names_one = !args.service.empty();
  if (names_one) {
    const auto first = seen.here ? Look{{seen.rows.front()}, seen.environment, true} : Look{};
    if (auto running = verdict_of(first); seen.here && !running && running.error().code == Code::unreachable) return running.error();
    CHITTY_TRY(auto rows, only(seen, args.service));
    seen.rows = std::move(rows);
    seen.here = seen.here && text_in(seen.rows.front(), "name") == "chittyd";
  }
  for (const auto& row : seen.rows) {
    const bool shown = args.all || names_one || !is_well(row) || (seen.here && text_in(row, "name") == "chittyd");
    if (shown) CHITTY_DO(host.record(row));
  }
  if (const auto all_well = verdict_of(seen); !all_well) return verdict(all_well.error());
  return Reply::nothing();
}

}  // namespace os::commands
