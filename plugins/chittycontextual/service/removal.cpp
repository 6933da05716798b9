// DELETE /api/v1/memories/{id}, GET …/proof: gone for good, and what was read to say so.
#include <chitty/answers.hpp>
#include <chittycontextual_names.hpp>

#include "../memory_text.hpp"
#include "memory_rows.hpp"

namespace chittycontextual {

using namespace chitty;

namespace {

constexpr std::string_view kept = "the ID, when it was deleted, and the numbers that its passages had in the index",
                           not_read = "backups, and what a database leaves in its files until it writes there again";

// A text as it stands within JSON, and what finds it in SQL: `:text` occurs in the column.
std::string within_json(const std::string& text) {
  const auto quoted = json::serialize(json::value(text));
  return quoted.substr(1, quoted.size() - 2);
}

Result<std::int64_t> count(Service& service, const std::string& sql, const json::object& parameters) {
  CHITTY_TRY(const auto row, service.store().row("SELECT COUNT(*) AS n FROM " + sql, parameters, "The store did not count."));
  return row.at("n").as_int64();
}

// Sessions in which the text stands as well: they are what somebody has saved, and are told.
Result<json::array> sessions_with(Service& service, const std::string& holder, const std::string& text) {
  json::array sessions;
  CHITTY_DO(service.store().each("SELECT DISTINCT session FROM contextual_versions WHERE holder = :holder AND REPLACE(content, :text, '') <> content ORDER BY session",
                                 {{"holder", holder}, {"text", within_json(text)}}, [&](const Row& row) { return sessions.push_back(row.at("session")), true; }));
  return sessions;
}

// Everything that is kept of the holder is read: rows by the ids, the whole word index by the numbers that were its passages'.
Result<json::object> proof_of(Service& service, const std::string& holder, const std::vector<std::string>& ids, const std::set<std::int64_t>& numbers) {
  std::int64_t rows = 0, passages = 0;
  CHITTY_TRY(const auto space, space_of(service, holder));
  for (const auto& id : ids) {
    const json::object which{{"holder", holder}, {"id", id}};
    CHITTY_TRY(const auto left, count(service, "contextual_memories WHERE holder = :holder AND id = :id", which));
    rows += left;
    if (!space) continue;
    CHITTY_TRY(const auto parts, count(service, "contextual_passages WHERE space = :space AND about = :id", {{"space", *space}, {"id", id}}));
    passages += parts;
  }
  search::IndexScan scan;
  if (space) {
    CHITTY_TRY(scan, index_of(service, *space).scan(numbers));
  }
  const bool proven = rows == 0 && passages == 0 && scan.mentions == 0 && scan.faults == 0;
  return json::object{{"proven", proven}, {"rows", rows}, {"passages", passages}, {"words", scan.terms}, {"blocks", scan.blocks}, {"postings", scan.postings}, {"mentions", scan.mentions}, {"faults", scan.faults}, {"blobs", 0}, {"kept", kept}, {"notRead", not_read}};
}

std::set<std::int64_t> numbers_in(const json::value& list) {
  std::set<std::int64_t> numbers;
  const auto parsed = json::parse(list.as_string());
  for (const auto& number : parsed.as_array()) numbers.insert(number.to_number<std::int64_t>());
  return numbers;
}

Result<std::set<std::int64_t>> numbers_of(Service& service, const std::string& holder, const std::vector<std::string>& ids) {
  std::set<std::int64_t> all;
  for (const auto& id : ids) {
    CHITTY_TRY(const auto row, service.store().find("SELECT passages FROM contextual_removed WHERE holder = :holder AND id = :id", {{"holder", holder}, {"id", id}}));
    if (row) all.merge(numbers_in(row->at("passages")));
  }
  return all;
}

}  // namespace

namespace routes {

Result<Response> delete_memory(Service& service, const DeleteMemory& given) {
  const auto holder = holder_of(service), at = rfc3339(service.now());
  const auto& id = given.path.id;
  std::string text;
  std::vector<std::string> ids;
  CHITTY_TRY(const auto removed, service.store().transaction([&]() -> Result<std::int64_t> {
    CHITTY_TRY(const auto row, service.store().row("SELECT text, digest FROM contextual_memories WHERE holder = :holder AND id = :id", {{"holder", holder}, {"id", id}},
                                                   "No memory '" + id + "'.", "List them: chitty contextual memory list"));
    text = text_in(row, "text");
    CHITTY_DO(service.store().each("SELECT id FROM contextual_memories WHERE holder = :holder AND digest = :digest", {{"holder", holder}, {"digest", row.at("digest")}},
                                   [&](const Row& same) { return ids.push_back(text_in(same, "id")), true; }));
    CHITTY_TRY(const auto many, remove_memories(service, holder, ids, at));
    CHITTY_DO(service.event("memory.removed", id, {{"count", many}}));
    return many;
  }));
  json::object shown{{"id", id}, {"removed", removed}, {"removedAt", at}};
  if (given.query.prove) {
    CHITTY_TRY(const auto numbers, numbers_of(service, holder, ids));
    CHITTY_TRY(auto proof, proof_of(service, holder, ids, numbers));
    CHITTY_TRY(proof["sessions"], sessions_with(service, holder, text));
    if (!proof.at("sessions").as_array().empty()) proof["proven"] = false;
    shown["proof"] = std::move(proof);
  }
  return answer(service, std::move(shown));
}

// Of one that is still there it says what a proof would find.
Result<Response> prove_removal(Service& service, const ProveRemoval& given) {
  const auto holder = holder_of(service);
  const auto& id = given.path.id;
  const json::object which{{"holder", holder}, {"id", id}};
  CHITTY_TRY(const auto gone, service.store().find("SELECT passages, removed_at FROM contextual_removed WHERE holder = :holder AND id = :id AND kind = 'memory'", which));
  std::set<std::int64_t> numbers;
  if (gone) {
    numbers = numbers_in(gone->at("passages"));
  } else {
    CHITTY_DO(service.store().row("SELECT id FROM contextual_memories WHERE holder = :holder AND id = :id", which, "No memory '" + id + "', and none was deleted.",
                                  "List them: chitty contextual memory list"));
    CHITTY_DO(service.store().each("SELECT p.number AS number FROM contextual_passages p JOIN contextual_spaces s ON s.space = p.space WHERE s.holder = :holder AND p.about = :id", which,
                                   [&](const Row& row) { return numbers.insert(row.at("number").as_int64()), true; }));
  }
  CHITTY_TRY(auto proof, proof_of(service, holder, {id}, numbers));
  return answer(service, {{"id", id}, {"removedAt", gone ? gone->at("removed_at") : json::value(nullptr)}, {"proof", std::move(proof)}});
}

}  // namespace routes
}  // namespace chittycontextual
