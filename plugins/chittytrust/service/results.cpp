#include "results.hpp"

#include <chitty/lists.hpp>
#include <chittytrust_names.hpp>

#include "../entity_id.hpp"
#include "../score/score_text.hpp"

namespace chittytrust {

using namespace chitty;

namespace {

constexpr std::int64_t most_of_each = 1000;

Row row_of(const Score& score, std::int64_t events) {
  Row row{{"composite", score.composite}, {"trust_level", score.level}, {"confidence", score.confidence}, {"events_counted", events}, {"formula", formula_version}};
  for (const auto& dimension : score.dimensions) row[dimension.name] = dimension.score;
  return row;
}

bool says_the_same(const Row& kept, const Row& now) {
  for (const auto& [column, value] : now)
    if (kept.at(column) != value) return false;
  return true;
}

double in_points(const Row& row, std::string_view column) { return points(row.at(column).to_number<std::int64_t>()); }

json::object result_shown(const Row& row) {
  json::object dimensions;
  for (const auto* name : {"source", "temporal", "channel", "outcome", "network", "justice"}) dimensions[name] = in_points(row, name);
  return {{"id", row.at("id")}, {"entity_id", row.at("entity_id")}, {"chitty_score", in_points(row, "composite")}, {"composite_score", in_points(row, "composite")}, {"trust_level", row.at("trust_level")}, {"confidence", row.at("confidence")}, {"dimension_scores", std::move(dimensions)}, {"eventsCounted", row.at("events_counted")}, {"formula", row.at("formula")}, {"calculated_at", row.at("calculated_at")}};
}

}  // namespace

Result<std::string> keep_result(Service& service, const std::string& entity, const Score& score, std::int64_t events) {
  auto store = service.store();
  auto row = row_of(score, events);
  CHITTY_TRY(const auto last, store.find("SELECT * FROM trust_scores WHERE entity_id = :entity ORDER BY calculated_at DESC, id DESC LIMIT 1", {{"entity", entity}}));
  if (last && says_the_same(*last, row) && text_in(*last, "calculated_at") > rfc3339(service.now() - a_day)) return text_in(*last, "id");
  CHITTY_TRY(const auto id, new_ordered_id(service));
  row["id"] = id;
  row["entity_id"] = entity;
  row["calculated_at"] = rfc3339(service.now());
  CHITTY_DO(store.insert("trust_scores", row));
  CHITTY_DO(store.execute(
      "DELETE FROM trust_scores WHERE entity_id = :entity AND id < (SELECT id FROM trust_scores WHERE entity_id = :entity ORDER BY id DESC LIMIT 1 OFFSET :most)",
      {{"entity", entity}, {"most", most_of_each - 1}}));
  return id;
}

namespace routes {

Result<Response> history(Service& service, const History& given) {
  CHITTY_TRY(const auto entity, entity_of(given.path.entity));
  const Ownership whose(service, {"entity_id"});
  const auto none = "No score of " + entity + " is kept.", hint = "One is kept when something is known of it: chitty trust score entity " + entity + " --explain";
  CHITTY_DO(row_of_caller(service, "SELECT id FROM trust_scores WHERE entity_id = :entity AND {own} LIMIT 1", {{"entity", entity}}, whose, none, hint));
  const Page page{given.query.limit, 0, given.query.cursor};
  auto select = Select::own("SELECT * FROM trust_scores", whose);
  return answer_page(service, page, "data", select.where("entity_id = :entity", "entity", entity).newest_first(page), result_shown);
}

}  // namespace routes
}  // namespace chittytrust
