// JSON Web Signatures in their compact form (RFC 7515): three texts of base64url, parted by dots.
#pragma once

#include <chitty/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace chitty::id {

std::string base64url(std::string_view bytes);                         // no padding
std::optional<std::string> from_base64url(std::string_view text);      // none if it is not base64url

// What is signed: header and payload, encoded.
std::string signing_input(const json::object& header, const json::object& payload);

// A token taken apart; nothing in it is to be believed before the signature has been checked.
struct Token {
  json::object header, payload;
  std::string input;      // what was signed
  std::string signature;  // raw
};
Result<Token> parse_token(std::string_view compact);

// Looks like a token rather than an id.
bool is_token(std::string_view text);

}  // namespace chitty::id
