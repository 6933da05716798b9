#include "entity_id.hpp"

#include <algorithm>
#include <vector>

namespace chittytrust {

using namespace chitty;

namespace {

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_plain(char c) { return is_letter(c) || is_digit(c); }

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = std::min(text.find('-'), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

// VV-G-LLL-SSSS-T-YM-C-X: old ones have shorter months and check digits than new ones.
bool is_chitty_id(std::string_view text) {
  if (text.starts_with(did_prefix)) text.remove_prefix(did_prefix.size());
  const auto parts = parts_of(text);
  if (parts.size() != 8) return false;
  constexpr std::size_t least[] = {2, 1, 3, 4, 1, 2, 1, 1}, most[] = {2, 1, 3, 4, 1, 4, 1, 2};
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i].size() < least[i] || parts[i].size() > most[i] || !std::all_of(parts[i].begin(), parts[i].end(), is_plain)) return false;
  return std::all_of(parts[0].begin(), parts[0].end(), is_digit);
}

Result<std::string> entity_of(std::string_view text) {
  const auto fits = [](char c) { return is_plain(c) || c == '.' || c == '_' || c == ':' || c == '@' || c == '-'; };
  const bool right = !text.empty() && text.size() <= 128 && is_plain(text.front()) && std::all_of(text.begin(), text.end(), fits) &&
                     (!text.starts_with(did_prefix) || text.size() > did_prefix.size());
  if (!right)
    return usage_error("invalid entity '" + std::string(text.substr(0, 128)) + "'", "Give a ChittyID, a DID, or another subject such as owner");
  return is_chitty_id(text) && !text.starts_with(did_prefix) ? std::string(did_prefix) + std::string(text) : std::string(text);
}

}  // namespace chittytrust
