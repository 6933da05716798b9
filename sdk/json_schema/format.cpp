#include "format.hpp"

#include <iterator>

#include "pattern/pattern.hpp"

namespace chitty::json_schema {

namespace {

constexpr Format all[] = {
    {"date-time", "a time of RFC 3339, such as 2026-01-31T12:00:00Z", formats::date_time},
    {"date", "a date, such as 2026-01-31", formats::date},
    {"time", "a time of day with its offset, such as 12:00:00Z", formats::time},
    {"duration", "a duration of ISO 8601, such as P1DT12H", formats::duration},
    {"email", "an e-mail address", formats::email},
    {"idn-email", "an e-mail address", formats::idn_email},
    {"hostname", "a host name", formats::hostname},
    {"ipv4", "an IPv4 address", formats::ipv4},
    {"ipv6", "an IPv6 address", formats::ipv6},
    {"uri", "a URI with its scheme", formats::uri},
    {"uri-reference", "a URI or a relative reference", formats::uri_reference},
    {"iri", "an IRI with its scheme", formats::iri},
    {"iri-reference", "an IRI or a relative reference", formats::iri_reference},
    {"uri-template", "a URI template", formats::uri_template},
    {"uuid", "a UUID", formats::uuid},
    {"json-pointer", "a JSON pointer", formats::json_pointer},
    {"relative-json-pointer", "a relative JSON pointer", formats::relative_json_pointer},
    {"regex", "a regular expression", formats::regex},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

const Format* find_format(std::string_view name) {
  for (const auto& one : all)
    if (one.name == name) return &one;
  return nullptr;
}

namespace formats {

bool uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !(is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return false;
  }
  return true;
}

bool json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
  return true;
}

bool relative_json_pointer(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || (digits > 1 && text.front() == '0')) return false;
  text.remove_prefix(digits);
  return text == "#" || json_pointer(text);
}

bool regex(std::string_view text) { return Pattern::compile(text, false).has_value(); }

}  // namespace formats

}  // namespace chitty::json_schema
