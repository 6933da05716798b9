// Facts, and which of them cannot all be true.
#include <chittyverify_names.hpp>

#include "evidence.hpp"
#include "standing.hpp"

namespace chittyverify::routes {

using namespace chitty;

namespace {

// As it is compared later; null where nothing is said.
Result<json::value> time_said(const std::string& text, std::string_view of) {
  if (text.empty()) return json::value();
  const auto moment = parse_rfc3339(text);
  if (!moment) return make_error(Code::invalid_argument, "'" + std::string(of) + "' is not a time: " + text, "Write it like 2026-01-05T00:00:00Z.");
  return json::value(rfc3339(*moment));
}

json::object shown(const Fact& fact) {
  return {{"factId", fact.id}, {"evidence", fact.evidence}, {"subject", fact.subject}, {"predicate", fact.predicate}, {"value", fact.value}};
}

}  // namespace

Result<Response> add_fact(Service& service, const AddFact& given) {
  CHITTY_TRY(const auto from, time_said(given.body.validFrom, "validFrom"));
  CHITTY_TRY(const auto until, time_said(given.body.validUntil, "validUntil"));
  if (from.is_string() && until.is_string() && until.get_string() < from.get_string())
    return make_error(Code::invalid_argument, "The fact would end before it begins.", "Let 'until' be after 'from'.");
  CHITTY_TRY(const auto row, service.store().transaction([&]() -> Result<Row> {
    CHITTY_TRY(const auto evidence, evidence_of_caller(service, given.path.id));
    const auto holder = text_in(evidence, "user_binding");
    CHITTY_DO(service.quota("facts", 1, holder));
    CHITTY_TRY(const auto ordered, new_ordered_id(service));
    Row fact{{"fact_id", "FACT-" + ordered},
             {"evidence", given.path.id},
             {"holder", holder},
             {"subject", given.body.subject},
             {"predicate", given.body.predicate},
             {"value", given.body.value},
             {"valid_from", from},
             {"valid_until", until},
             {"recorded_at", rfc3339(service.now())}};
    CHITTY_DO(service.store().insert("verify_facts", fact));
    CHITTY_DO(service.event("evidence.fact_added", given.path.id, {{"factId", "FACT-" + ordered}}));
    return fact;
  }));
  return Response(201, record_of(row, shapes::fact));
}

Result<Response> list_facts(Service& service, const ListFacts& given) {
  CHITTY_DO(evidence_of_caller(service, given.path.id));
  CHITTY_TRY(const auto rows, service.store().query_text("SELECT * FROM verify_facts WHERE evidence = :id AND fact_id > :cursor ORDER BY fact_id LIMIT :limit",
                                                         {{"id", given.path.id}, {"cursor", given.query.cursor}, {"limit", given.query.limit}}));
  return list_of(rows, shapes::fact);
}

Result<Response> list_contradictions(Service& service, const ListContradictions& given) {
  const auto case_id = given.query.caseId.empty() ? std::nullopt : std::optional<json::value>(given.query.caseId);
  CHITTY_TRY(const auto facts, facts_of(service, case_id));
  json::array all;
  for (const auto& one : contradictions_in(facts))
    all.push_back(json::object{{"contradictionId", one.id(service.crypto())},
                               {"caseBinding", text_or_null(one.winner->case_id)},
                               {"conflictType", one.kind == Contradiction::direct ? "DIRECT_CONTRADICTION" : "TEMPORAL_IMPOSSIBILITY"},
                               {"description", one.description()},
                               {"severity", "medium"},
                               {"status", "active"},
                               {"conflictingFacts", {shown(*one.winner), shown(*one.loser)}},
                               {"winningFact", shown(*one.winner)},
                               {"resolutionMethod", one.by_tier ? "HIERARCHY_RULE" : "TEMPORAL_PRIORITY"},
                               {"evidenceId1", one.winner->evidence},
                               {"evidenceId2", one.loser->evidence}});
  return Response(json::value(std::move(all)));
}

}  // namespace chittyverify::routes
