#include "group_sums.hpp"

#include <algorithm>
#include <chitty/members.hpp>
#include <iterator>

namespace chittychronicle {

using namespace chitty;

std::int64_t number_in(const Row& row, std::string_view column) {
  const auto& value = row.at(column);
  return value.is_null() ? 0 : value.to_number<std::int64_t>();
}

void GroupSums::add(Row row) {
  std::string key;
  for (const auto& field : fields_) key += json::serialize(row.at(field)) + "\n";
  const auto [at, is_new] = all_.try_emplace(std::move(key), row);
  if (is_new) return;
  auto& sum = at->second;
  for (const auto* column : {"count", "failed", "succeeded"})
    if (sum.contains(column)) sum[column] = number_in(sum, column) + number_in(row, column);
  if (text_in(row, "first") < text_in(sum, "first")) sum["first"] = row.at("first");
  if (text_in(row, "last") > text_in(sum, "last")) sum["last"] = row.at("last");
}

json::array GroupSums::sorted() {
  std::vector<Row> rows;
  for (auto& [key, row] : all_) rows.push_back(std::move(row));
  all_.clear();
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    const auto one = text_in(a, "period"), other = text_in(b, "period");
    return one != other ? one < other : number_in(a, "count") > number_in(b, "count");
  });
  return json::array(std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
}

}  // namespace chittychronicle
