// An event as it is kept, and what its place in the chain is computed from. Whoever has the events can do the same:
//
//   text   = JSON array of "chronicle-event/1" and the columns, in this order, as RFC 8785 writes it
//   chain  = SHA-256(chain of the event before || SHA-256(text)); before the first it is SHA-256("chronicle-log/1\n" || origin)
//   leaf   = the chain, of the tree that checkpoints sign (<chitty/merkle.hpp>)
//
// `metadata`, `related_events` and `integrations` go in as the text that was kept, so nobody has to write JSON alike.
#pragma once

#include <array>
#include <chitty/crypto.hpp>
#include <chitty/store.hpp>
#include <string>
#include <string_view>

namespace chittychronicle {

inline constexpr std::array<std::string_view, 17> event_columns{
    "seq", "id", "timestamp", "service", "action", "user_id", "user_email", "subject",
    "request_id", "status", "metadata", "related_events", "triggered_by", "integrations", "error_message", "recorded_by",
    "created_at"};

// "seq, id, …, chain", for a SELECT.
const std::string& selected_columns();

// What comes before the first event, 32 bytes.
std::string first_chain(const chitty::Crypto& crypto, std::string_view origin);

// What is hashed of `event`. Throws when a column is missing.
std::string text_of(const chitty::Row& event);

// 32 bytes: that of an event, behind `before`.
std::string chain_of(const chitty::Crypto& crypto, std::string_view before, std::string_view text);
std::string chain_of(const chitty::Crypto& crypto, std::string_view before, const chitty::Row& event);

}  // namespace chittychronicle
