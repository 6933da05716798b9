// A cell as a person reads it on a terminal: times by their distance, lists as words, states in colour. Pipes and JSON get the
// value itself.
#pragma once

#include "manifest/manifest.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host {

// "3 minutes ago", "in 30 days", "just now"; whole units, the largest that fits.
std::string distance_text(std::int64_t time_ms, std::int64_t now_ms);

// The same where there is little room: "3m ago", "in 30d".
std::string short_distance_text(std::int64_t time_ms, std::int64_t now_ms);

// For a table: a time is its distance from `now_ms`, a boolean is "*" or nothing, a file of one's own begins with ~; 0: as it is.
// Not yet harmless.
std::string table_text(const json::value* cell, std::int64_t now_ms);

// For an object, where there is room: "2026-11-23T14:25:37Z (3 minutes ago)".
std::string object_text(const json::value* cell, std::int64_t now_ms);

// The escape sequence that a state is shown in ("active" green, "revoked" red, "expiring" yellow), or empty when the column is
// no state or the word is not known.
std::string_view state_colour(const Column& column, std::string_view text);

// True for a column whose values differ at their ends, as paths and keys do: one too long loses its middle.
bool ends_tell(const Column& column);

// True for a column that people copy from: the name of its member is id, did or ends in Id.
bool is_identifier(const Column& column);

}  // namespace chitty::host
