// JSON Schema, compiled once and then held against values: all assertions of 2020-12 and of draft 7. Link
// chitty::json_schema. `format` and `content*` are annotations, unless Options say otherwise for `format`.
#ifndef CHITTY_JSON_SCHEMA_HPP
#define CHITTY_JSON_SCHEMA_HPP

#include <chitty/error.hpp>

#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chitty {

enum class Draft {
  draft7,
  draft2020_12
};

// One way in which a value departs from its schema.
struct Departure {
  std::string at;       // JSON pointer into the value; empty: the whole value
  std::string rule;     // JSON pointer into the schema, through each $ref that was followed
  std::string keyword;  // "minimum"
  std::string message;  // "must be at least 1, but is 0"; the caller puts the place before it
  std::string member;   // when a member of `at` is missing, or there and unknown: its name
};

namespace json_schema {
struct Program;
}

// Immutable, cheap to copy, any thread. Limits, each told as an error or a departure and never passed over: schemas and
// values at most 256 levels deep; 1,024 schemas inside each other (through $ref) while checking, 10 million steps for
// one value; 300,000 steps and 32 MiB for one pattern.
class JsonSchema {
 public:
  struct Options {
    Draft draft = Draft::draft2020_12;  // where the schema has no $schema
    // An unknown keyword is an error, told with the nearest known one; otherwise it is an annotation.
    bool strict = false;
    // Keywords that are annotations of the caller's own: known when strict.
    std::vector<std::string> annotations{};
    // Each `pattern` needs a `maxLength` beside it: for values from outside.
    bool bounded_patterns = false;
    // `format` is an assertion, for the formats that the standard names; otherwise an annotation.
    bool assert_formats = false;
    // Messages show the value, shortened; never where the schema says writeOnly, "secret": true or format "password".
    bool show_values = true;
    // Compile patterns to machine code, where the system allows it: pays off after some hundred values.
    bool often = false;
    // The schema is the part of `schema` at this JSON pointer; references begin at the whole (#/$defs/session).
    std::string at{};
    // The document of an absolute URI without fragment (as resolved; a relative one where nothing has an $id); null:
    // unknown. It is read during compile() only. The metaschemas of both drafts are known without it.
    std::function<const json::value*(std::string_view uri)> resolve{};
  };

  // CONFIGURATION: the first problem as a sentence; `details["problems"]` has all, each with "at" (JSON pointer into the
  // schema) and "message". Nothing refers to `schema` afterwards.
  static Result<JsonSchema> compile(const json::value& schema, const Options& options);
  static Result<JsonSchema> compile(const json::value& schema) { return compile(schema, Options()); }

  bool accepts(const json::value& value) const;

  // The departures, `most` at most; none: the schema accepts the value.
  std::vector<Departure> check(const json::value& value, std::size_t most = 64) const;

 private:
  std::shared_ptr<const json_schema::Program> program_;
};

}  // namespace chitty

#endif  // CHITTY_JSON_SCHEMA_HPP
