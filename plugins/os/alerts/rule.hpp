// Rules of alerts, as data: chitty's own in rules.json, the operator's in chittyos.alerts.
//
//   {"name": "errors", "summary": "…", "of": "metric", "metric": NAME, "labels": {…}, "by": LABEL, "per": "15m", "shareOf": {"metric": …},
//    "above": {"warning": 0.01, "critical": 0.05}, "for": "5m", "keepFiringFor": "10m"}
//   {"name": …, "of": "health", "above": {"critical": 0}}                       1 where a service is not well, else 0
//   {"name": …, "of": "expiry", "what": "token", "below": {"warning": 7}}       days until it ends
//
// With `per` a metric is a counter, and what counts is by how much it grew in that time. `off`: true switches a rule off.
#pragma once

#include <chitty/error.hpp>
#include <boost/json/array.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace os::alerts {

struct Thresholds {
  std::optional<double> warning, critical;
};

struct Rule {
  std::string name, summary;
  std::string of;  // "health", "metric", "expiry"
  std::string metric, by, share_of, what;
  std::map<std::string, std::string> labels, share_labels;
  bool above = true;  // else below
  Thresholds at;
  std::int64_t per_ms = 0, for_ms = 0, keep_ms = 0;
};

// The text of rules.json.
std::string_view built_in_rules();

// The built-in ones, each replaced by one of the operator's of the same name, and the operator's others behind them. CONFIGURATION names the
// rule and its member that is wrong.
chitty::Result<std::vector<Rule>> rules_with(const boost::json::value& operators);

// One rule, as it stands.
chitty::Result<Rule> rule_of(const boost::json::value& from);

}  // namespace os::alerts
