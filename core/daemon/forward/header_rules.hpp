// Which header fields go to a backend and which come back (RFC 9110, 7.6). A head is never copied: it is said anew, field by field.
#pragma once

#include "daemon/wire/fields.hpp"
#include "daemon/wire/request_head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

// The tokens of all fields of that name, split at commas: "Connection: close, upgrade". An empty one never.
bool names_token(const Fields& fields, std::string_view name, std::string_view token);

// A request to become a WebSocket (RFC 6455, 4.1). No other protocol is passed through: what Upgrade names besides it is stripped.
bool asks_for_websocket(const RequestHead& head);

struct Outgoing {
  std::string_view target;  // path and query at the backend
  std::string_view host;    // of the backend, as in a Host field
  std::string_view prefix;  // that was cut off the path; empty: none
  std::string_view peer;    // who sent the request
  std::string_view request_id;
  std::string_view traceparent{};       // in place of the one that came; empty: none came
  std::string_view loop_word;           // this daemon in CDN-Loop
  std::optional<std::uint64_t> length;  // of the body; nothing: it comes in chunks
  bool has_body = false;                // else `length` is 0, and said only where a method usually has one
  bool upgrade = false;
};

// Head of the request for the backend, to the end of `out`. What is left out: hop-by-hop fields and what Connection names, Authorization and
// cookies of this daemon, framing and Expect, whatever a client says of who it is (X-Forwarded-*, Forwarded, X-Real-IP, ...), also with
// underscores, which some backends read as hyphens. Then ours: Host, X-Forwarded-*, Forwarded, Via, CDN-Loop, X-Request-Id.
void put_request_head(const RequestHead& head, const Outgoing& outgoing, std::string& out);

// Lines of the reply's head for the client, to the end of `out`: without hop-by-hop fields, framing, cookies of this daemon's names,
// and what speaks of the backend's own address (Alt-Svc). With Via.
struct Returned {
  bool has_server = false, has_date = false;
};
Returned put_reply_fields(const Fields& fields, bool upgraded, std::string& out);

// RFC 8586: the request has been here already, or at so many daemons of this kind that it will not end.
bool is_looping(const RequestHead& head, std::string_view loop_word);

}  // namespace chitty::host::daemon
