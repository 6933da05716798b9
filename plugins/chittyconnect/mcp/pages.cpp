#include "pages.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>

namespace chittyconnect::mcp {

namespace {

constexpr std::size_t most_kept = 64, most_bytes_kept = 32 << 20;
constexpr std::int64_t kept_for_ms = 10 * 60 * 1000;

// The place behind `from` where a page of a text ends: not within a character.
std::size_t cut(const std::string& text, std::size_t from) {
  auto end = std::min(text.size(), from + page_bytes);
  while (end < text.size() && end > from && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

}  // namespace

void Pages::forget(std::int64_t now, std::size_t room) {
  while (!kept_.empty() && (kept_.front().until <= now || kept_.size() >= most_kept || bytes_ + room > most_bytes_kept)) {
    bytes_ -= kept_.front().bytes;
    kept_.pop_front();
  }
}

json::object Pages::page(Rest& rest, std::size_t from) {
  json::object out;
  std::size_t end = from, size = 0, count = rest.text.size();
  if (rest.text.empty()) {
    json::array records;
    count = rest.records.size();
    for (; end < count; ++end) {
      const auto bytes = json::serialize(rest.records[end]).size() + 1;
      if (end > from && size + bytes > page_bytes) break;
      size += bytes;
      records.push_back(rest.records[end]);
    }
    out["records"] = std::move(records);
  } else {
    end = cut(rest.text, from);
    out["text"] = rest.text.substr(from, end - from);
  }
  out["more"] = end < count;
  if (end < count) {
    if (rest.id.empty()) rest.id = random_();
    out["nextCursor"] = rest.id + "." + std::to_string(end);
  }
  return out;
}

json::object Pages::begin(Rest rest, std::int64_t now) {
  auto first = page(rest, 0);
  if (rest.id.empty()) return first;
  rest.bytes = rest.text.empty() ? json::serialize(rest.records).size() : rest.text.size();
  forget(now, rest.bytes);
  bytes_ += rest.bytes;
  kept_.push_back(std::move(rest));
  return first;
}

json::object Pages::first(std::string caller, json::array records, std::int64_t now) {
  return begin({{}, std::move(caller), {}, std::move(records), 0, now + kept_for_ms}, now);
}

json::object Pages::first(std::string caller, std::string text, std::int64_t now) {
  return begin({{}, std::move(caller), std::move(text), {}, 0, now + kept_for_ms}, now);
}

std::optional<json::object> Pages::next(const std::string& caller, const std::string& cursor, std::int64_t now) {
  forget(now, 0);
  const auto dot = cursor.rfind('.');
  std::size_t from = 0;
  if (dot == std::string::npos) return std::nullopt;
  const auto* end = cursor.data() + cursor.size();
  if (const auto [at, problem] = std::from_chars(cursor.data() + dot + 1, end, from); problem != std::errc() || at != end) return std::nullopt;
  for (auto& rest : kept_) {
    if (cursor.compare(0, dot, rest.id) != 0 || rest.caller != caller) continue;
    const auto count = rest.text.empty() ? rest.records.size() : rest.text.size();
    const bool within_character = !rest.text.empty() && from < count && (static_cast<unsigned char>(rest.text[from]) & 0xC0U) == 0x80U;
    if (from >= count || within_character) return std::nullopt;
    return page(rest, from);
  }
  return std::nullopt;
}

}  // namespace chittyconnect::mcp
