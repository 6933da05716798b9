// Where a client may have the browser sent back to (RFC 6749, section 3.1.2; RFC 8252, section 7; OAuth 2.1,
// section 2.3).
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chitty::auth {

// May it be registered? https anywhere; http on this machine (127.0.0.1, [::1], localhost); an app's own scheme with a
// dot in it. No fragment, no user name, nothing but the characters of a URI.
Result<void> check_redirect_uri(std::string_view uri);

// Is the one that was asked for the one that was registered? Character by character; only the port of 127.0.0.1 and
// [::1] is free, since a program on a machine takes the one that it gets (RFC 8252, section 7.3).
bool same_redirect_uri(std::string_view registered, std::string_view asked);

// "https://app.example", "http://127.0.0.1:41234", "com.example.app:": what a person needs to know.
std::string redirect_origin(std::string_view uri);

// The source that a Content-Security-Policy names it by: scheme, host and port as they were understood, written anew; of
// an IPv6 address, for which policies have no word, and of an app the scheme. Empty when it is none that may be
// registered, so that nothing of it gets into a policy.
std::string policy_source(std::string_view uri);

// The URI with more in its query; `parameters` is encoded already.
std::string with_query(std::string_view uri, std::string_view parameters);

}  // namespace chitty::auth
