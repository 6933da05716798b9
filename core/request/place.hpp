// What stands where in a reply.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "net/transport.hpp"
#include "request/words.hpp"

namespace chitty::host {

// A reply that has been read: its JSON, its head, its last record if it has records.
struct Seen {
  const json::value& body;
  const HttpReply& head;
  const json::value* last = nullptr;
};

// Nothing when it is absent, null, false or empty.
std::optional<json::value> find_place(const Place& place, const Seen& seen);

// The target of the first link with this relation in a field Link (RFC 8288), or empty.
std::string link_of(std::string_view field, std::string_view relation);

}  // namespace chitty::host
