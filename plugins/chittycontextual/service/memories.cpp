// /api/v1/memories: added, listed, shown.
#include <chitty/lists.hpp>
#include <chittycontextual_names.hpp>

#include "../memory_text.hpp"
#include "adding.hpp"

namespace chittycontextual {

using namespace chitty;

Result<json::object> add(Service& service, const Wanted& wanted) {
  const auto holder = holder_of(service), at = rfc3339(service.now());
  if (wanted.text.find('\0') != std::string::npos) return usage_error("A memory cannot hold the character NUL.");
  Memory memory{"", wanted.text, "", wanted.type, wanted.source, wanted.session, wanted.supersedes, json::serialize(wanted.data), at, ""};
  CHITTY_TRY(memory.digest, digest_of(service.crypto(), wanted.text));
  CHITTY_TRY(memory.id, new_ordered_id(service));
  return service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(const auto same, service.store().find("SELECT id, source, made_at FROM contextual_memories WHERE holder = :holder AND digest = :digest ORDER BY id LIMIT 1",
                                                     {{"holder", holder}, {"digest", memory.digest}}));
    if (same) return json::object{{"id", same->at("id")}, {"created", false}, {"source", same->at("source")}, {"at", same->at("made_at")}};
    if (!memory.supersedes.empty())
      CHITTY_DO(service.store().row("SELECT id FROM contextual_memories WHERE holder = :holder AND id = :id", {{"holder", holder}, {"id", memory.supersedes}},
                                    "No memory '" + memory.supersedes + "' to supersede.", "List them: chitty contextual memory list"));
    CHITTY_DO(service.quota("memories"));
    CHITTY_DO(service.quota("bytes", memory.text.size()));
    CHITTY_TRY(const auto own, own_store(service, holder));
    memory.replica = own.id;
    CHITTY_DO(keep_memories(service, holder, {memory}));
    CHITTY_DO(service.event("memory.added", memory.id, {{"bytes", memory.text.size()}}));
    return json::object{{"id", memory.id}, {"created", true}, {"source", memory.source}, {"at", at}};
  });
}

namespace routes {

// The text is not in the answer: what keeps answers keeps none of it.
Result<Response> add_memory(Service& service, const AddMemory& given) {
  const auto& body = given.body;
  CHITTY_TRY(auto added, add(service, {body.text, body.type, body.source, body.session, body.supersedes, body.data}));
  return answer(service, std::move(added));
}

Result<Response> list_memories(Service& service, const ListMemories& given) {
  const auto page = page_of(given.query);
  Select select{std::string("SELECT ").append(memory_columns).append(" FROM contextual_memories m WHERE m.holder = :holder"), {{"holder", holder_of(service)}}};
  select.where_given("m.source = :source", "source", given.query.source).where_given("m.type = :type", "type", given.query.type);
  select.where_given("m.session = :session", "session", given.query.session);
  if (!given.query.all) select.sql += " AND NOT EXISTS (SELECT 1 FROM contextual_memories s WHERE s.holder = m.holder AND s.supersedes = m.id)";
  return answer_page(service, page, "memories", select.newest_first(page, "m.id"), shapes::memory);
}

Result<Response> show_memory(Service& service, const ShowMemory& given) {
  CHITTY_TRY(const auto row, service.store().row(std::string("SELECT ").append(memory_columns).append(" FROM contextual_memories m WHERE m.holder = :holder AND m.id = :id"),
                                                 {{"holder", holder_of(service)}, {"id", given.path.id}}, "No memory '" + given.path.id + "'.", "List them: chitty contextual memory list"));
  return answer(service, {{"memory", record_of(row, shapes::memory)}});
}

}  // namespace routes
}  // namespace chittycontextual
