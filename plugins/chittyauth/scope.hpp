// Scopes: what a token may do, as "service:action", "service:*", or "admin:*", which is everything.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::auth {

// "service:action" or "service:*", in small letters, digits and hyphens.
bool is_scope(std::string_view text);

// The scopes that a list names, each once, in its order; `value` is an array of texts, or one text parted by blanks or
// commas. INVALID_ARGUMENT for none, for more than 64, and for one that is not SERVICE:ACTION.
Result<std::vector<std::string>> scopes_of(const json::value& value);

// Do these allow that one? A wildcard is covered by the same wildcard or a wider one only.
bool covers(const std::vector<std::string>& own, std::string_view scope);

// PERMISSION_DENIED that names the first scope of `wanted` which `own` does not cover.
Result<void> covers_all(const std::vector<std::string>& own, const std::vector<std::string>& wanted);

// How many requests a token with these scopes has in each hour (wire reference 1.7).
std::int64_t requests_an_hour(const std::vector<std::string>& scopes);

}  // namespace chitty::auth
