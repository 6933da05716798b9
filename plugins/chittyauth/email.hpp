// E-mail addresses, as somebody is registered by one.
#pragma once

#include <string>
#include <string_view>

namespace chitty::auth {

// The address in small letters, by which it is known; empty when the text is not one address that mail could reach:
// "name@host.tld", at most 254 bytes, without blanks, quotes, commas, brackets and characters that nobody sees. Two spellings
// of one text (NFC and NFD) are one address. A domain beyond ASCII must come in its ASCII form (xn--...): it has only one.
std::string email_of(std::string_view text);

}  // namespace chitty::auth
