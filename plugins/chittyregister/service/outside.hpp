// One look at an address that somebody named: GET, with nothing of ours in it. No redirect is followed, the answer is bounded,
// there is a deadline, and only an address is dialled that may be.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chittyregister {

struct Look {
  int status = 0;         // 0: there was no answer
  std::string body{};     // at most 64 KiB
  std::string problem{};  // why there was no answer, or the certificate is not to be trusted; "" when all is well
  bool encrypted = false;
  std::int64_t ends = 0;  // of its certificate, in seconds since 1970
  std::int64_t took_ms = 0;
};

struct LookRules {
  bool inside = false;  // addresses of this machine and of private networks too
  std::string root{};   // trusted beside those of the system; PEM
  std::int64_t deadline_ms = 5000;
};

struct Address {
  std::string scheme, host, port, path;
  bool is_encrypted() const { return scheme == "https"; }
};

// INVALID_ARGUMENT: no http or https URL, or one with a user, a fragment or a blank in it.
chitty::Result<Address> parse_address(std::string_view url);

// Nothing when an address (4 or 16 bytes) may be dialled, else why not. Those of metadata services, and what is no single
// machine's, never are.
std::string why_not_dialled(std::string_view address, bool inside);

Look look(const Address& at, const LookRules& rules);

}  // namespace chittyregister
