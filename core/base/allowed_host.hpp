// An address inside, which only this machine or its network sees, that the operator lets services send requests to
// (`chittyos.reach`).
#pragma once

#include <chitty/error.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host {

struct AllowedHost {
  std::string host;        // in lower case, an IP address in its shortest form and without brackets
  std::uint16_t port = 0;  // 0: any

  // Of a URL's host, or of the address that it was looked up to, as text.
  bool is_for(std::string_view host_or_address, std::uint16_t at) const { return host == host_or_address && (port == 0 || port == at); }
};

// "localhost:11434", "10.0.0.7", "[fd00::7]:8080", "model.lan". INVALID_ARGUMENT says what is wrong, without saying where it stands.
Result<AllowedHost> parse_allowed_host(std::string_view text);

}  // namespace chitty::host
