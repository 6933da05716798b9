#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "check.hpp"
#include "document.hpp"
#include "gpt_action.hpp"
#include "text_document.hpp"

namespace chittyconnect::openapi {
namespace {

const char* const manifest = R"({"name": "acme", "summary": "Things", "service": {"routes": [
  {"method": "POST", "path": "/things/{id}", "handler": "make", "summary": "Make one", "scope": "acme:write", "sees": "own", "once": true,
   "parameters": {"id": {"$ref": "#/$defs/id"}}, "query": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}},
   "body": {"type": "object", "required": ["key"], "properties": {"key": {"type": "string", "secret": true}}},
   "reply": {"$ref": "#/$defs/thing", "required": ["id"]}, "refusals": ["CONFLICT", "UNREACHABLE"]},
  {"method": "GET", "path": "/things/{name}", "handler": "show", "summary": "Show one", "public": true, "reply": true},
  {"method": "GET", "path": "/old", "handler": "show", "summary": "Show one", "public": true, "reply": {"media": "text/plain"}}]},
  "$defs": {"id": {"type": "string"}, "thing": {"type": "object", "properties": {"parts": {"type": "array"}, "whole": {"$ref": "#/$defs/thing"}}}}})";

json::object document() {
  const json::array plugins{json::object{{"name", "acme"}, {"manifest", json::parse(manifest)}}, json::object{{"path", "x"}, {"reason", "broken"}}};
  return document_of(services_among(plugins), {"http://127.0.0.1:1", "1.0.0", OAuthServer{"http://127.0.0.1:1/a", "http://127.0.0.1:1/t"}});
}

json::value at(const json::object& whole, const char* pointer) { return json::value(whole).at_pointer(pointer); }

std::vector<std::string> told(const char* text) {
  const auto parsed = TextDocument::parse(text);
  if (!parsed) return {parsed.error().message};
  const auto judged = judge(parsed->value());
  if (!judged) return {judged.error().message};
  std::vector<std::string> all;
  for (const auto& problem : judged->problems) {
    const auto place = parsed->place(problem.at);
    all.push_back(std::to_string(place.line) + ":" + std::to_string(place.column) + " " + problem.rule + " " + problem.at);
  }
  return all;
}

using Lines = std::vector<std::string>;

TEST(Document, is_made_of_the_routes_and_valid) {
  const auto made = document();
  const auto judged = judge(made);
  ASSERT_TRUE(judged) << judged.error().message;
  EXPECT_TRUE(judged->problems.empty()) << judged->problems[0].at << " " << judged->problems[0].message;
  EXPECT_EQ(judged->operations, 3);
  EXPECT_EQ(json::serialize(made), json::serialize(document()));
}

TEST(Document, one_path_has_one_name_for_its_variable) {
  const auto made = document();
  EXPECT_EQ(at(made, "/paths/~1acme~1things~1{id}/get/parameters/0/name"), "id");
  EXPECT_EQ(at(made, "/paths/~1acme~1things~1{id}/get/operationId"), "acme_show");
  EXPECT_EQ(at(made, "/paths/~1acme~1old/get/operationId"), "acme_show-2");
}

TEST(Document, secrets_scopes_and_refusals_are_said_as_OpenAPI_says_them) {
  const auto made = document();
  const auto post = at(made, "/paths/~1acme~1things~1{id}/post");
  EXPECT_EQ(post.at_pointer("/requestBody/content/application~1json/schema/properties/key/format"), "password");
  EXPECT_EQ(post.at_pointer("/requestBody/required"), true);
  EXPECT_EQ(post.at_pointer("/security/1/oauth/0"), "acme:write");
  EXPECT_TRUE(post.at("responses").as_object().contains("409"));
  EXPECT_FALSE(post.at("responses").as_object().contains("404"));
  EXPECT_EQ(post.at_pointer("/responses/2XX/content/application~1json/schema/allOf/0/$ref"), "#/components/schemas/acme.thing");
  EXPECT_EQ(at(made, "/components/schemas/acme.thing/properties/parts/items"), json::object());
  EXPECT_TRUE(at(made, "/paths/~1acme~1old/get/security").as_array().empty());
}

