// Who a score, a connection or an account is about: a ChittyID's DID, or another subject that tokens are for ("owner").
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chittytrust {

inline constexpr std::string_view did_prefix = "did:chitty:";

// The one form of an entity: a ChittyID gets its did:chitty:, anything else stays. INVALID_ARGUMENT names what no entity is called:
// letters, digits and ". _ : @ -" only, at most 128 of them, a letter or digit first.
chitty::Result<std::string> entity_of(std::string_view text);

// Has it the shape of a ChittyID, with or without its prefix? Whether there is such a one is not looked at.
bool is_chitty_id(std::string_view text);

}  // namespace chittytrust
