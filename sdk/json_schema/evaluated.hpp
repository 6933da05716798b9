// Which members or items of one value a schema has spoken of: for unevaluatedProperties and unevaluatedItems.
#pragma once

#include <boost/json/value.hpp>
#include <vector>

namespace chitty::json_schema {

namespace json = boost::json;

class Evaluated {
 public:
  explicit Evaluated(const json::value& value)
      : marks_(value.is_object() ? value.get_object().size() : value.is_array() ? value.get_array().size()
                                                                                : 0) {}

  void mark(std::size_t index) { marks_[index] = true; }
  void mark_all() { marks_.assign(marks_.size(), true); }
  bool has(std::size_t index) const { return marks_[index]; }
  void add(const Evaluated& other) {
    for (std::size_t i = 0; i < marks_.size(); ++i)
      if (other.marks_[i]) marks_[i] = true;
  }

 private:
  std::vector<bool> marks_;  // by position
};

}  // namespace chitty::json_schema
