// The paths that connect has for memories: persist, recall, a session's summary.
#include <chitty/answers.hpp>
#include <chittycontextual_names.hpp>

#include "adding.hpp"
#include "searching.hpp"

namespace chittycontextual::routes {

using namespace chitty;

Result<Response> persist(Service& service, const Persist& given) {
  const auto& interaction = given.body.interaction;
  json::object data;
  if (!interaction.entities.empty()) data["entities"] = interaction.entities;
  if (!interaction.decisions.empty()) data["decisions"] = interaction.decisions;
  if (!interaction.userId.empty()) data["userId"] = interaction.userId;
  CHITTY_TRY(const auto added, add(service, {interaction.content, interaction.type, "connect", given.body.sessionId, "", data}));
  return answer(service, {{"message", added.at("created").as_bool() ? "Persisted." : "It was known already."}, {"id", added.at("id")}});
}

// `relevanceScore` is what the best one has to 1: what a rank is worth hangs on the words that were asked for.
Result<Response> recall(Service& service, const Recall& given) {
  CHITTY_TRY(const auto results, find(service, {given.body.query, "memory", given.body.sessionId, "", false, given.body.limit}));
  json::array contexts;
  double best = 0;
  for (const auto& result : results) {
    CHITTY_TRY(const auto row, service.store().row("SELECT type, text, data FROM contextual_memories WHERE holder = :holder AND id = :id",
                                                   {{"holder", holder_of(service)}, {"id", result.at("id")}}, "The memory was deleted meanwhile."));
    const auto score = result.at("score").to_number<double>();
    best = std::max(best, score);
    auto interaction = object_in_text(row.at("data"));
    interaction["type"] = row.at("type"), interaction["content"] = row.at("text");
    contexts.push_back({{"id", result.at("id")}, {"timestamp", result.at("at")}, {"relevanceScore", best > 0 ? score / best : 1.0}, {"interaction", std::move(interaction)}});
  }
  return answer(service, {{"sessionId", given.body.sessionId}, {"query", given.body.query}, {"contexts", std::move(contexts)}});
}

Result<Response> session_summary(Service& service, const SessionSummary& given) {
  const json::object which{{"holder", holder_of(service)}, {"session", given.path.id}};
  CHITTY_TRY(const auto memories, service.store().row("SELECT COUNT(*) AS n, MAX(made_at) AS newest FROM contextual_memories WHERE holder = :holder AND session = :session", which, ""));
  CHITTY_TRY(const auto versions, service.store().row("SELECT COUNT(*) AS n, MAX(saved_at) AS newest FROM contextual_versions WHERE holder = :holder AND session = :session", which, ""));
  if (memories.at("n") == 0 && versions.at("n") == 0) return make_error(Code::not_found, "Nothing is known of the session '" + given.path.id + "'.", "List what is saved: chitty contextual list");
  const auto newest = std::max(text_in(memories, "newest"), text_in(versions, "newest"));
  const auto summary = std::to_string(memories.at("n").as_int64()) + " memories, " + std::to_string(versions.at("n").as_int64()) + " saved versions, the last at " + newest;
  return answer(service, {{"sessionId", given.path.id}, {"summary", summary}, {"stats", {{"interactions", memories.at("n")}, {"versions", versions.at("n")}, {"lastUpdate", newest}, {"hasVectorize", false}, {"retentionDays", nullptr}}}});
}

}  // namespace chittycontextual::routes
