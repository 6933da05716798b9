#include "view/large_integers.hpp"

#include <boost/json/serialize.hpp>
#include <bit>
#include <charconv>
#include <cmath>

namespace chitty::host {
namespace {

constexpr double exact_up_to = 9007199254740992.0;  // 2^53

// Each number in a value, wherever it is. Values are as deep as the parser allows, so recursion is bounded.
template <class Value, class Visit>
void each_number(Value& value, const Visit& visit) {
  if (value.is_number())
    visit(value);
  else if (auto* items = value.if_array())
    for (auto& item : *items) each_number(item, visit);
  else if (auto* members = value.if_object())
    for (auto& member : *members) each_number(member.value(), visit);
}

// What libjq 1.6 writes for a double: 17 significant digits.
std::string rounded_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

// A double that was an integer beyond 64 bits, as far as one can tell: its shortest form has hardly a digit to spare, as 6.022E23 has.
bool was_long_integer(double value) {
  constexpr double beyond_64_bits = 9223372036854775808.0;  // 2^63
  if (!std::isfinite(value) || std::fabs(value) < beyond_64_bits) return false;
  const auto text = json::serialize(json::value(value));
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == 'E' || c == 'e') break;
    if (c >= '0' && c <= '9') ++digits;
  }
  return digits >= 16;
}

bool is_exact(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem != std::errc() || end != digits.data() + digits.size()) return false;
  return value < static_cast<std::uint64_t>(exact_up_to) || std::countr_zero(value) >= 11 - std::countl_zero(value);
}

bool in_a_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '.'; }

}  // namespace

void LargeIntegers::note_literals(std::string_view filter) {
  bool in_string = false;
  for (std::size_t at = 0; at < filter.size(); ++at) {
    if (in_string && filter[at] == '\\') {
      ++at;
    } else if (filter[at] == '"') {
      in_string = !in_string;
    } else if (!in_string && in_a_word(filter[at])) {
      const auto begin = at;
      while (at < filter.size() && in_a_word(filter[at])) ++at;
      const auto word = filter.substr(begin, at - begin);
      --at;
      if (word.find_first_not_of("0123456789") == word.npos && !is_exact(word)) lost_ = true;
    }
  }
}

void LargeIntegers::note(const json::value& input) {
  each_number(input, [this](const json::value& number) { note_number(number); });
}

void LargeIntegers::note_number(const json::value& number) {
  if (number.is_double()) {
    if (was_long_integer(number.get_double()) && known_.size() < most_known) known_.try_emplace(number.get_double(), Known{number, true});
    return;
  }
  const double rounded = number.is_int64() ? static_cast<double>(number.get_int64()) : static_cast<double>(number.get_uint64());
  if (std::fabs(rounded) < exact_up_to) return;
  if (known_.size() >= most_known) {
    lost_ = true;
    return;
  }
  const auto [at, is_new] = known_.try_emplace(rounded, Known{number});
  if (!is_new && at->second.exact != number) at->second.ambiguous = true;
}

void LargeIntegers::restore(json::value& output) {
  if (known_.empty()) return;
  each_number(output, [this](json::value& number) { restore_number(number); });
}

void LargeIntegers::restore_number(json::value& number) {
  const double value = number.to_number<double>();
  const auto found = known_.find(value);
  if (found == known_.end()) {
    // Two parsers may read so long a number as neighbours.
    const auto near = [&](const auto& entry) { return entry.second.exact.is_double() && std::fabs(entry.first - value) <= std::fabs(value) * 5e-16; };
    const auto next = known_.lower_bound(value);
    if ((next != known_.end() && near(*next)) || (next != known_.begin() && near(*std::prev(next)))) lost_ = true;
    return;
  }
  if (found->second.ambiguous)
    lost_ = true;
  else
    number = found->second.exact;
}

void LargeIntegers::look_for_rounded(std::string_view output) {
  for (const auto& [rounded, known] : known_) {
    if (lost_) return;
    const auto text = rounded_text(rounded);
    if (text != json::serialize(known.exact) && output.find(text) != std::string_view::npos) lost_ = true;
  }
}

std::string LargeIntegers::warning() const {
  return lost_ ? "--jq rounds integers beyond 2^53, and some here have lost digits; -o json shows them exactly" : "";
}

}  // namespace chitty::host
