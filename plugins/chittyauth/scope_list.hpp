// Scopes as OAuth writes them: words parted by single blanks (RFC 6749, section 3.3).
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::auth {

using Scopes = std::vector<std::string>;

// The words, each once, in their order. INVALID_ARGUMENT when one is neither openid, offline_access nor SERVICE:ACTION,
// or there are more than 64.
Result<Scopes> parse_scopes(std::string_view text);

std::string scope_text(const Scopes& scopes);

// Of OpenID Connect: says nothing of what may be done, only who it is and for how long.
bool is_about_identity(std::string_view scope);

bool holds(const Scopes& scopes, std::string_view scope);  // word for word

}  // namespace chitty::auth
