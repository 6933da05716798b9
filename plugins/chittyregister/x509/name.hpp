// The names that a certificate is for, and those that an authority may certify. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chittyregister {

// "api.example.com", small letters; or an address, of 4 or 16 bytes.
struct Name {
  std::string text;
  std::string address{};  // empty: a host name
  bool is_address() const { return !address.empty(); }
  bool operator==(const Name&) const = default;
};

// None for what is neither: wildcards, underscores, an all-numeric last label, more than 253 characters.
std::optional<Name> parse_name(std::string_view text);

// Of 4 or 16 bytes.
std::string text_of_address(std::string_view bytes);

// "10.0.0.0/8", "::1/128": the address and the mask, of one length, one behind the other as X.509 has them.
std::optional<std::string> parse_network(std::string_view text);

// Is an address in such a network? Never in one of the other family.
bool is_within(std::string_view address, std::string_view network);

// Name constraints of RFC 5280: `domains` admit themselves and what is below them, addresses must be in one of `networks`. No
// domain or network given: none of that kind is admitted.
struct Constraints {
  std::vector<std::string> domains, networks;
  bool permit(const Name& name) const;
  // As OpenSSL's configuration writes them. Mail is never admitted.
  std::string extension() const;
};

}  // namespace chittyregister
