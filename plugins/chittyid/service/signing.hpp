// Tokens in the authority's name.
#pragma once

#include "authority.hpp"

namespace chitty::id {

// `payload` signed by the authority's key, as compact JWS with `typ`.
Result<std::string> sign_token(Service& service, const Authority& by, std::string_view typ, const json::object& payload);

// Where a status list of this service is found.
std::string status_list_url(const Service& service, std::int64_t list);

}  // namespace chitty::id
