#include "rules.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chittycertify_rules.hpp>

namespace chittycertify {

namespace {

std::string text(const json::object& object, std::string_view member) { return std::string(object.at(member).as_string()); }

RuleSet parsed() {
  const auto whole = json::parse(rules_text);
  const auto& data = whole.as_object();
  RuleSet set{text(data, "name"), text(data, "version"), text(data, "title"), data.at("compliantAt").as_int64(), data.at("leastJudged").as_int64(), {}};
  for (const auto& one : data.at("rules").as_array()) {
    const auto& rule = one.as_object();
    set.rules.push_back({text(rule, "id"), text(rule, "text"), text(rule, "evidence"), text(rule, "remedy"), rule.at("weight").as_int64(),
                         rule.at("query").as_object(), rule.at("expect").as_object()});
  }
  return set;
}

bool meets(const json::value& value, const json::object& expect) {
  const auto number = value.is_int64() ? value.get_int64() : 0;
  if (const auto* least = expect.if_contains("least")) return value.is_int64() && number >= least->as_int64();
  if (const auto* most = expect.if_contains("most")) return value.is_int64() && number <= most->as_int64();
  const auto* is = expect.if_contains("is");
  return is && value == *is;
}

std::string replaced(std::string words, std::string_view name, const json::value& by) {
  const auto at = words.find(name);
  return at == words.npos ? words : words.replace(at, name.size(), json::serialize(by));
}

}  // namespace

const RuleSet& rules() {
  static const RuleSet set = parsed();
  return set;
}

json::object judged(const Rule& rule, const Measured& measured) {
  json::object finding{{"id", rule.id}, {"text", rule.text}, {"weight", rule.weight}, {"state", "inconclusive"}, {"query", rule.query}, {"evidence", measured.why}, {"remedy", nullptr}};
  if (measured.value.is_null()) return finding;
  const bool passed = meets(measured.value, rule.expect);
  finding["state"] = passed ? "passed" : "failed";
  finding["evidence"] = replaced(replaced(rule.evidence, "{value}", measured.value), "{of}", measured.of);
  if (!passed) finding["remedy"] = rule.remedy;
  return finding;
}

Score score_of(const json::array& findings, const RuleSet& set) {
  Score score;
  std::int64_t passed = 0;
  for (const auto& one : findings) {
    const auto& finding = one.as_object();
    const auto state = text(finding, "state");
    const auto weight = finding.at("weight").as_int64();
    if (state != "inconclusive") score.coverage += weight;
    if (state == "passed") passed += weight;
  }
  if (score.coverage > 0) score.score = passed * 100 / score.coverage;
  score.compliant = score.coverage >= set.least_judged && score.score.value_or(0) >= set.compliant_at;
  return score;
}

}  // namespace chittycertify
