// Who a token is for: the DID of somebody's ChittyID, "service:NAME", or "owner", whom the daemon knows by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chitty::auth {

// The subject that a text names, a ChittyID with or without its "did:chitty:". None for what can be nobody; whether
// there is such a one is not looked at.
std::optional<std::string> subject_of(std::string_view text);

// A service's own name, as NAME above: small letters, digits, hyphens.
bool is_service_name(std::string_view text);

// As the wire has it under `chittyId`: without "did:chitty:".
std::string chitty_id_of(std::string_view subject);

}  // namespace chitty::auth
