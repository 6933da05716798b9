// POST /api/v1/context/changes: what another store has exported is taken in, a thousand lines in a transaction. What is there when the
// stream breaks off stays, and does no harm: it is the same again.
#include <chitty/answers.hpp>

#include "merge.hpp"

namespace chittycontextual::routes {

using namespace chitty;

namespace {

Error at_line(std::uint64_t number, Error error) { return error.message = "Line " + std::to_string(number) + ": " + error.message, error; }

// So much of the other store is known now, if nothing is missing between.
Result<void> remember_peer(Service& service, const shapes::ChangeLine& store, const shapes::ChangeLine& end) {
  const auto holder = holder_of(service);
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto own, own_store(service, holder));
    CHITTY_TRY(const auto known, service.store().find("SELECT seq FROM contextual_peers WHERE holder = :holder AND replica = :replica", {{"holder", holder}, {"replica", store.replica}}));
    const auto seq = known ? known->at("seq").as_int64() : 0;
    if (store.replica.empty() || store.replica == own.id || store.after.value_or(0) > seq) return {};
    CHITTY_DO(service.store().execute(
        "INSERT INTO contextual_peers (holder, replica, seq, synced_at) VALUES (:holder, :replica, :seq, :at)"
        " ON CONFLICT (holder, replica) DO UPDATE SET seq = excluded.seq, synced_at = excluded.synced_at",
        {{"holder", holder}, {"replica", store.replica}, {"seq", std::max(seq, end.seq.value_or(0))}, {"at", rfc3339(service.now())}}));
    return {};
  });
}

json::object told(std::string_view what, const Merged& merged) {
  return {{"what", what}, {"outcome", "merged"}, {"added", merged.added}, {"removed", merged.removed}, {"known", merged.known}};
}

}  // namespace

Result<Response> merge_changes(Service& service) {
  Merge merge(service);
  std::optional<shapes::ChangeLine> store, end;
  std::int64_t records = 0;
  for (;;) {
    if (service.cancelled()) return make_error(Code::cancelled, "The merge was stopped.");
    CHITTY_TRY(const auto line, service.next_line());
    if (!line) break;
    if (line->wrong) return at_line(line->number, *line->wrong);
    if (end) return at_line(line->number, usage_error("The export ended before this line."));
    boost::system::error_code wrong;
    const auto value = json::parse(line->text, wrong);
    if (wrong || !value.is_object()) return at_line(line->number, usage_error("The line is not a JSON object."));
    const shapes::ChangeLine change(value.get_object());
    if (change.kind == "store") {
      store = change;
    } else if (change.kind == "end") {
      end = change;
    } else {
      ++records;
      if (auto taken = merge.take(change); !taken) return at_line(line->number, taken.error());
      if (merge.is_full()) CHITTY_DO(merge.flush());
    }
  }
  CHITTY_DO(merge.flush());
  if (!store || !end || end->records.value_or(-1) != records)
    return usage_error("The export is cut off: " + std::to_string(records) + " records were taken in, and its end is missing.", "Sync again: what was taken in stays.");
  CHITTY_DO(remember_peer(service, *store, *end));
  CHITTY_DO(service.event("consciousness.synced", store->replica, {{"memories", merge.memories.added}, {"sessions", merge.sessions.added}, {"removed", merge.memories.removed + merge.sessions.removed}}));
  return answer(service, {{"merged", json::array{told("memories", merge.memories), told("sessions", merge.sessions)}}});
}

}  // namespace chittycontextual::routes
