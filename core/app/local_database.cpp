#include "app/local_database.hpp"

#include "app/call/dry_run.hpp"
#include "app/call/giving.hpp"
#include "local/daemon_work.hpp"

#include <chitty/members.hpp>

#include <boost/json/parse.hpp>

namespace chitty::host {

namespace {

std::string counted(const json::object& result, const char* member, const std::string& what) {
  const auto* number = result.if_contains(member);
  const auto count = number && number->is_number() ? number->to_number<std::uint64_t>() : 0;
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// What the work would have changed, now that it has been tried; empty: nothing.
std::string foreseen(const std::string& work, const json::object& order, const json::object& result) {
  if (work == "import") return "import " + counted(result, "rows", "row") + " into " + text_in(result, "table");
  if (work == "migrate" && (text_in(order, "way") == "up" || text_in(order, "way") == "deploy")) return "apply " + counted(result, "steps", "migration");
  if (work == "migrate" && text_in(order, "way") == "down") return "take back " + counted(result, "steps", "migration");
  if (work == "backup restore") return "put " + text_in(result, "name") + " in place of the database";
  return {};
}

}  // namespace

Result<json::object> work_on_database(chitty_call& call, json::object order) {
  const auto work = text_in(order, "work");
  const bool dry = call.run.options.dry_run;
  const auto* write = order.if_contains("write");
  const bool writes = write && *write == true;
  if (dry && (work == "backup create" || writes)) {
    would(call, writes ? "run the statement" : "make a backup of the database");
    return json::object();
  }
  if (dry) order["dryRun"] = true;
  WorkListener listener;
  listener.data = [&](std::string_view bytes) { return give_bytes(call, bytes); };
  listener.record = [&](std::string_view text) -> Result<void> {
    boost::system::error_code ec;
    auto value = json::parse(text, ec);
    if (ec) return make_error(Code::host_fault, "chittyd gave a record that is not JSON");
    return give_record(call, std::move(value), text);
  };
  listener.note = [&](std::string_view line) { give_note(call, line); };
  listener.progress = [&](std::uint64_t done, std::uint64_t total, std::string_view label) { give_progress(call, done, total, label); };
  listener.cancelled = [&] { return call.run.cancel.cancelled(); };
  auto result = run_daemon_work(call.run.paths, order, listener);
  if (!result) return result;
  const auto way = text_in(order, "way");
  const bool changes = writes || work == "import" || work == "backup create" || work == "backup restore" || way == "up" || way == "deploy" || way == "down";
  if (dry && changes)
    if (auto what = foreseen(work, order, *result); !what.empty()) would(call, what);
  call.changed = call.changed || (changes && !dry);
  return result;
}

}  // namespace chitty::host
