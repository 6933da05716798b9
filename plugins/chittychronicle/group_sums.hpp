// Rows of groups, summed up.
#pragma once

#include <chitty/store.hpp>
#include <map>
#include <string>
#include <vector>

namespace chittychronicle {

// Rows that agree in `fields`, as the days of one week do, become one: `count`, `failed` and `succeeded` are added, `first` and `last` widened.
class GroupSums {
 public:
  explicit GroupSums(std::vector<std::string> fields) : fields_(std::move(fields)) {}

  void add(chitty::Row row);

  // The earliest period first; within it, and where there is none, the largest first.
  chitty::json::array sorted();

 private:
  std::vector<std::string> fields_;
  std::map<std::string, chitty::Row> all_;
};

std::int64_t number_in(const chitty::Row& row, std::string_view column);  // 0 for null

}  // namespace chittychronicle
