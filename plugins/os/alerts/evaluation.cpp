#include "evaluation.hpp"

#include "../ecosystem/rows.hpp"

#include <chitty/time.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace os::alerts {

namespace json = boost::json;
using metrics::Labels;

namespace {

constexpr std::size_t most_points = 64, most_remembered = 2000;
constexpr std::int64_t forgotten_after_ms = 7 * 86'400'000LL;
constexpr double day_ms = 86'400'000.0, usual_life_days = 30;

std::int64_t whole(const json::object& of, std::string_view member) {
  const auto* value = of.if_contains(member);
  return value && value->is_number() ? value->to_number<std::int64_t>() : 0;
}

json::object& remembered(json::object& memory, const std::string& key) {
  auto& entry = memory[key];
  if (!entry.is_object()) entry = json::object();
  return entry.get_object();
}

bool has(const Labels& labels, const Labels& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& one) {
    const auto found = labels.find(one.first);
    return found != labels.end() && found->second == one.second;
  });
}

// The sums of a metric by the rule's label; "" without one. Nothing where there is no sample of that name.
std::map<std::string, double> sums(const std::vector<metrics::Sample>& samples, const std::string& name, const Labels& wanted, const std::string& by) {
  std::map<std::string, double> all;
  for (const auto& sample : samples) {
    if (sample.name != name || !std::isfinite(sample.value)) continue;
    const auto label = by.empty() ? sample.labels.end() : sample.labels.find(by);
    auto& sum = all[label == sample.labels.end() ? std::string() : label->second];
    if (has(sample.labels, wanted)) sum += sample.value;
  }
  return all;
}

// By how much a counter grew within `per_ms`, from what was seen of it before. One that is smaller than it was has begun anew at 0. None
// before there is a second sight.
std::optional<double> increase(json::object& memory, const std::string& key, double value, std::int64_t per_ms, std::int64_t now_ms) {
  auto& entry = remembered(memory, key);
  entry["at"] = now_ms;
  auto& kept = entry["points"];
  if (!kept.is_array()) kept = json::array();
  auto& points = kept.get_array();
  erase_rows(points, [](const json::value& point) {
    const auto* pair = point.if_array();
    return !pair || pair->size() != 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number();
  });
  points.push_back(json::array{now_ms, value});
  // One that is older than the time is kept: from there on it is counted.
  const auto at = [&](std::size_t i) { return points[i].get_array()[0].to_number<std::int64_t>(); };
  const auto seen = [&](std::size_t i) { return points[i].get_array()[1].to_number<double>(); };
  while (points.size() > 2 && at(1) <= now_ms - per_ms) points.erase(points.begin());
  while (points.size() > most_points) points.erase(points.begin() + 1);
  if (points.size() < 2) return std::nullopt;
  double grown = 0;
  for (std::size_t i = 1; i < points.size(); ++i) grown += seen(i) >= seen(i - 1) ? seen(i) - seen(i - 1) : seen(i);
  return grown;
}

struct Value {
  std::optional<double> value;
  std::string why;
};

std::map<std::string, Value> values_of_metric(const Rule& rule, const Measured& now, json::object& memory) {
  std::map<std::string, Value> values;
  for (const auto& [subject, sum] : sums(now.samples, rule.metric, rule.labels, rule.by)) {
    const auto key = "counter\n" + rule.name + "\n" + subject;
    values[subject] = {rule.per_ms > 0 ? increase(memory, key, sum, rule.per_ms, now.now_ms).value_or(0) : sum, {}};
  }
  if (rule.share_of.empty()) return values;
  auto whole_sums = sums(now.samples, rule.share_of, rule.share_labels, rule.by);
  for (auto& [subject, value] : values) {
    const auto key = "whole\n" + rule.name + "\n" + subject;
    const auto all = rule.per_ms > 0 ? increase(memory, key, whole_sums[subject], rule.per_ms, now.now_ms).value_or(0) : whole_sums[subject];
    value.value = all > 0 ? *value.value / all : 0;
  }
  return values;
}

// In days. Of a token that lives shorter than the usual one, as many as that one would have left after the same part of its life: one of an
// hour is not about to end when it has just begun.
double days_left(const Measured& now, const Rule& rule, const std::string& name, std::int64_t end_ms) {
  const double left = static_cast<double>(end_ms - now.now_ms) / day_ms;
  const auto life = rule.what == "token" ? now.lives_ms.find(name) : now.lives_ms.end();
  if (life == now.lives_ms.end() || life->second <= 0) return left;
  const double days = static_cast<double>(life->second) / day_ms;
  return days < usual_life_days ? left / days * usual_life_days : left;
}

