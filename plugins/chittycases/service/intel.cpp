// What is known of a case, linked and kept; evidence and contradictions come from the service that has them, as the caller may see them.
#include <boost/json/serialize.hpp>
#include <chittycases_names.hpp>

#include "case_rows.hpp"
#include "linking.hpp"

namespace chittycases::routes {

using namespace chitty;

namespace {

constexpr std::int64_t most_findings = 20'000;

// By each of the names that a case has there.
json::array of_evidence(Service& service, const Row& of, std::string_view path, std::string_view id, Known& known) {
  json::array all;
  for (const auto* column : {"id", "case_number", "chitty_id"}) {
    const auto name = text_in(of, column);
    if (name.empty()) continue;
    const auto answer = service.ask("chittyverify", get(path, {{"caseId", name}}));
    if (!answer) {
      if (answer.error().code != Code::not_found && answer.error().kind() != Kind::unreachable) known.gaps.push_back("Evidence is not shown: " + answer.error().message);
      return all;
    }
    if (!answer->is_array()) continue;
    for (const auto& one : answer->get_array()) {
      const bool there = std::any_of(all.begin(), all.end(), [&](const json::value& other) { return text_in(other, id) == text_in(one, id); });
      if (!there) all.push_back(one);
    }
  }
  return all;
}

json::object shown(const Row& of, const Row& kept) {
  auto result = json::parse(text_in(kept, "result")).as_object();
  json::object all{{"intelId", kept.at("intel_id")}, {"caseId", of.at("id")}, {"caseNumber", of.at("case_number")}, {"chittyId", of.at("chitty_id")}, {"title", of.at("title")}, {"status", of.at("status")}, {"caseType", of.at("case_type")}, {"jurisdiction", of.at("jurisdiction")}, {"docketNumber", of.at("docket_number")}, {"judgeAssigned", of.at("judge_assigned")}, {"description", of.at("description")}, {"madeAt", kept.at("made_at")}, {"madeBy", kept.at("made_by")}};
  for (auto& [name, value] : result) all[name] = std::move(value);
  return all;
}

}  // namespace

Result<Response> run_intel(Service& service, const RunIntel& given) {
  Known known;
  CHITTY_TRY(known.of, case_of_caller(service, given.path.id));
  const json::object of{{"id", known.of.at("id")}};
  const auto rules = given.body.rules;
  known.rules = rules.empty() ? rules::rule_set_of(text_in(known.of, "jurisdiction")) : rules::rule_set(rules);
  known.today = rfc3339(service.now()).substr(0, 10);
  known.evidence = of_evidence(service, known.of, "/api/evidence", "artifactId", known);
  known.contradictions = of_evidence(service, known.of, "/api/contradictions", "contradictionId", known);
  CHITTY_TRY(known.statuses, service.store().query("SELECT * FROM cases_statuses WHERE case_id = :id ORDER BY version", of));
  CHITTY_TRY(known.documents, service.store().query("SELECT * FROM cases_documents WHERE case_id = :id ORDER BY id", of));
  CHITTY_TRY(known.findings, service.store().query("SELECT * FROM cases_findings WHERE case_id = :id ORDER BY document, number LIMIT :most", {{"id", known.of.at("id")}, {"most", most_findings + 1}}));
  if (known.findings.size() > static_cast<std::size_t>(most_findings)) {
    known.findings.pop_back();
    known.gaps.push_back("Of all findings the first " + std::to_string(most_findings) + " are linked");
  }
  const auto result = linked(known);
  CHITTY_TRY(const auto id, new_ordered_id(service));
  CHITTY_TRY(const auto kept, service.store().transaction([&]() -> Result<Row> {
    Row row{{"case_id", known.of.at("id")}, {"intel_id", "INTEL-" + id}, {"made_at", rfc3339(service.now())}, {"made_by", service.caller().subject}, {"result", json::serialize(result)}};
    CHITTY_DO(service.store().execute(
        "INSERT INTO cases_intel (case_id, intel_id, made_at, made_by, result) VALUES (:case_id, :intel_id, :made_at, :made_by, :result)"
        " ON CONFLICT (case_id) DO UPDATE SET intel_id = excluded.intel_id, made_at = excluded.made_at, made_by = excluded.made_by, result = excluded.result",
        row));
    CHITTY_DO(service.event("case.intel_run", text_in(known.of, "id"), {{"intel", row.at("intel_id")}, {"counts", result.at("counts")}}));
    return row;
  }));
  return Response(shown(known.of, kept));
}

Result<Response> show_intel(Service& service, const ShowIntel& given) {
  CHITTY_TRY(const auto of, case_of_caller(service, given.path.id));
  const auto number = text_in(of, "case_number");
  CHITTY_TRY(const auto kept, service.store().row("SELECT * FROM cases_intel WHERE case_id = :id", {{"id", of.at("id")}}, "Nothing of the case " + number + " has been linked yet.", "Run it first: chitty cases intel run " + number));
  return Response(shown(of, kept));
}

}  // namespace chittycases::routes
