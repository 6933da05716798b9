// From rules and what was measured to alerts; and what has to be remembered from one time to the next.
#pragma once

#include "../metrics/prometheus.hpp"
#include "rule.hpp"

#include <boost/json/object.hpp>

namespace os::alerts {

// What is known now. A part that could not be had says why: its rules are then "missing".
struct Measured {
  std::map<std::string, std::string> health;  // by service: its problem, or nothing where it is well
  std::vector<metrics::Sample> samples;
  std::map<std::string, std::int64_t> tokens, certificates;  // by name: when it ends
  std::map<std::string, std::int64_t> lives_ms;              // of tokens, where it is known: from its beginning to its end
  std::string no_health, no_samples, no_tokens, no_certificates;
  std::int64_t now_ms = 0;
};

// {rule, subject, state, severity, value, threshold, since, summary, why}: state is "firing", "pending" (it holds, but not for long enough),
// "missing" (there is nothing to measure) or "ok". Those of a rule with many subjects are many. `memory`: what the last evaluation left
// behind, {} at first; what is left for the next one.
boost::json::array evaluate(const std::vector<Rule>& rules, const Measured& now, boost::json::object& memory);

}  // namespace os::alerts
