#include "memory_rows.hpp"

#include <chitty/answers.hpp>

namespace chittycontextual {

using namespace chitty;

const std::string_view memory_columns =
    "m.id, m.text, m.type, m.source, m.session, m.supersedes, m.data, m.made_at AS at,"
    " (SELECT MAX(s.id || '') FROM contextual_memories s WHERE s.holder = m.holder AND s.supersedes = m.id) AS superseded_by";

Result<void> keep_memories(Service& service, const std::string& holder, const std::vector<Memory>& all) {
  if (all.empty()) return {};
  CHITTY_TRY(auto seq, next_changes(service, holder, static_cast<std::int64_t>(all.size())));
  std::vector<Findable> findable;
  for (const auto& memory : all) {
    CHITTY_DO(service.store().insert("contextual_memories", {{"holder", holder}, {"id", memory.id}, {"text", memory.text}, {"digest", memory.digest}, {"type", memory.type}, {"source", memory.source}, {"session", text_or_null(memory.session)}, {"supersedes", text_or_null(memory.supersedes)}, {"data", memory.data}, {"made_at", memory.at}, {"replica", memory.replica}, {"seq", seq++}}));
    findable.push_back(findable_memory(memory.id, memory.text, memory.source, memory.session));
  }
  return make_findable(service, holder, findable);
}

Result<void> remember_removal(Service& service, const std::string& holder, std::string_view kind, const std::string& id, const json::array& passages, const std::string& at) {
  CHITTY_TRY(const auto seq, next_changes(service, holder, 1));
  CHITTY_DO(service.store().execute(
      "INSERT INTO contextual_removed (holder, id, kind, passages, removed_at, seq) VALUES (:holder, :id, :kind, :passages, :at, :seq)"
      " ON CONFLICT (holder, id) DO NOTHING",
      {{"holder", holder}, {"id", id}, {"kind", kind}, {"passages", json::serialize(passages)}, {"at", at}, {"seq", seq}}));
  return {};
}

Result<std::int64_t> remove_memories(Service& service, const std::string& holder, const std::vector<std::string>& ids, const std::string& at) {
  std::int64_t removed = 0;
  for (const auto& id : ids) {
    const json::object which{{"holder", holder}, {"id", id}};
    CHITTY_TRY(const auto row, service.store().find("SELECT id, text, source, session FROM contextual_memories WHERE holder = :holder AND id = :id", which));
    json::array passages;
    if (row) {
      CHITTY_TRY(passages, unmake_findable(service, holder, {findable_memory(id, text_in(*row, "text"), text_in(*row, "source"), text_in(*row, "session"))}));
      CHITTY_DO(service.store().execute("DELETE FROM contextual_memories WHERE holder = :holder AND id = :id", which));
      ++removed;
    }
    CHITTY_DO(remember_removal(service, holder, "memory", id, passages, at));
  }
  return removed;
}

}  // namespace chittycontextual
