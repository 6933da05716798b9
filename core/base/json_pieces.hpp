// JSON written straight to text, for the places that do it for every request and every row: strings by the SDK's
// append_quoted, numbers here.
#pragma once

#include <chitty/json_text.hpp>

#include <cstdint>
#include <string>

namespace chitty::host {

// `,"name":"value"`, the name as it is.
void append_member(std::string& out, std::string_view name, std::string_view value);
void append_number(std::string& out, std::int64_t value);
void append_number(std::string& out, double value);  // always reads back as a double; null when not finite

}  // namespace chitty::host
