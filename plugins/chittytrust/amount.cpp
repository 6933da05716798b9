#include "amount.hpp"

#include <algorithm>

namespace chittytrust {

using namespace chitty;

namespace {

constexpr const char* hint = "Write an amount such as 10 or 2.50";

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Error wrong(const std::string& given, const std::string& why) { return usage_error("invalid amount '" + given + "': " + why, hint); }

}  // namespace

Result<Amount> amount_of(const json::value& given) {
  const auto text = given.is_string() ? std::string(given.get_string()) : given.is_int64() ? std::to_string(given.get_int64())
                                                                      : given.is_uint64()  ? std::to_string(given.get_uint64())
                                                                                           : std::string();
  if (text.size() > 1 && text.front() == '-' && all_digits(text.substr(1, text.find('.') - 1))) return wrong(text, "it is negative");
  const auto point = std::min(text.find('.'), text.size());
  const auto whole = text.substr(0, point), rest = point < text.size() ? text.substr(point + 1) : std::string();
  if (whole.empty() || !all_digits(whole) || !all_digits(rest) || (point < text.size() && rest.empty())) return wrong(text, "expected a number");
  if (rest.size() > 2) return wrong(text, "it has more than two decimals");
  if (whole.size() > 9) return wrong(text, "at most " + text_of(most_at_once) + " may move at once");
  const Amount amount = std::stoll(whole) * 100 + std::stoll((rest + "00").substr(0, 2));
  if (amount == 0) return wrong(text, "it is zero");
  if (amount > most_at_once) return wrong(text, "at most " + text_of(most_at_once) + " may move at once");
  return amount;
}

std::string text_of(Amount amount) {
  const bool negative = amount < 0;
  const auto minor = std::to_string((negative ? -amount : amount) % 100);
  return (negative ? "-" : "") + std::to_string((negative ? -amount : amount) / 100) + "." + (minor.size() < 2 ? "0" : "") + minor;
}

}  // namespace chittytrust
