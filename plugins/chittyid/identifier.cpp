#include "identifier.hpp"

#include "checksum.hpp"
#include "entity.hpp"
#include "sequence.hpp"

#include <algorithm>
#include <vector>

namespace chitty::id {

namespace {

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto hyphen = text.find('-');
    parts.push_back(text.substr(0, hyphen));
    if (hyphen == std::string_view::npos) return parts;
    text.remove_prefix(hyphen + 1);
  }
}

bool digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool capitals(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_month(std::string_view text) {
  if (!digits(text) || text.size() < 2 || text.size() > 4) return false;
  if (text.size() < 4) return true;  // old ones say the year, or the month, by one digit
  const int month = (text[2] - '0') * 10 + (text[3] - '0');
  return month >= 1 && month <= 12;
}

// One part: its name, what it must be in words, and the test of it.
struct Part {
  const char* field;
  const char* must;
  bool (*fits)(std::string_view);
};

constexpr Part parts_in_order[] = {
    {"version", "two digits from 01 to 05",
     [](std::string_view t) { return t.size() == 2 && t[0] == '0' && t[1] >= '1' && t[1] <= '5'; }},
    {"region", "one digit", [](std::string_view t) { return t.size() == 1 && digits(t); }},
    {"jurisdiction", "three capital letters such as USA", [](std::string_view t) { return t.size() == 3 && capitals(t); }},
    {"sequential", "0001 to 9999, or A000 to ZZZZ", [](std::string_view t) { return sequence_ordinal(t).has_value(); }},
    {"entityType", "one of P, L, T, E, A", [](std::string_view t) { return t.size() == 1 && !entity_name(t[0]).empty(); }},
    {"yearMonth", "a year and a month as YYMM", is_month},
    {"trustLevel", "one digit from 0 to 5", [](std::string_view t) { return t.size() == 1 && t[0] >= '0' && t[0] <= '5'; }},
    {"checksum", "two digits", [](std::string_view t) { return t.size() == 2 && digits(t); }},
};

Error wrong(std::string_view field, std::string_view value, std::string message, Code code = Code::invalid_argument) {
  Error error = make_error(code, std::move(message));
  error.hint = "A ChittyID looks like 03-1-USA-4448-P-2609-0-88";
  error.details = {{"field", field}, {"value", value}};
  return error;
}

}  // namespace

std::string Identifier::text() const {
  return version + "-" + region + "-" + jurisdiction + "-" + sequence + "-" + entity + "-" + month + "-" + trust + "-" +
         (check.empty() ? expected_check() : check);
}

std::string Identifier::expected_check() const {
  return checksum(version + region + jurisdiction + sequence + entity + month + trust);
}

std::string Identifier::sequence_key() const {
  return region + "-" + jurisdiction + "-" + entity + "-" + month + "-" + trust;
}

json::object Identifier::components() const {
  return {{"version", version},
          {"region", region},
          {"jurisdiction", jurisdiction},
          {"sequential", sequence},
          {"entityType", std::string(1, entity)},
          {"yearMonth", month},
          {"trustLevel", std::string(1, trust)},
          {"checksum", check.empty() ? expected_check() : check}};
}

std::string_view strip_did(std::string_view text) {
  if (text.substr(0, did_prefix.size()) == did_prefix) text.remove_prefix(did_prefix.size());
  return text;
}

Result<Identifier> parse_identifier(std::string_view given) {
  const auto text = strip_did(given);
  if (text.empty()) return wrong("", given, "There is no identifier to look at.");
  const auto parts = split(text);
  if (parts.size() != 8)
    return wrong("", given, "Not a ChittyID: it has " + std::to_string(parts.size()) + (parts.size() == 1 ? " part" : " parts") + " between hyphens and needs 8: " +
                                std::string(text));
  for (std::size_t i = 0; i < 8; ++i) {
    const auto& [field, must, fits] = parts_in_order[i];
    if (!fits(parts[i]))
      return wrong(field, parts[i],
                   "Not a ChittyID: its " + std::string(field) + " \"" + std::string(parts[i]) + "\" is not " + must + ".");
  }
  const bool error_region = parts[1] == "0";
  if (error_region != (parts[2] == "ERR"))
    return wrong(error_region ? "region" : "jurisdiction", parts[error_region ? 1 : 2],
                 "Not a ChittyID: region 0 and jurisdiction ERR belong together, for identifiers that report an error.");
  return Identifier{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), std::string(parts[3]),
                    parts[4][0],           std::string(parts[5]), parts[6][0],           std::string(parts[7])};
}

Result<void> check_identifier(const Identifier& identifier) {
  const auto expected = identifier.expected_check();
  if (identifier.check == expected) return {};
  Error error = wrong("checksum", identifier.check,
                      "The checksum is wrong: it is " + identifier.check + " where the other parts give " + expected + ".",
                      Code::refused);
  error.hint = "Somewhere a character was mistyped; compare it with where it came from.";
  error.details["expected"] = expected;
  return error;
}

std::string_view region_name(char region) {
  constexpr std::string_view names[] = {"Error",  "North America", "South America", "Europe",               "Asia",
                                        "Africa", "Oceania",       "Antarctica",    "International waters", "Digital"};
  return region >= '0' && region <= '9' ? names[region - '0'] : "unknown";
}

std::string_view trust_name(char level) {
  constexpr std::string_view names[] = {"Unverified", "Basic", "Standard", "Verified", "Premium", "Official"};
  return level >= '0' && level <= '5' ? names[level - '0'] : "unknown";
}

std::string_view version_name(std::string_view version) {
  constexpr std::string_view names[] = {"deprecated", "legacy", "current", "beta", "experimental"};
  return version.size() == 2 && version[0] == '0' && version[1] >= '1' && version[1] <= '5' ? names[version[1] - '1'] : "unknown";
}

std::string_view error_reason(const Identifier& identifier) {
  if (identifier.region != "0") return {};
  constexpr std::string_view reasons[] = {"MINT_UNAVAILABLE", "MINT_TIMEOUT",      "MINT_REJECTED", "DRAND_UNAVAILABLE",
                                          "CERT_UNAVAILABLE", "TRUST_UNAVAILABLE", "RATE_LIMITED",  "INVALID_REQUEST"};
  const auto ordinal = sequence_ordinal(identifier.sequence).value_or(0);
  return ordinal >= 1 && ordinal <= 8 ? reasons[ordinal - 1] : "INTERNAL_ERROR";
}

}  // namespace chitty::id
