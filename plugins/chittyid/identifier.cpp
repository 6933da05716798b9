#include "identifier.hpp"

#include "sequence.hpp"

#include <chitty/time.hpp>

#include <vector>

namespace chitty::id {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// Is `c` what one element of a pattern stands for?
bool is_in(std::string_view element, char c) {
  switch (element[0]) {
    case '[': return element.substr(1, element.size() - 2).find(c) != element.npos;
    case '9': return is_digit(c);
    case 'A': return is_capital(c);
    case 'X': return is_digit(c) || is_capital(c);
    default: return c == element[0];
  }
}

// Old ones say the year, or the month, by one digit.
bool is_month(std::string_view text) {
  return matches("99", text) || matches("999", text) || matches("990[123456789]", text) || matches("991[012]", text);
}

// One part: its name, what it must be in words, and the form of it; sequence and month have tests of their own.
struct Part {
  const char *field, *must, *pattern;
  bool fits(std::string_view text) const {
    if (*pattern) return matches(pattern, text);
    return field == std::string_view("yearMonth") ? is_month(text) : sequence_ordinal(text).has_value();
  }
};

constexpr Part parts_in_order[] = {{"version", "two digits from 01 to 05", "0[12345]"},
                                   {"region", "one digit", "9"},
                                   {"jurisdiction", "three capital letters such as USA", "AAA"},
                                   {"sequential", "0001 to 9999, or A000 to ZZZZ", ""},
                                   {"entityType", "one of P, L, T, E, A", "[PLTEA]"},
                                   {"yearMonth", "a year and a month as YYMM", ""},
                                   {"trustLevel", "one digit from 0 to 5", "[012345]"},
                                   {"checksum", "two digits", "99"}};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const char c : text)
    if (c == '-')
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

Error wrong(std::string_view field, std::string_view value, std::string message) {
  auto error = usage_error(std::move(message), "A ChittyID looks like 03-1-USA-4448-P-2609-0-88");
  error.details = {{"field", field}, {"value", value}};
  return error;
}

}  // namespace

std::string checksum(std::string_view fields) {
  int remainder = 0;
  for (const char c : fields) remainder = (is_digit(c) ? remainder * 10 + (c - '0') : remainder * 100 + (c - 'A' + 10)) % 97;
  const int check = (98 - remainder) % 97;
  return {static_cast<char>('0' + check / 10), static_cast<char>('0' + check % 10)};
}

std::string year_month(std::int64_t ms) {
  const auto date = rfc3339(ms);
  return date.substr(2, 2) + date.substr(5, 2);
}

bool matches(std::string_view pattern, std::string_view text) {
  while (!pattern.empty()) {
    const auto element = pattern.substr(0, pattern[0] == '[' ? pattern.find(']') + 1 : 1);
    pattern.remove_prefix(element.size());
    const bool repeated = pattern.starts_with('+');
    if (repeated) pattern.remove_prefix(1);
    std::size_t fits = 0;
    while (fits < text.size() && (fits == 0 || repeated) && is_in(element, text[fits])) ++fits;
    if (fits == 0) return false;
    text.remove_prefix(fits);
  }
  return text.empty();
}

std::string Identifier::text() const {
  return version + "-" + region + "-" + jurisdiction + "-" + sequence + "-" + entity + "-" + month + "-" + trust + "-" +
         (check.empty() ? expected_check() : check);
}

json::object Identifier::components() const {
  return {{"version", version}, {"region", region}, {"jurisdiction", jurisdiction}, {"sequential", sequence}, {"entityType", std::string(1, entity)}, {"yearMonth", month}, {"trustLevel", std::string(1, trust)}, {"checksum", check.empty() ? expected_check() : check}};
}

std::string_view strip_did(std::string_view text) {
  if (text.starts_with(did_prefix)) text.remove_prefix(did_prefix.size());
  return text;
}

std::string did_of(std::string_view text) { return std::string(did_prefix).append(strip_did(text)); }

Result<Identifier> parse_identifier(std::string_view given) {
  const std::string text(strip_did(given));
  if (text.empty()) return wrong("", given, "missing identifier");
  const auto parts = split(text);
  if (parts.size() != 8)
    return wrong("", given, "Not a ChittyID: it has " + std::to_string(parts.size()) + (parts.size() == 1 ? " part" : " parts") + " between hyphens and needs 8: " + text);
  for (std::size_t i = 0; i < 8; ++i)
    if (const auto& part = parts_in_order[i]; !part.fits(parts[i]))
      return wrong(part.field, parts[i], std::string("Not a ChittyID: its ") + part.field + " \"" + parts[i] + "\" is not " + part.must + ".");
  const bool error_region = parts[1] == "0";
  if (error_region != (parts[2] == "ERR"))
    return wrong(error_region ? "region" : "jurisdiction", parts[error_region ? 1 : 2],
                 "Not a ChittyID: region 0 and jurisdiction ERR belong together, for identifiers that report an error.");
  return Identifier{parts[0], parts[1], parts[2], parts[3], parts[4][0], parts[5], parts[6][0], parts[7]};
}

Result<void> check_identifier(const Identifier& identifier) {
  const auto expected = identifier.expected_check();
  if (identifier.check == expected) return {};
  auto error = wrong("checksum", identifier.check,
                     "The checksum is wrong: it is " + identifier.check + " where the other parts give " + expected + ".");
  error.code = Code::refused;
  error.hint = "A character was mistyped; compare it with the original.";
  error.details["expected"] = expected;
  return error;
}

Result<std::string> checked_did(std::string_view text) {
  CHITTY_TRY(const auto identifier, parse_identifier(text));
  CHITTY_DO(check_identifier(identifier));
  return identifier.did();
}

std::string_view region_name(char region) {
  constexpr std::string_view names[] = {"Error", "North America", "South America", "Europe", "Asia",
                                        "Africa", "Oceania", "Antarctica", "International waters", "Digital"};
  return is_digit(region) ? names[region - '0'] : "unknown";
}

std::string_view trust_name(char level) {
  constexpr std::string_view names[] = {"Unverified", "Basic", "Standard", "Verified", "Premium", "Official"};
  return level >= '0' && level <= '5' ? names[level - '0'] : "unknown";
}

std::string_view version_name(std::string_view version) {
  constexpr std::string_view names[] = {"deprecated", "legacy", "current", "beta", "experimental"};
  return matches("0[12345]", version) ? names[version[1] - '1'] : "unknown";
}

std::string_view error_reason(const Identifier& identifier) {
  if (identifier.region != "0") return {};
  constexpr std::string_view reasons[] = {"MINT_UNAVAILABLE", "MINT_TIMEOUT", "MINT_REJECTED", "DRAND_UNAVAILABLE",
                                          "CERT_UNAVAILABLE", "TRUST_UNAVAILABLE", "RATE_LIMITED", "INVALID_REQUEST"};
  const auto ordinal = sequence_ordinal(identifier.sequence).value_or(0);
  return ordinal >= 1 && ordinal <= 8 ? reasons[ordinal - 1] : "INTERNAL_ERROR";
}

}  // namespace chitty::id
