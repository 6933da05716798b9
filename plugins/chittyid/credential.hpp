// A verifiable credential as two texts to be signed: W3C VC 2.0 with JOSE (`vc+jwt`), and the older VC 1.1 JWT with its `vc`
// claim for verifiers that know only that. (The newer specification forbids `vc` in its payload, so one text cannot be both.)
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <string>

namespace chitty::id {

struct Credential {
  std::string uuid, type, issuer, subject;
  json::object claims{};
  std::string asserted_by{};             // who says the claims, a DID; empty: the authority attests them
  std::int64_t issued = 0, expires = 0;  // milliseconds since 1970
  std::string status_list{};             // the list's URL
  std::int64_t list = 0, status_index = 0;
};

json::object payload_vc2(const Credential& credential);
json::object payload_vc1(const Credential& credential);

// Are its claims said by somebody and not attested by the authority? Of a payload of either form.
bool is_self_asserted(const json::object& payload);

// The status list as a credential of its own.
json::object payload_status_list(const std::string& url, const std::string& issuer, const std::string& encoded, std::int64_t now);

}  // namespace chitty::id