std::map<std::string, Value> values_of(const Rule& rule, const Measured& now, json::object& memory) {
  std::map<std::string, Value> values;
  if (rule.of == "metric") values = values_of_metric(rule, now, memory);
  if (rule.of == "health")
    for (const auto& [service, problem] : now.health) values[service] = {problem.empty() ? 0.0 : 1.0, problem};
  if (rule.of == "expiry")
    for (const auto& [name, end_ms] : rule.what == "token" ? now.tokens : now.certificates)
      values[name] = {days_left(now, rule, name, end_ms), "it ends at " + chitty::rfc3339(end_ms)};
  return values;
}

const std::string& why_missing(const Rule& rule, const Measured& now) {
  if (rule.of == "health") return now.no_health;
  if (rule.of == "metric") return now.no_samples;
  return rule.what == "token" ? now.no_tokens : now.no_certificates;
}

std::optional<std::string> severity_of(const Rule& rule, double value) {
  const auto beyond = [&](const std::optional<double>& threshold) { return threshold && (rule.above ? value > *threshold : value < *threshold); };
  if (beyond(rule.at.critical)) return "critical";
  if (beyond(rule.at.warning)) return "warning";
  return std::nullopt;
}

json::object row_of(const Rule& rule, const std::string& subject, const char* state) {
  json::object row{{"rule", rule.name}, {"subject", subject}, {"state", state}};
  if (!rule.summary.empty()) row["summary"] = rule.summary;
  return row;
}

json::object alert_of(const Rule& rule, const std::string& subject, const Value& value, std::int64_t now_ms, json::object& memory) {
  auto& entry = remembered(memory, "alert\n" + rule.name + "\n" + subject);
  entry["at"] = now_ms;
  const auto severity = severity_of(rule, *value.value);
  const bool was_firing = whole(entry, "firedAt") > 0;
  const char* state = "ok";
  if (severity) {
    if (whole(entry, "since") == 0) entry["since"] = now_ms;
    entry["severity"] = *severity;
    state = now_ms - whole(entry, "since") >= rule.for_ms || was_firing ? "firing" : "pending";
    if (state[0] == 'f') entry["firedAt"] = now_ms;
  } else if (was_firing && now_ms - whole(entry, "firedAt") < rule.keep_ms) {
    state = "firing";  // it has only just ended, and may come again
  } else {
    for (const auto* member : {"since", "firedAt", "severity"}) entry.erase(member);
  }
  auto row = row_of(rule, subject, state);
  row["value"] = std::round(*value.value * 1000) / 1000;
  if (const auto* kept = entry.if_contains("severity")) row["severity"] = *kept;
  if (const auto since = whole(entry, "since"); since > 0) row["since"] = chitty::rfc3339(since);
  if (!severity && state[0] == 'f') row["why"] = "no longer so; kept for a while";
  else if (!value.why.empty()) row["why"] = value.why;
  return row;
}

// What nobody has asked about for a week, and what is too much.
void forget(json::object& memory, std::int64_t now_ms) {
  std::vector<std::pair<std::int64_t, std::string>> by_age;
  for (const auto& [key, entry] : memory) by_age.emplace_back(entry.is_object() ? whole(entry.get_object(), "at") : 0, std::string(key));
  std::sort(by_age.begin(), by_age.end());
  for (std::size_t i = 0; i < by_age.size(); ++i)
    if (by_age[i].first < now_ms - forgotten_after_ms || by_age.size() - i > most_remembered) memory.erase(by_age[i].second);
}

}  // namespace

json::array evaluate(const std::vector<Rule>& rules, const Measured& now, json::object& memory) {
  json::array rows;
  for (const auto& rule : rules) {
    const auto values = values_of(rule, now, memory);
    if (values.empty()) {
      const auto& why = why_missing(rule, now);
      // No token and no certificate is nothing that could expire; no metric of that name is a rule that watches nothing.
      if (why.empty() && rule.of != "metric") continue;
      auto row = row_of(rule, {}, "missing");
      row["why"] = why.empty() ? "there is no metric " + rule.metric : why;
      rows.push_back(std::move(row));
    }
    for (const auto& [subject, value] : values) rows.push_back(alert_of(rule, subject, value, now.now_ms, memory));
  }
  forget(memory, now.now_ms);
  return rows;
}

}  // namespace os::alerts
