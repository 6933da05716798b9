// The last two digits of a ChittyID: a check over all that stands before them.
#pragma once

#include <string>
#include <string_view>

namespace chitty::id {

// `fields` are the first seven parts joined, without hyphens: digits and capital letters only. Two digits, 00 to 96.
// It looks like ISO 7064 MOD 97-10 but does not multiply by 100 first, so an IBAN routine gives other digits.
std::string checksum(std::string_view fields);

}  // namespace chitty::id
