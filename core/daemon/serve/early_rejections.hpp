// What a connection says to a request before anybody else has seen it.
#pragma once

#include "daemon/serve/request_parser.hpp"
#include "daemon/wire/http_error.hpp"

#include <optional>

namespace chitty::host::daemon {

// Why the bytes are no request (request_parser.hpp). `has_line`: its first line is there, so what is too long comes after it.
HttpError parse_rejection(const boost::system::error_code& ec, bool has_line);

// What Beast lets pass and a server behind a proxy must not (RFC 9112, section 6).
std::optional<HttpError> framing_error(const RequestHead& head);

HttpError plain_on_tls();     // 400, in the clear: this port speaks HTTPS
HttpError tls_on_plain();     // 400: and this one does not
HttpError too_many_bodies();  // 503: all that slow requests may keep in memory is kept
HttpError only_the_owner();   // 503: the places that are left are the owner's

}  // namespace chitty::host::daemon
