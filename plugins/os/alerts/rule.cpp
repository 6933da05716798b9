#include "rule.hpp"

#include <boost/json/parse.hpp>
#include <chitty/members.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace os::alerts {

using namespace chitty;

namespace {

Error wrong(const std::string& rule, const std::string& what) {
  return make_error(Code::configuration, "rule '" + rule + "' in chittyos.alerts: " + what, "See the rules: chitty config get chittyos.alerts");
}

// "90s", "5m", "1h", "2d", "500ms".
std::optional<std::int64_t> duration_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0 || number > 1'000'000'000) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const std::pair<std::string_view, std::int64_t> units[] = {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  for (const auto& [name, ms] : units)
    if (unit == name) return number * ms;
  return std::nullopt;
}

Result<void> take_duration(const json::object& from, const char* member, const std::string& rule, std::int64_t& to) {
  const auto* value = from.if_contains(member);
  if (!value) return {};
  const auto ms = value->is_string() ? duration_of(value->get_string()) : std::nullopt;
  if (!ms) return wrong(rule, "'" + std::string(member) + "' must be a time such as \"5m\"");
  to = *ms;
  return {};
}

Result<void> take_labels(const json::object& from, const std::string& rule, std::map<std::string, std::string>& to) {
  const auto* labels = from.if_contains("labels");
  if (!labels) return {};
  if (!labels->is_object()) return wrong(rule, "'labels' must be an object");
  for (const auto& [name, value] : labels->get_object()) {
    if (!value.is_string()) return wrong(rule, "the label '" + std::string(name) + "' must be a text");
    to[std::string(name)] = std::string(value.get_string());
  }
  return {};
}

Result<void> take_thresholds(const json::object& from, Rule& rule) {
  const auto *above = from.if_contains("above"), *below = from.if_contains("below");
  if (!above == !below) return wrong(rule.name, "it must have either 'above' or 'below'");
  rule.above = above != nullptr;
  const auto& at = above ? *above : *below;
  if (!at.is_object()) return wrong(rule.name, std::string("'") + (above ? "above" : "below") + "' must be an object such as {\"warning\": 1}");
  for (const auto& [severity, value] : at.get_object()) {
    if (severity != "warning" && severity != "critical") return wrong(rule.name, "unknown severity '" + std::string(severity) + "': expected warning or critical");
    if (!value.is_number()) return wrong(rule.name, "the threshold '" + std::string(severity) + "' must be a number");
    (severity == "warning" ? rule.at.warning : rule.at.critical) = value.to_number<double>();
  }
  if (!rule.at.warning && !rule.at.critical) return wrong(rule.name, "it has no threshold");
  return {};
}

Result<void> no_unknown_member(const json::object& from, const std::string& rule) {
  static const std::set<std::string_view> known{"name", "summary", "of", "metric", "labels", "by", "per", "shareOf", "what", "above", "below", "for", "keepFiringFor", "off"};
  for (const auto& member : from)
    if (!known.contains(std::string_view(member.key()))) return wrong(rule, "unknown member '" + std::string(member.key()) + "'");
  return {};
}

}  // namespace

Result<Rule> rule_of(const json::value& from) {
  if (!from.is_object()) return wrong("", "it must be an object");
  const auto& said = from.get_object();
  Rule rule;
  rule.name = text_in(said, "name");
  if (rule.name.empty()) return wrong("", "it has no 'name'");
  CHITTY_DO(no_unknown_member(said, rule.name));
  rule.summary = text_in(said, "summary");
  rule.of = text_in(said, "of");
  rule.metric = text_in(said, "metric");
  rule.by = text_in(said, "by");
  rule.what = text_in(said, "what");
  if (rule.of != "health" && rule.of != "metric" && rule.of != "expiry") return wrong(rule.name, "'of' must be health, metric or expiry");
  if (rule.of == "metric" && rule.metric.empty()) return wrong(rule.name, "it has no 'metric'");
  if (rule.of == "expiry" && rule.what != "token" && rule.what != "certificate") return wrong(rule.name, "'what' must be token or certificate");
  CHITTY_DO(take_labels(said, rule.name, rule.labels));
  if (const auto* share = said.if_contains("shareOf")) {
    if (!share->is_object() || text_in(*share, "metric").empty()) return wrong(rule.name, "'shareOf' must be an object with a 'metric'");
    rule.share_of = text_in(*share, "metric");
    CHITTY_DO(take_labels(share->get_object(), rule.name, rule.share_labels));
  }
  CHITTY_DO(take_thresholds(said, rule));
  CHITTY_DO(take_duration(said, "per", rule.name, rule.per_ms));
  CHITTY_DO(take_duration(said, "for", rule.name, rule.for_ms));
  CHITTY_DO(take_duration(said, "keepFiringFor", rule.name, rule.keep_ms));
  return rule;
}

Result<std::vector<Rule>> rules_with(const json::value& operators) {
  std::vector<Rule> rules;
  const auto is_off = [](const json::value& rule) {
    const auto* off = rule.is_object() ? rule.get_object().if_contains("off") : nullptr;
    return off && *off == true;
  };
  const auto own = json::parse(built_in_rules());
  for (const auto& one : own.as_array()) {
    CHITTY_TRY(auto rule, rule_of(one));
    rules.push_back(std::move(rule));
  }
  if (operators.is_null()) return rules;
  if (!operators.is_array()) return make_error(Code::configuration, "chittyos.alerts must be a list of rules", "See it: chitty config get chittyos.alerts");
  for (const auto& one : operators.get_array()) {
    const auto name = text_in(one, "name");
    const auto same = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
    if (is_off(one)) {
      if (same != rules.end()) rules.erase(same);
      continue;
    }
    CHITTY_TRY(auto rule, rule_of(one));
    if (same != rules.end()) *same = std::move(rule);
    else rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace os::alerts
