// The rules of compliance, which are data (rules.json), and what a measured value comes to by one. Any thread.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

namespace chittycertify {

namespace json = boost::json;

struct Rule {
  std::string id, text, evidence, remedy;
  std::int64_t weight = 0;
  json::object query, expect;
};

struct RuleSet {
  std::string name, version, title;
  std::int64_t compliant_at = 0, least_judged = 0;
  std::vector<Rule> rules;
};

const RuleSet& rules();

// What was looked at: a value, or why there is none.
struct Measured {
  json::value value{};  // null: it cannot be told
  json::value of{};
  std::string why{};
};

// {"id", "text", "weight", "state", "query", "evidence", "remedy"}: passed, failed, or inconclusive.
json::object judged(const Rule& rule, const Measured& measured);

// Of the weights that could be judged, how much of 100 passed; nothing when none could. What is inconclusive is no failure.
struct Score {
  std::optional<std::int64_t> score{};
  std::int64_t coverage = 0;
  bool compliant = false;
};
Score score_of(const json::array& findings, const RuleSet& set);

}  // namespace chittycertify
