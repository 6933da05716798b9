// Pieces of the sentences that departures are told with.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "program.hpp"

namespace chitty::json_schema {

// "an integer or null", of bits of Kind.
std::string type_words(std::uint8_t kinds);
std::string kind_words(const json::value& value);  // "a string"

// A scalar as JSON, cut after 60 bytes; "an object" and "an array" else.
std::string shown(const json::value& value);

// `"read", "create", ... (40 in all)`
std::string listed(const std::vector<json::value>& values);

// `; did you mean "name"?`, or nothing.
std::string meant(std::string_view word, const std::vector<std::string>& candidates);

std::string quoted(std::string_view text);  // as JSON, cut after 60 bytes
std::uint64_t characters(std::string_view utf8);

}  // namespace chitty::json_schema
