#include "fact_value.hpp"

#include <algorithm>
#include <chitty/time.hpp>
#include <chrono>

namespace chittyverify {

namespace {

constexpr std::int64_t a_day = 86'400'000;
constexpr std::size_t most_digits = 12;  // of an amount, so that its millionths fit

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string plain(std::string_view written) {
  std::string text;
  bool space = false;
  for (const char c : written) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      space = !text.empty();
      continue;
    }
    if (space) text += ' ';
    space = false;
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

void read_time(std::string_view written, FactValue& value) {
  if (const auto moment = chitty::parse_rfc3339(written)) {
    value.from = value.until = *moment;
    return;
  }
  auto rest = written;
  const auto day = chitty::detail::calendar_date(rest);
  if (!day || !day->ok() || !rest.empty()) return;
  value.from = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::sys_days(*day).time_since_epoch()).count();
  value.until = *value.from + a_day - 1;
}

std::string_view take_currency(std::string_view& text) {
  for (const auto& [sign, code] : {std::pair<std::string_view, std::string_view>{"$", "usd"}, {"\xE2\x82\xAC", "eur"}, {"\xC2\xA3", "gbp"}}) {
    if (text.starts_with(sign)) return text.remove_prefix(sign.size()), code;
    if (text.ends_with(sign)) return text.remove_suffix(sign.size()), code;
  }
  const auto is_code = [](std::string_view word) { return word.size() == 3 && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }); };
  std::string_view code;
  if (text.size() > 4 && text[3] == ' ' && is_code(text.substr(0, 3))) code = text.substr(0, 3), text.remove_prefix(4);
  else if (text.size() > 4 && text[text.size() - 4] == ' ' && is_code(text.substr(text.size() - 3))) code = text.substr(text.size() - 3), text.remove_suffix(4);
  return code;
}

// "1,000.50", with commas between groups of three, or none.
std::optional<std::int64_t> millionths(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  auto fraction = std::string(point == std::string_view::npos ? std::string_view() : text.substr(point + 1));
  if (whole.empty() || (point != std::string_view::npos && fraction.empty()) || fraction.size() > 6) return std::nullopt;
  const auto first = whole.find(',');
  std::int64_t number = 0;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const bool at_comma = first != std::string_view::npos && i >= first && (i - first) % 4 == 0;
    if (at_comma != (whole[i] == ',') || (first == 0)) return std::nullopt;
    if (at_comma) continue;
    if (!is_digit(whole[i]) || ++digits > most_digits) return std::nullopt;
    number = number * 10 + (whole[i] - '0');
  }
  if (first != std::string_view::npos && (first > 3 || (whole.size() - first) % 4 != 0)) return std::nullopt;
  fraction.resize(6, '0');
  for (const char c : fraction) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return negative ? -number : number;
}

}  // namespace

FactValue fact_value(std::string_view written) {
  FactValue value;
  value.text = plain(written);
  std::string upper = value.text;  // RFC 3339 in capitals, however it was written
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  read_time(upper, value);
  if (value.from) return value;
  std::string_view rest = value.text;
  const auto currency = take_currency(rest);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  while (rest.ends_with(' ')) rest.remove_suffix(1);
  value.amount = millionths(rest);
  if (value.amount) value.currency = currency;
  return value;
}

bool agree(const FactValue& one, const FactValue& other) {
  if (one.from && other.from) return *one.from <= *other.until && *other.from <= *one.until;
  if (one.amount && other.amount) return one.amount == other.amount && (one.currency.empty() || other.currency.empty() || one.currency == other.currency);
  return one.text == other.text;
}

}  // namespace chittyverify
