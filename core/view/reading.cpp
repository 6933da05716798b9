#include "view/reading.hpp"

#include "base/time.hpp"
#include "view/cells.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace chitty::host {

namespace {

struct Span {
  std::int64_t ms;
  const char* one;
  const char* many;
};
constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::array spans{Span{365 * day, "year", "years"}, Span{day, "day", "days"}, Span{hour, "hour", "hours"},
                           Span{minute, "minute", "minutes"}, Span{second, "second", "seconds"}};

// Only RFC 3339 with date and time, as services write it; "2026-11-23" alone is a date, and stays one.
std::optional<std::int64_t> time_in(const json::value* cell) {
  if (!cell || !cell->is_string()) return {};
  const std::string_view text = cell->get_string();
  if (text.size() < 20 || text.size() > 35 || text[4] != '-' || text[10] != 'T') return {};
  const auto time = parse_time(text, 0);
  return time ? std::optional(*time) : std::nullopt;
}

std::string_view member_of(const Column& column) {
  const std::string_view pointer = column.pointer;
  return pointer.substr(pointer.rfind('/') + 1);
}

constexpr std::array<std::string_view, 15> good{"active", "allowed", "connected", "current", "healthy", "installed", "live", "ok",
                                                "pass", "ready", "running", "up", "valid", "verified", "yes"};
constexpr std::array<std::string_view, 22> bad{"crashed", "dead", "denied", "down", "error", "expired", "fail", "failed", "failure", "firing", "hanging", "invalid", "invalidated",
                                               "missing", "quarantined", "refused", "rejected", "revoked", "stopped", "suspended", "unhealthy",
                                               "unreachable"};
constexpr std::array<std::string_view, 12> between{"degraded", "expiring", "flapping", "gone", "paused", "pending", "retired", "rotating", "skipped", "starting", "stopping", "warning"};

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

namespace {

std::string distance(std::int64_t time_ms, std::int64_t now_ms, bool in_short) {
  const std::int64_t distance = time_ms > now_ms ? time_ms - now_ms : now_ms - time_ms;
  if (distance < 2 * second) return "just now";
  for (const auto& span : spans) {
    if (distance < span.ms) continue;
    const auto count = (distance + span.ms / 2) / span.ms;  // nearest: thirty days from now, a second later, are still thirty
    const auto words = std::to_string(count) + (in_short ? std::string(1, span.one[0]) : " " + std::string(count == 1 ? span.one : span.many));
    return time_ms > now_ms ? "in " + words : words + " ago";
  }
  return "just now";
}

// "~/x" for what is below the home folder, "file:~/x" likewise.
std::string from_home(std::string text) {
  const char* home = std::getenv("HOME");
  const std::string_view folder = home ? home : "";
  if (folder.size() < 2 || folder.front() != '/') return text;
  const auto slash = text.find('/');
  if (slash == text.npos || (slash > 0 && text[slash - 1] != ':')) return text;
  if (text.compare(slash, folder.size(), folder) == 0 && text.size() > slash + folder.size() && text[slash + folder.size()] == '/')
    text.replace(slash, folder.size(), "~");
  return text;
}

}  // namespace

std::string distance_text(std::int64_t time_ms, std::int64_t now_ms) { return distance(time_ms, now_ms, false); }

std::string short_distance_text(std::int64_t time_ms, std::int64_t now_ms) { return distance(time_ms, now_ms, true); }

std::string table_text(const json::value* cell, std::int64_t now_ms) {
  if (const auto time = now_ms == 0 ? std::nullopt : time_in(cell)) return short_distance_text(*time, now_ms);
  if (now_ms == 0) return reading_text(cell);
  if (cell && cell->is_bool()) return cell->get_bool() ? "*" : "";
  return cell && cell->is_string() ? from_home(reading_text(cell)) : reading_text(cell);
}

std::string object_text(const json::value* cell, std::int64_t now_ms) {
  std::string text = reading_text(cell);
  if (const auto time = now_ms == 0 ? std::nullopt : time_in(cell)) text += " (" + distance_text(*time, now_ms) + ")";
  return text;
}

std::string_view state_colour(const Column& column, std::string_view text) {
  const auto member = member_of(column);
  if (member != "state" && member != "status" && member != "health") return {};
  if (has(good, text)) return "\x1b[32m";
  if (has(bad, text)) return "\x1b[31m";
  if (has(between, text)) return "\x1b[33m";
  return {};
}

bool ends_tell(const Column& column) {
  const auto member = member_of(column);
  return member == "kid" || member == "file" || member == "path" || member == "from" || member == "key";
}

bool is_identifier(const Column& column) {
  const auto member = member_of(column);
  return member == "id" || member == "did" || member.ends_with("Id");
}

}  // namespace chitty::host
