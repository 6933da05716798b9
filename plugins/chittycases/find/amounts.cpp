// Amounts of money. Numbers stay decimal texts: nothing is rounded.
#include <algorithm>
#include <array>
#include <optional>

#include "finders.hpp"
#include "scan.hpp"

namespace chittycases::find {

namespace {

struct Currency {
  std::string_view sign, code;
};
constexpr std::array<Currency, 14> signs{{{"us$", "USD"}, {"c$", "CAD"}, {"c $", "CAD"}, {"ca$", "CAD"}, {"a$", "AUD"}, {"au$", "AUD"}, {"hk$", "HKD"}, {"nz$", "NZD"}, {"s$", "SGD"}, {"$", "USD"}, {"\xc2\xa3", "GBP"}, {"\xe2\x82\xac", "EUR"}, {"\xc2\xa5", "JPY"}, {"\xe2\x82\xb9", "INR"}}};
constexpr std::array<std::string_view, 18> codes{"rmb", "btc", "usd", "eur", "gbp", "jpy", "cad", "aud", "chf", "cny", "inr", "mxn", "hkd", "sgd", "nzd", "sek", "nok", "dkk"};
constexpr std::array<Currency, 46> names{{{"dutch guilders", "NLG"}, {"guilders", "NLG"}, {"pesetas", "ESP"}, {"turkish lira", "TRY"}, {"bitcoins", "BTC"}, {"penny", "USD cents"}, {"u.s. dollars", "USD"}, {"u.s. dollar", "USD"}, {"us dollars", "USD"}, {"us dollar", "USD"}, {"united states dollars", "USD"}, {"canadian dollars", "CAD"}, {"canadian dollar", "CAD"}, {"australian dollars", "AUD"}, {"hong kong dollars", "HKD"}, {"new zealand dollars", "NZD"}, {"singapore dollars", "SGD"}, {"pounds sterling", "GBP"}, {"british pounds", "GBP"}, {"swiss francs", "CHF"}, {"french francs", "FRF"}, {"deutsche marks", "DEM"}, {"finnish markka", "FIM"}, {"finnish markkaa", "FIM"}, {"danish kroner", "DKK"}, {"swedish kronor", "SEK"}, {"norwegian kroner", "NOK"}, {"mexican pesos", "MXN"}, {"indian rupees", "INR"}, {"chinese yuan", "CNY"}, {"japanese yen", "JPY"}, {"dollars", "USD"}, {"dollar", "USD"}, {"cents", "USD cents"}, {"cent", "USD cents"}, {"euros", "EUR"}, {"euro", "EUR"}, {"pounds", "GBP"}, {"pence", "GBP pence"}, {"yen", "JPY"}, {"yuan", "CNY"}, {"rupees", "INR"}, {"rupee", "INR"}, {"francs", "CHF"}, {"renminbi", "CNY"}, {"pesos", "MXN"}}};
struct Scale {
  std::string_view word;
  std::size_t zeros;
};
constexpr std::array<Scale, 14> scales{{{"thousand", 3}, {"million", 6}, {"millions", 6}, {"billion", 9}, {"trillion", 12}, {"hundred", 2}, {"mil", 6}, {"mln", 6}, {"mn", 6}, {"mm", 6}, {"bn", 9}, {"b", 9}, {"k", 3}, {"m", 6}}};

std::optional<std::string_view> take_sign(std::string_view text, std::size_t& at) {
  for (const auto& [sign, code] : signs) {
    auto after = at;
    if (is_letter(sign.front()) && static_cast<unsigned char>(sign.front()) < 0x80 && !begins_word(text, at)) continue;
    if (skip_text(text, after, sign)) return at = after, code;
  }
  return std::nullopt;
}

std::optional<std::string_view> take_code(std::string_view text, std::size_t& at) {
  for (const auto code : codes)
    if (skip_word(text, at, code)) return code;
  return std::nullopt;
}

std::optional<std::string_view> take_name(std::string_view text, std::size_t& at) {
  for (const auto& [name, code] : names)
    if (skip_word(text, at, name)) return code;
  return std::nullopt;
}

// "1,234,567.89" as "1234567.89".
std::optional<std::string> take_decimal(std::string_view text, std::size_t& at) {
  std::string number;
  auto end = at;
  const auto digits = [&](std::size_t i) { return i < text.size() && is_digit(text[i]); };
  while (digits(end) && number.size() <= 40) number += text[end++];
  if (number.empty() && !(at_or_nul(text, end) == '.' && digits(end + 1))) return std::nullopt;
  while (number.size() <= 40 && at_or_nul(text, end) == ',' && digits(end + 1) && digits(end + 2) && digits(end + 3) && !digits(end + 4)) {
    number.append(text.substr(end + 1, 3));
    end += 4;
  }
  if (at_or_nul(text, end) == '.' && digits(end + 1)) {
    if (number.empty()) number = "0";
    number += '.';
    for (++end; digits(end) && number.size() <= 40;) number += text[end++];
  }
  if (number.size() > 40) return std::nullopt;
  at = end;
  return number;
}

std::string scaled(std::string number, std::size_t zeros) {
  auto point = number.find('.');
  std::string fraction = point == std::string::npos ? std::string() : number.substr(point + 1);
  number = number.substr(0, point);
  for (; zeros > 0; --zeros) {
    number += fraction.empty() ? '0' : fraction.front();
    if (!fraction.empty()) fraction.erase(0, 1);
  }
  number.erase(0, std::min(number.find_first_not_of('0'), number.size() - 1));
  return fraction.empty() ? number : number + "." + fraction;
}

// Behind a number: " million", "M".
std::size_t take_scale(std::string_view text, std::size_t& at) {
  auto after = at;
  skip_spaces(text, after);
  if (after == at + 1 && at_or_nul(text, after) == '-') return 0;
  for (const auto& [word, zeros] : scales) {
    auto behind = after;
    if ((word.size() > 2 || after == at) && skip_word(text, behind, word)) return at = behind, zeros;
  }
  return 0;
}

struct Number {
  std::string decimal;
  bool in_words = false;
};
std::optional<Number> take_number(std::string_view text, std::size_t& at) {
  if (auto decimal = take_decimal(text, at)) {
    for (int times = 0; times < 2; ++times) {
      const auto zeros = take_scale(text, at);
      if (zeros == 0) break;
      decimal = scaled(*decimal, zeros);
    }
    return Number{*decimal, false};
  }
  auto after = at;
  long long sum = 0;
  bool any = false;
  for (int parts = 0; parts < 6; ++parts) {
    const auto part = take_number_in_words(text, after);
    if (!part) break;
    any = true;
    at = after;
    const auto zeros = take_scale(text, at);
    long long times = 1;
    for (std::size_t i = 0; i < zeros; ++i) times *= 10;
    sum += *part * times;
    after = at;
    if (zeros == 0) break;
    skip_spaces(text, after);
    if (at_or_nul(text, after) == ',') ++after;
    skip_spaces(text, after);
    if (skip_word(text, after, "and")) skip_spaces(text, after);
  }
  if (!any) return std::nullopt;
  return Number{std::to_string(sum), true};
}

struct Amount {
  std::size_t end = 0;
  std::string decimal, currency;
  bool negative = false;
};

std::string upper(std::string_view code) {
  std::string out(code);
  for (auto& c : out)
    if (is_lower(c)) c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// "$1.5 million", "$(1,234)", "USD 1,000.00".
std::optional<Amount> sign_first(std::string_view text, std::size_t at) {
  auto currency = take_sign(text, at);
  std::string code = currency ? std::string(*currency) : std::string();
  if (!currency) {
    if (!begins_word(text, at)) return std::nullopt;
    auto glued = at;
    for (const auto known : codes)
      if (skip_text(text, glued, known)) {
        code = is_letter(at_or_nul(text, glued)) ? std::string() : upper(known);
        break;
      }
    if (code.empty()) return std::nullopt;
    at = glued;
  }
  skip_spaces(text, at);
  if (!currency && at_or_nul(text, at) == '$') ++at;
  const bool brackets = at_or_nul(text, at) == '(';
  if (brackets) ++at;
  bool minus = false;
  if (at_or_nul(text, at) == '-' && is_digit(at_or_nul(text, at + 1))) minus = true, ++at;
  auto decimal = take_decimal(text, at);
  if (!decimal) return std::nullopt;
  if (brackets && at_or_nul(text, at) != ')') return std::nullopt;
  if (brackets) ++at;
  for (int times = 0; times < 2; ++times) {
    const auto zeros = take_scale(text, at);
    if (zeros == 0) break;
    decimal = scaled(*decimal, zeros);
  }
  auto behind = at;
  skip_spaces(text, behind);
  if (const auto named = take_name(text, behind); named && code.starts_with(named->substr(0, 1))) at = behind;
  return Amount{at, *decimal, code, brackets || minus};
}

// " and 50 cents", behind an amount in dollars.
std::optional<std::string> take_cents(std::string_view text, std::size_t& at) {
  auto after = at;
  skip_spaces(text, after);
  if (skip_word(text, after, "and")) skip_spaces(text, after);
  std::optional<int> number;
  if (const auto digits = take_digits(text, after, 2)) number = std::stoi(*digits);
  else number = take_number_in_words(text, after);
  if (!number || *number > 99) return std::nullopt;
  skip_spaces(text, after);
  if (!skip_word(text, after, "cents") && !skip_word(text, after, "cent") && !skip_word(text, after, "pence")) return std::nullopt;
  at = after;
  return (*number < 10 ? "0" : "") + std::to_string(*number);
}

// "1,000 dollars", "five hundred thousand dollars", "250,000 USD".
std::optional<Amount> number_first(std::string_view text, std::size_t at) {
  const auto number = take_number(text, at);
  if (!number) return std::nullopt;
  skip_spaces(text, at);
  if (at_or_nul(text, at) == '-') ++at;
  if (skip_word(text, at, "of")) skip_spaces(text, at);
  if (const auto named = take_name(text, at)) {
    if (!named->ends_with("cents") && !named->ends_with("pence")) {
      const auto cents = number->decimal.find('.') == std::string::npos ? take_cents(text, at) : std::nullopt;
      return Amount{at, number->decimal + (cents ? "." + *cents : ""), std::string(*named), false};
    }
    const auto code = named->substr(0, 3);
    auto decimal = number->decimal;
    if (decimal.find('.') == std::string::npos) {
      decimal.insert(0, decimal.size() < 3 ? 3 - decimal.size() : 0, '0');
      decimal.insert(decimal.size() - 2, ".");
    }
    return Amount{at, decimal, std::string(code), false};
  }
  if (const auto code = take_code(text, at)) {
    auto next = at;
    skip_spaces(text, next);
    if (!is_digit(at_or_nul(text, next))) return Amount{at, number->decimal, upper(*code), false};
    return std::nullopt;  // "10 usd 20" begins with another one
  }
  // "10 €", and not the 10 before "$ 30".
  if (const auto sign = take_sign(text, at); sign && !is_digit(at_or_nul(text, at))) {
    auto next = at;
    skip_spaces(text, next);
    auto other = next;
    const bool again = take_decimal(text, other) && (skip_spaces(text, other), take_sign(text, other).has_value());
    if (!is_digit(at_or_nul(text, next)) || again) return Amount{at, number->decimal, std::string(*sign), false};
  }
  return std::nullopt;
}

}  // namespace

void find_amounts(const Plain& plain, std::vector<Finding>& found) {
  const auto text = plain.text();
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const bool begins = begins_word(text, at);
    if (!is_word(c) && c != '$') {
      ++at;
      continue;
    }
    auto amount = sign_first(text, at);
    if (!amount && begins && is_word(c)) amount = number_first(text, at);
    if (amount) {
      const bool bracketed = at > 0 && text[at - 1] == '(' && at_or_nul(text, amount->end) == ')' && at_or_nul(text, at > 1 ? at - 2 : 0) != ' ';
      boost::json::object value{{"amount", (amount->negative || bracketed ? "-" : "") + amount->decimal}, {"currency", amount->currency}};
      found.push_back(plain.found("amount", at, amount->end, std::move(value)));
      at = amount->end;
      continue;
    }
    if (c == '$' || static_cast<unsigned char>(c) >= 0x80) {
      ++at;
      continue;
    }
    while (at < text.size() && is_word(text[at]) && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  }
}

}  // namespace chittycases::find
