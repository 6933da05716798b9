// Small things that the tables of this service are written and read with.
#pragma once

#include <chitty/answers.hpp>
#include <chitty/base64.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::auth {

// What is kept of a secret that has 128 bits and more of chance in it, or lives for minutes.
inline std::string hash_of(Service& service, std::string_view secret) {
  return base64url(service.crypto().sha256(secret));
}

inline std::int64_t number_in(const Row& row, std::string_view column) {
  const auto& value = row.at(column);
  return value.is_number() ? value.to_number<std::int64_t>() : 0;
}

inline json::array as_json(const std::vector<std::string>& list) { return json::array(list.begin(), list.end()); }

// A list of texts as a column holds it: a JSON array.
inline std::string list_text(const std::vector<std::string>& list) { return json::serialize(as_json(list)); }
inline std::vector<std::string> list_of(const json::value& value) {
  std::vector<std::string> all;
  if (value.is_array())
    for (const auto& one : value.get_array())
      if (one.is_string()) all.emplace_back(one.get_string());
  return all;
}
inline std::vector<std::string> list_in(const Row& row, std::string_view column) {
  boost::system::error_code ec;
  return list_of(json::parse(text_in(row, column), ec));
}

}  // namespace chitty::auth
