#include "schema_text.hpp"

#include <chitty/members.hpp>

namespace chittyschema {

using namespace chitty;

std::string draft_of(const json::object& schema) {
  return text_in(schema, "$schema").find("draft-07") == std::string::npos ? "2020-12" : "7";
}

Result<JsonSchema> compiled(const json::value& schema, bool formats, bool often) {
  JsonSchema::Options options;
  options.assert_formats = formats;
  options.often = often;
  auto made = JsonSchema::compile(schema, options);
  if (made) return made;
  auto error = made.error();
  error.code = Code::invalid_argument;
  error.hint.clear();
  const auto* problems = error.details.if_contains("problems");
  if (problems && problems->is_array() && !problems->get_array().empty()) {
    const auto& first = problems->get_array()[0];
    const auto at = text_in(first, "at");
    error.message = (at.empty() ? "it" : at) + " " + text_in(first, "message");
  }
  return error;
}

}  // namespace chittyschema
