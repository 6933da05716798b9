// An entity looked at and judged by the rules, now; and what the last look found.
#include <chitty/answers.hpp>
#include <chitty/lists.hpp>
#include <chitty/records.hpp>
#include <chittycertify_names.hpp>

#include <map>

#include "../compliance/rules.hpp"
#include "verifying.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

constexpr int most_examined = 200;  // certificates of one look, the newest
constexpr std::int64_t soon = 30 * a_day * 1000, year = 365 * a_day * 1000;

// What the rules may ask of the caller's certificates, each by its name.
Result<std::map<std::string, std::int64_t>> counts_of(Service& service, const std::string& entity) {
  const Ownership whose(service, {"holder"});
  const auto now = rfc3339(service.now());
  CHITTY_TRY(const auto rows, service.store().query(std::string(select_certificates) + " AND holder = :entity AND " + whose.condition() + " ORDER BY id DESC LIMIT :most",
                                                    whose.with({{"entity", entity}, {"now", now}, {"most", most_examined}})));
  std::map<std::string, std::int64_t> counts{{"total", 0}, {"valid", 0}, {"expiring", 0}, {"compromised", 0}, {"examined", 0}, {"broken", 0}, {"unstamped", 0}};
  for (const auto& row : rows) {
    if (service.cancelled()) return make_error(Code::cancelled, "The check was stopped.");
    const auto status = text_in(row, "status");
    ++counts["total"];
    if (status == "valid") ++counts["valid"];
    if (status == "valid" && text_in(row, "not_after") < rfc3339(service.now() + soon)) ++counts["expiring"];
    if (text_in(row, "reason") == "keyCompromise" && text_in(row, "revoked_at") > rfc3339(service.now() - year)) ++counts["compromised"];
    if (status == "revoked") continue;  // it is known not to pass
    CHITTY_TRY(const auto found, examined(service, row, {std::nullopt, std::nullopt, service.now()}));
    ++counts["examined"];
    if (!found.proven_at) ++counts["unstamped"];
    if (found.result() == "TOTAL_FAILED") ++counts["broken"];
  }
  return counts;
}

Measured of_certificates(const Rule& rule, const std::map<std::string, std::int64_t>& counts) {
  const auto value = counts.at(text_in(rule.query, "measure")), of = counts.at(text_in(rule.query, "of"));
  // Of nothing, everything and its contrary is true.
  if (of == 0 && !rule.expect.contains("least")) return {nullptr, nullptr, "there is nothing to look at"};
  return {value, of, {}};
}

std::string path_for(const Rule& rule, const std::string& entity) {
  auto path = text_in(rule.query, "path");
  const auto at = path.find("{entity}");
  return at == path.npos ? path : path.replace(at, 8, encode(entity));
}

// Another service of this daemon, with the caller's own rights: what they may not see is not judged for them.
Measured of_service(Service& service, const Rule& rule, const std::string& entity) {
  const auto name = text_in(rule.query, "ask");
  const auto answer = service.ask(name, get(path_for(rule, entity)), Service::As::caller);
  if (!answer) return {nullptr, nullptr, name + " does not say: " + answer.error().message};
  if (rule.query.contains("count")) return answer->is_array() ? Measured{static_cast<std::int64_t>(answer->get_array().size()), nullptr, {}} : Measured{nullptr, nullptr, name + " does not say"};
  boost::system::error_code none;
  const auto* value = answer->find_pointer(text_in(rule.query, "at"), none);
  if (!value || value->is_null()) return {nullptr, nullptr, name + " does not say"};
  return {*value, nullptr, {}};
}

json::object shown(const RuleSet& set, json::object assessment) {
  assessment["title"] = set.title;
  assessment["ruleset"] = set.name + " " + set.version;
  return assessment;
}

}  // namespace

namespace routes {

Result<Response> check_compliance(Service& service, const CheckCompliance& given) {
  const auto& set = rules();
  const auto& entity = given.path.entity;
  CHITTY_TRY(const auto counts, counts_of(service, entity));
  json::array findings;
  for (const auto& rule : set.rules)
    findings.push_back(judged(rule, text_in(rule.query, "source") == "certificates" ? of_certificates(rule, counts) : of_service(service, rule, entity)));
  const auto score = score_of(findings, set);
  CHITTY_TRY(const auto id, new_ordered_id(service));
  const Row row{{"id", id},
                {"holder", service.caller().subject},
                {"entity", entity},
                {"score", score.score ? json::value(*score.score) : json::value(nullptr)},
                {"coverage", score.coverage},
                {"compliant", score.compliant ? 1 : 0},
                {"findings", json::serialize(findings)},
                {"checked_at", rfc3339(service.now())}};
  // The newest is what is shown; those before it go, so that looking often keeps nothing.
  if (auto kept = service.store().transaction([&]() -> Result<void> {
        CHITTY_DO(service.store().execute("DELETE FROM certify_assessments WHERE holder = :holder AND entity = :entity", {{"holder", row.at("holder")}, {"entity", entity}}));
        CHITTY_DO(service.quota("assessments"));
        return service.store().insert("certify_assessments", row);
      });
      !kept)
    return kept.error();
  return answer(service, shown(set, record_of(row, shapes::assessment)));
}

Result<Response> report_compliance(Service& service, const ReportCompliance& given) {
  const Ownership whose(service, {"holder"});
  CHITTY_TRY(const auto row, row_of_caller(service, "SELECT * FROM certify_assessments WHERE entity = :entity AND {own} ORDER BY id DESC LIMIT 1",
                                           {{"entity", given.path.entity}}, whose, "The compliance of " + given.path.entity + " was never checked.",
                                           "Check it: chitty certify compliance check ENTITY"));
  return answer(service, shown(rules(), record_of(row, shapes::assessment)));
}

Result<Response> list_rules(Service& service) {
  json::array all;
  for (const auto& rule : rules().rules)
    all.push_back({{"id", rule.id}, {"text", rule.text}, {"weight", rule.weight}, {"query", rule.query}, {"expect", rule.expect}, {"remedy", rule.remedy}});
  return answer(service, {{"ruleset", rules().name + " " + rules().version}, {"compliantAt", rules().compliant_at}, {"leastJudged", rules().least_judged}, {"rules", std::move(all)}});
}

}  // namespace routes
}  // namespace chittycertify
