// Text helpers: trim, split, join, compare, nearest words.
#pragma once

#include <chitty/nearest.hpp>

#include <chitty/utf8.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chitty::host {

std::string_view trim(std::string_view text);
std::string_view without_byte_order_mark(std::string_view text);        // that of UTF-8; some editors and servers write it
std::vector<std::string> split(std::string_view text, char separator);  // "a,,b" -> "a", "", "b"; "" -> nothing
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// ASCII letters of either case are the same.
bool equal_ignoring_case(std::string_view a, std::string_view b);

// A token of RFC 9110, as the names of header fields and methods are: letters, digits and some marks, at least one.
bool is_http_token(std::string_view text);

// "Did you mean 'a' or 'b'?", or empty when there is no candidate.
std::string did_you_mean(const std::vector<std::string>& nearest);
// The same for whole commands, which must be copied as they are: "Did you mean: chitty a", "Did you mean one of: chitty a, chitty b".
std::string did_you_mean_command(const std::vector<std::string>& nearest);

}  // namespace chitty::host
