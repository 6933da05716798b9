// Does a value fit its JSON Schema (draft 7), and where does it depart? By valijson, through the SDK's draft7.
#pragma once

#include <chitty/error.hpp>

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <vector>

namespace chitty {

// One departure, in words that follow the name of the value: {"/commands/0/effect", "must be one of read, create"}.
struct SchemaProblem {
  std::string pointer;  // RFC 6901, into the instance; empty: the whole of it
  std::string message;  // no capital, no full stop
};

// A schema, read once. Throws nothing; `check` from any thread.
class JsonSchema {
 public:
  // CONFIGURATION when the schema itself is none (or names a schema elsewhere: nothing is fetched).
  static Result<JsonSchema> parse(json::value schema);

  // Every departure of `instance`; empty when it fits.
  Result<std::vector<SchemaProblem>> check(const json::value& instance) const;

 private:
  struct Parsed;
  std::shared_ptr<const Parsed> parsed_;
};

// Both at once, for a schema that is used once.
Result<std::vector<SchemaProblem>> check_schema(const json::value& schema, const json::value& instance);

// "settings.baseUrl must be a string, not a number": the problem as words, `what` standing for the whole instance.
std::string in_words(const SchemaProblem& problem, std::string_view what);

}  // namespace chitty
