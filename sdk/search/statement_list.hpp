// Lists within a statement, and numbers of a row that came as text.
#pragma once

#include <algorithm>
#include <charconv>
#include <chitty/store.hpp>

namespace chitty::search {

inline std::int64_t number_in(const RowText& row, std::string_view column) {
  const auto text = row.raw(column);
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// ":x0, :x1, …" for values from `at` on, at most `most`; they are put to the parameters.
template <class Value>
std::string listed(const std::vector<Value>& values, std::size_t at, std::size_t most, json::object& parameters) {
  std::string list;
  for (std::size_t i = at; i < std::min(at + most, values.size()); ++i) {
    const auto name = "x" + std::to_string(i - at);
    list.append(list.empty() ? ":" : ", :").append(name);
    parameters[name] = values[i];
  }
  return list;
}

}  // namespace chitty::search
