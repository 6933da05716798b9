// How GitHub signs what it sends: HMAC-SHA-256 of the body as it came, by a secret that both know.
#pragma once

#include <string>
#include <string_view>

namespace chittyconnect::github {

// "sha256=" and 64 hexadecimal digits, as X-Hub-Signature-256 has it.
std::string signature_of(std::string_view secret, std::string_view body);

// Does it fit? Takes as long for one that is wrong in its first digit as for one that is wrong in its last.
bool is_signed(std::string_view secret, std::string_view body, std::string_view signature);

}  // namespace chittyconnect::github
