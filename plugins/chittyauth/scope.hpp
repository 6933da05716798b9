// Scopes: what a token may do, as "service:action", "service:*", or "admin:*", which is everything.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::auth {

using Scopes = std::vector<std::string>;

// "service:action" or "service:*", in small letters, digits and hyphens.
bool is_scope(std::string_view text);

// The scopes that a list names, each once, in its order; `value` is an array of texts, or one text parted by blanks or
// commas. INVALID_ARGUMENT for none, for more than 64, and for one that is not SERVICE:ACTION.
Result<Scopes> scopes_of(const json::value& value);

// As OAuth writes them: words parted by blanks (RFC 6749, section 3.3), each once, in their order. INVALID_ARGUMENT when one is
// neither openid, offline_access nor SERVICE:ACTION, or there are more than 64.
Result<Scopes> parse_scopes(std::string_view text);
std::string scope_text(const Scopes& scopes);

// Of OpenID Connect: says nothing of what may be done, only who it is and for how long.
bool is_about_identity(std::string_view scope);

bool holds(const std::vector<std::string>& words, std::string_view word);  // word for word

// Do these allow that one? A wildcard is covered by the same wildcard or a wider one only.
bool covers(const Scopes& own, std::string_view scope);

// PERMISSION_DENIED that names the first scope of `wanted` which `own` does not cover.
Result<void> covers_all(const Scopes& own, const Scopes& wanted);

// How many requests a token with these scopes has in each hour (wire reference 1.7).
std::int64_t requests_an_hour(const Scopes& scopes);

}  // namespace chitty::auth
