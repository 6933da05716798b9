// JSON values as text. Own code where Boost.JSON has a serializer, for three reasons: it writes 1.5 as 1.5E0, it has no
// indentation, and it lets invalid UTF-8 and terminal controls through.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chitty::host {

struct JsonStyle {
  bool pretty = false;  // two spaces a level, a space after the colon
  bool colour = false;
};

// `level` is the indentation that the value stands at; its first line is not indented.
void append_json(std::string& out, const json::value& value, JsonStyle style = {}, int level = 0);
std::string compact_json(const json::value& value);

// Exact: the shortest decimal that reads back as the same number. A double always has a point ("1.0", "1.0e+20"), so
// that it stays one in JSON and YAML 1.1 alike.
void append_number(std::string& out, const json::value& number);

}  // namespace chitty::host
