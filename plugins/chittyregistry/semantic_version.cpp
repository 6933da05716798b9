#include "semantic_version.hpp"

#include <algorithm>

namespace chittyregistry {

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_part(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

bool is_number(std::string_view text) { return is_digits(text) && (text.size() == 1 || text[0] != '0'); }

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  for (;;) {
    const auto dot = text.find('.');
    parts.emplace_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

// Of any length: numbers that no integer holds are ordered as well.
int compare_numbers(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

int compare_parts(const std::string& a, const std::string& b) {
  if (is_digits(a) && is_digits(b)) return compare_numbers(a, b);
  if (is_digits(a) != is_digits(b)) return is_digits(a) ? -1 : 1;
  return a.compare(b);
}

}  // namespace

bool SemanticVersion::operator<(const SemanticVersion& other) const {
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (const int order = compare_numbers(numbers[i], other.numbers[i])) return order < 0;
  if (is_release() || other.is_release()) return !is_release() && other.is_release();
  for (std::size_t i = 0; i < std::min(pre.size(), other.pre.size()); ++i)
    if (const int order = compare_parts(pre[i], other.pre[i])) return order < 0;
  return pre.size() < other.pre.size();
}

std::optional<SemanticVersion> parse_version(std::string_view text) {
  if (const auto plus = text.find('+'); plus != std::string_view::npos) {
    const auto build = parts_of(text.substr(plus + 1));
    if (!std::all_of(build.begin(), build.end(), [](const auto& part) { return is_part(part); })) return std::nullopt;
    text = text.substr(0, plus);
  }
  const auto dash = text.find('-');
  SemanticVersion version{parts_of(text.substr(0, dash)), {}};
  if (version.numbers.size() != 3 || !std::all_of(version.numbers.begin(), version.numbers.end(), [](const auto& part) { return is_number(part); }))
    return std::nullopt;
  if (dash == std::string_view::npos) return version;
  version.pre = parts_of(text.substr(dash + 1));
  for (const auto& part : version.pre)
    if (!is_part(part) || (is_digits(part) && !is_number(part))) return std::nullopt;
  return version;
}

std::string latest_of(const std::vector<std::string>& versions) {
  std::string best;
  std::optional<SemanticVersion> highest;
  for (const auto& text : versions) {
    const auto version = parse_version(text);
    if (!version) continue;
    const bool better = !highest || (version->is_release() != highest->is_release() ? version->is_release() : *highest < *version);
    if (better) best = text, highest = version;
  }
  return best;
}

}  // namespace chittyregistry
