// What the tests of this room share: one schema, one value, and what is said.
#pragma once

#include <chitty/json_schema.hpp>

#include <boost/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace chitty::testing {

using Lines = std::vector<std::string>;

inline JsonSchema compiled(std::string_view schema, const JsonSchema::Options& options = {}) {
  auto made = JsonSchema::compile(json::parse(schema), options);
  if (!made) throw std::runtime_error(made.error().message);
  return *made;
}

// "/at: message" for each departure.
inline Lines departures(std::string_view schema, std::string_view value, const JsonSchema::Options& options = {}) {
  Lines out;
  for (const auto& one : compiled(schema, options).check(json::parse(value))) out.push_back(one.at + ": " + one.message);
  return out;
}

// "/at message" for each problem of the schema.
inline Lines problems_of(const json::value& schema, const JsonSchema::Options& options = {}) {
  Lines out;
  const auto made = JsonSchema::compile(schema, options);
  if (made) return out;
  const Error error = made.error();
  for (const auto& one : error.details.at("problems").as_array())
    out.push_back(std::string(one.at("at").as_string()) + " " + std::string(one.at("message").as_string()));
  return out;
}
inline Lines problems(std::string_view schema, const JsonSchema::Options& options = {}) {
  return problems_of(json::parse(schema), options);
}

}  // namespace chitty::testing
