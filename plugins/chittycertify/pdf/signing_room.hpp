// A PDF with room for a signature, added behind what is there (PAdES, ETSI EN 319 142-1): nothing that was written is touched. And the
// signature that a PDF has. Any thread.
#pragma once

#include <chitty/error.hpp>

#include <optional>
#include <string>

namespace chittycertify::pdf {

inline constexpr std::size_t room = 16'384;  // bytes for a signature with its certificates and time stamps

struct Prepared {
  std::string text;                // the whole file
  std::size_t begin = 0, end = 0;  // of what is not signed: the digits and their brackets
  std::string digest() const;      // SHA-256 of the rest, 32 bytes
  chitty::Result<void> fill(std::string_view cms);
};

// `ms`: when, since 1970. INVALID_ARGUMENT: document.hpp; it has a form, or is signed already.
chitty::Result<Prepared> make_room(std::string text, const std::string& name, std::int64_t ms);

struct Embedded {
  std::string digest;  // SHA-256 of what it is over, 32 bytes
  std::string cms;     // DER
};
// None unless there is one signature, and all of the file but its own digits is what it is over.
std::optional<Embedded> embedded_in(std::string_view text);

}  // namespace chittycertify::pdf