TEST(Check, tells_line_and_column_in_JSON_and_in_YAML) {
  EXPECT_EQ(told("{\"openapi\": \"3.1.0\",\n \"info\": {\"title\": \"a\"},\n \"paths\": {\"/a\": {\"get\": 5}}}"), (Lines{"2:2 schema /info", "3:22 schema /paths/~1a/get"}));
  EXPECT_EQ(told("openapi: 3.1.0\ninfo: {title: a, version: '1'}\npaths:\n  /a/{id}:\n    get:\n      responses: {'200': {description: x}}\n"), (Lines{"5:5 path-parameter /paths/~1a~1{id}/get"}));
  EXPECT_EQ(told("openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\nstranger: 1\n"), (Lines{"4:1 schema /stranger"}));
}

TEST(Check, holds_schemas_of_3_1_against_JSON_Schema) {
  const auto all = told(R"({"openapi":"3.1.0","info":{"title":"a","version":"1"},"components":{"schemas":{"A":{"type":"strin"},"B":{"minLength":-1}}}})");
  EXPECT_GE(all.size(), 2u);
}

TEST(Check, references_lead_somewhere_and_not_in_a_circle) {
  const auto all = told(R"({"openapi":"3.1.0","info":{"title":"a","version":"1"},"components":{"schemas":{
    "A":{"$ref":"#/components/schemas/B"},"B":{"$ref":"#/components/schemas/A"},"C":{"$ref":"#/nowhere"},
    "T":{"type":"object","properties":{"left":{"$ref":"#/components/schemas/T"}}},"E":{"$ref":"https://elsewhere.example/x"}}}})");
  EXPECT_EQ(all, (Lines{"2:11 reference /components/schemas/A/$ref", "2:49 reference /components/schemas/B/$ref", "2:87 reference /components/schemas/C/$ref"}));
}

TEST(Text, what_cannot_be_read_is_told_by_its_place) {
  EXPECT_EQ(told("{\"a\": 1,\n \"a\": 2}"), Lines{"line 2, column 2: the member 'a' is there twice"});
  EXPECT_EQ(told("{\"a\": tru}"), Lines{"line 1, column 7: unexpected 'tru'"});
  EXPECT_EQ(told(""), Lines{"line 1, column 1: it is empty"});
  EXPECT_EQ(told("a: *b\n"), Lines{"line 1, column 4: the alias *b names nothing"});
  EXPECT_EQ(told("a: &a [*a]\n"), Lines{"line 1, column 8: the alias *a is inside what it names"});
  EXPECT_TRUE(told(std::string(500, '[').c_str())[0].find("levels deep") != std::string::npos);
}

TEST(Text, aliases_cannot_make_much_of_little) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const auto before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int n = 0; n < 10; ++n) bomb += (n ? ", " : "") + before;
    bomb += "]\n";
  }
  EXPECT_TRUE(told(bomb.c_str())[0].find("aliases repeat") != std::string::npos);
}

TEST(GptAction, takes_what_its_name_speaks_of_and_no_more_than_it_may) {
  const auto action = action_of(document(), {"Acme Things"});
  ASSERT_TRUE(action) << action.error().message;
  EXPECT_EQ(action->at("paths").as_object().size(), 1u);  // public ones are not for it
  const auto post = json::value(*action).at_pointer("/paths/~1acme~1things~1{id}/post");
  EXPECT_EQ(post.at("parameters").as_array().size(), 2u);
  EXPECT_EQ(post.at("x-openai-isConsequential"), true);
  EXPECT_FALSE(action_of(document(), {"x", {"nobody"}}));
}

}  // namespace
}  // namespace chittyconnect::openapi
