#include "check.hpp"

#include <boost/json/parse.hpp>
#include <chitty/json_schema.hpp>
#include <chitty/members.hpp>

#include "references.hpp"
#include "rules.hpp"

namespace chittyconnect::openapi {

extern const char* const schema_of_3_0;
extern const char* const schema_of_3_1;

namespace {

// The schema of 3.0 is one of draft 4, which says three things otherwise than draft 7.
void as_draft_7(json::value& schema) {
  if (schema.is_array())
    for (auto& one : schema.get_array()) as_draft_7(one);
  auto* object = schema.if_object();
  if (!object) return;
  for (auto& [name, value] : *object) as_draft_7(value);
  if (const auto* id = object->if_contains("id"); id && id->is_string()) {
    const json::value known = *id;  // a new member may move the others
    (*object)["$id"] = known;
    object->erase("id");
    (*object)["$schema"] = "http://json-schema.org/draft-07/schema#";
  }
  for (const auto& [limit, exclusive] : {std::pair{"minimum", "exclusiveMinimum"}, std::pair{"maximum", "exclusiveMaximum"}})
    if (const auto* flag = object->if_contains(exclusive); flag && *flag == json::value(true)) {
      (*object)[exclusive] = object->at(limit);
      object->erase(limit);
    }
}

chitty::Result<chitty::JsonSchema> compiled_3_0() {
  auto schema = json::parse(schema_of_3_0);
  as_draft_7(schema);
  chitty::JsonSchema::Options options;
  options.show_values = false;
  return chitty::JsonSchema::compile(schema, options);
}

// Of 3.1 a schema object is one of JSON Schema 2020-12: the published schema leaves a place for its dialect (#meta).
chitty::Result<chitty::JsonSchema> compiled_3_1() {
  const auto published = json::parse(schema_of_3_1);
  const json::value whole = json::object{
      {"$id", "https://chitty.cc/schema/openapi-3.1"},
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"$ref", published.at("$id")},
      {"$defs", json::object{{"dialect", json::object{{"$dynamicAnchor", "meta"}, {"$ref", "https://json-schema.org/draft/2020-12/schema"}}}}}};
  chitty::JsonSchema::Options options;
  options.show_values = false;
  options.resolve = [&](std::string_view uri) -> const json::value* {
    return uri.find("oas/3.1/schema") == uri.npos ? nullptr : &published;
  };
  return chitty::JsonSchema::compile(whole, options);
}

std::string place_and_member(const chitty::Departure& departure) {
  // An unknown member is shown where it stands; one that is missing, where it should.
  const bool missing = departure.keyword == "required";
  return departure.member.empty() || missing ? departure.at : departure.at + "/" + departure.member;
}

void hold(const chitty::JsonSchema& schema, const json::value& document, std::vector<Problem>& problems) {
  for (const auto& departure : schema.check(document)) problems.push_back({place_and_member(departure), "schema", departure.message});
}

}  // namespace

chitty::Result<Judgement> judge(const json::value& document) {
  Judgement judged;
  judged.version = chitty::text_in(document, "openapi");
  const bool is_3_0 = judged.version.starts_with("3.0."), is_3_1 = judged.version.starts_with("3.1.");
  if (!is_3_0 && !is_3_1)
    return chitty::make_error(chitty::Code::refused, judged.version.empty() ? "not an OpenAPI document: it has no member openapi" : "unknown version '" + judged.version.substr(0, 40) + "' of OpenAPI",
                              "Documents of OpenAPI 3.0 and 3.1 can be validated.");
  CHITTY_TRY(const auto schema, is_3_0 ? compiled_3_0() : compiled_3_1());
  hold(schema, document, judged.problems);
  look_at_references(document, judged.problems);
  look_at_rules(document, judged);
  return judged;
}

}  // namespace chittyconnect::openapi
