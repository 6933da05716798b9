// What is known of a case, put together: deadlines counted, a timeline, a graph. Knows rows, and neither store nor network.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/store.hpp>
#include <string>
#include <vector>

#include "../rules/rule_set.hpp"

namespace chittycases {

struct Known {
  chitty::Row of;                              // the case
  chitty::Rows statuses, documents, findings;  // findings in the order of documents and text
  boost::json::array evidence, contradictions;
  std::vector<std::string> gaps;  // what is not known, and why
  const rules::RuleSet* rules = nullptr;
  std::string today;  // "2026-11-29"
};

boost::json::object linked(const Known& known);

}  // namespace chittycases
