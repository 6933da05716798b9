// chitty os health: is all well? Fails when something is not, so that a script can ask.
#include "commands.hpp"

#include <chitty/members.hpp>
#include <chitty/verdict.hpp>

namespace os::commands {

namespace {

Result<json::array> only(const json::array& rows, const std::string& wanted) {
  std::string known;
  for (const auto& row : rows) {
    if (text_in(row, "name") == wanted) return json::array{row};
    known += (known.empty() ? "" : ", ") + text_in(row, "name");
  }
  return make_error(Code::not_found, "no service '" + wanted + "' is running here", "Here: " + known);
}

}  // namespace

Result<Reply> health(const Health& args, Host& host) {
  CHITTY_TRY(auto rows, rows_of_status(host));
  const bool names_one = !args.service.empty();
  if (names_one) {
    if (auto running = verdict_on({rows.front()}); !running && running.error().code == Code::unreachable) return running.error();
    CHITTY_TRY(rows, only(rows, args.service));
  }
  for (const auto& row : rows) {
    const bool shown = args.all || names_one || !is_well(row) || text_in(row, "name") == "chittyd";
    if (shown) CHITTY_DO(host.record(row));
  }
  if (const auto all_well = verdict_on(rows); !all_well) return verdict(all_well.error());
  return Reply::nothing();
}

}  // namespace os::commands
