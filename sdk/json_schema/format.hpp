// The formats that the standard names, as predicates over text.
#pragma once

#include <string_view>

namespace chitty::json_schema {

struct Format {
  std::string_view name;   // "date-time"
  std::string_view words;  // "an RFC 3339 time"
  bool (*accepts)(std::string_view);
};

// Null: no format by this name.
const Format* find_format(std::string_view name);

namespace formats {
bool date_time(std::string_view text);
bool date(std::string_view text);
bool time(std::string_view text);
bool duration(std::string_view text);
bool email(std::string_view text);
bool idn_email(std::string_view text);
bool hostname(std::string_view text);
bool ipv4(std::string_view text);
bool ipv6(std::string_view text);
bool uri(std::string_view text);
bool uri_reference(std::string_view text);
bool iri(std::string_view text);
bool iri_reference(std::string_view text);
bool uri_template(std::string_view text);
bool uuid(std::string_view text);
bool json_pointer(std::string_view text);
bool relative_json_pointer(std::string_view text);
bool regex(std::string_view text);
}  // namespace formats

}  // namespace chitty::json_schema
