// JSON written straight to text, for the places that do it for every request and every row. Bytes for programs: what a
// terminal would do with them is the view's business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::daemon {

void append_quoted(std::string& out, std::string_view text);  // with quotes, escaped (RFC 8259)
void append_number(std::string& out, std::int64_t value);
void append_number(std::string& out, double value);  // always reads back as a double; null when not finite

}  // namespace chitty::daemon
