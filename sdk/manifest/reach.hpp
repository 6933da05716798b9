// What a schema says of a place inside the value: whether a pointer can lead anywhere.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string_view>

namespace chitty {

namespace json = boost::json;

// The schema of the place at `pointer` (RFC 6901) in values of `schema`, whose references are "#/..." in `whole`; null
// when no value that fits has such a place. `true` where the schema leaves it open. All within `schema` or `whole`.
const json::value* reach(const json::value& schema, std::string_view pointer, const json::value& whole);

// May a value of this schema be of this JSON type ("array")? An open schema: yes.
bool may_be(const json::value& schema, std::string_view type, const json::value& whole);

}  // namespace chitty
