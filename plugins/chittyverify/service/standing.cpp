#include "standing.hpp"

#include <chitty/answers.hpp>
#include <chitty/ownership.hpp>

namespace chittyverify {

using namespace chitty;

namespace {

std::int64_t moment(const Row& row, std::string_view column, std::int64_t otherwise) {
  return parse_rfc3339(text_in(row, column)).value_or(otherwise);
}

}  // namespace

Result<std::vector<Fact>> facts_of(Service& service, const std::optional<json::value>& case_id) {
  const Ownership whose(service, {"holder"});
  std::string sql =
      "SELECT f.fact_id, f.evidence, f.subject, f.predicate, f.value, f.valid_from, f.valid_until, e.case_binding, e.evidence_weight"
      " FROM verify_facts f JOIN verify_evidence e ON e.artifact_id = f.evidence WHERE " +
      whose.condition();
  json::object parameters{{"limit", most_facts + 1}};
  if (case_id && case_id->is_null()) sql += " AND e.case_binding IS NULL";
  if (case_id && !case_id->is_null()) sql += " AND e.case_binding = :case_id", parameters["case_id"] = *case_id;
  std::vector<Fact> facts;
  CHITTY_DO(service.store().each(sql + " ORDER BY f.fact_id LIMIT :limit", whose.with(std::move(parameters)), [&](Row row) {
    facts.push_back({text_in(row, "fact_id"), text_in(row, "evidence"), text_in(row, "case_binding"), text_in(row, "subject"), text_in(row, "predicate"), text_in(row, "value"),
                     moment(row, "valid_from", INT64_MIN), moment(row, "valid_until", INT64_MAX), row.at("evidence_weight").to_number<double>()});
    return true;
  }));
  if (static_cast<std::int64_t>(facts.size()) > most_facts)
    return make_error(Code::refused, "There are more than " + std::to_string(most_facts) + " facts to compare.", "Take one case: chitty verify contradictions --case ID");
  return facts;
}

Result<Standing> standing_of(Service& service, const Row& evidence) {
  const auto id = text_in(evidence, "artifact_id"), tier = text_in(evidence, "evidence_tier");
  CHITTY_TRY(const auto facts, facts_of(service, evidence.at("case_binding")));
  Standing standing;
  standing.tier = &tier_of(tier);
  standing.age_hours = static_cast<double>(service.now() - moment(evidence, "received_at", service.now())) / 3'600'000.0;
  standing.custody_entries = evidence.at("custody_entries").as_int64();
  standing.corroborations = corroborations_of(facts, id);
  for (const auto& one : contradictions_in(facts))
    if (one.winner->evidence == id || one.loser->evidence == id) ++standing.conflicts;
  standing.verify_status = text_in(evidence, "verify_status");
  standing.minted = text_in(evidence, "minting_status") == "Minted";
  standing.needs_corroboration = text_in(evidence, "minting_status") == "Requires Corroboration";
  return standing;
}

}  // namespace chittyverify
