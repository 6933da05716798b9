// Host names in addresses, as far as Boost.URL 1.81 errs: it reads "http://127.0.0.1.nip.io/" as the host 127.0.0.1 with a path behind it.
#pragma once

#include <string>
#include <string_view>

namespace chitty::host {

// The host of "scheme://user@host:port/path" where it is a name that begins like an IPv4 address, a part of `address`; else empty.
std::string_view name_like_ipv4(std::string_view address);

// `address` with another name in its place, for a parser: "http://host.invalid/".
std::string under_another_name(std::string_view address, std::string_view name);

}  // namespace chitty::host
