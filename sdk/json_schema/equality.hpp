// Equality as JSON Schema means it (1 equals 1.0, members have no order), and what makes it cheap among many values.
// Values are at most 256 levels deep: the caller has looked.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace chitty::json_schema {

namespace json = boost::json;

bool equal(const json::value& a, const json::value& b);
std::uint64_t hash_of(const json::value& value);  // equal values have equal ones, within one process

// Values to find one among; they are copied.
class ValueSet {
 public:
  explicit ValueSet(const json::array& values);
  bool contains(const json::value& value) const;
  const std::vector<json::value>& values() const { return values_; }  // in the order given

 private:
  std::vector<json::value> values_;
  std::vector<std::pair<std::uint64_t, std::size_t>> by_hash_;
};

// Two places whose items are equal; none: all differ. Takes one off `steps` for each comparison, and stops at 0.
std::optional<std::pair<std::size_t, std::size_t>> equal_items(const json::array& items, std::uint64_t& steps);

}  // namespace chitty::json_schema
