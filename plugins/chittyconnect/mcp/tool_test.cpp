#include "tool.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "command_line.hpp"
#include "lint.hpp"
#include "tool_box.hpp"

namespace chittyconnect::mcp {
namespace {

constexpr auto manifest_text = R"({
  "name": "acme",
  "commands": [
    {"path": "thing list", "summary": "List things", "effect": "read", "view": {"kind": "list"},
     "options": [{"name": "limit", "type": "integer", "minimum": 1, "summary": "At most this many"}, {"name": "tag", "type": "string", "repeated": true, "summary": "With this tag"}],
     "reply": {"$ref": "#/$defs/thing"}, "examples": [{"command": "chitty thing list", "summary": "All of them"}]},
    {"path": "thing get", "summary": "Show a thing", "effect": "read", "view": {"kind": "object"}, "arguments": [{"name": "id", "type": "string", "required": true, "summary": "Its ID"}, {"name": "part", "type": "string", "summary": "A part"}],
     "reply": {"$ref": "#/$defs/thing"}},
    {"path": "thing make", "summary": "Make a thing", "effect": "create", "view": {"kind": "object"}, "options": [{"name": "kind", "type": "choice", "choices": ["A", "B"], "summary": "Its kind", "required": true}, {"name": "of", "type": "list", "summary": "Its parts"}, {"name": "hard", "type": "boolean", "summary": "Hard"}],
     "reply": {"oneOf": [{"type": "object"}, {"type": "string"}]}},
    {"path": "thing delete", "summary": "Remove a thing", "effect": "delete", "view": {"kind": "none"}, "arguments": [{"name": "id", "type": "string", "required": true, "summary": "Its ID"}]},
    {"path": "thing watch", "summary": "Watch things", "effect": "read", "view": {"kind": "stream"}},
    {"path": "thing secret", "summary": "Keep a secret", "effect": "update", "view": {"kind": "none"}, "arguments": [{"name": "key", "type": "secret", "required": true, "summary": "The key"}]},
    {"path": "thing save", "summary": "Save a thing", "effect": "read", "view": {"kind": "raw"}, "options": [{"name": "out", "type": "string", "summary": "A file"}], "request": {"download": "out"}},
    {"path": "thing quiet", "summary": "Not shown", "effect": "read", "view": {"kind": "none"}, "hidden": true}
  ],
  "$defs": {"thing": {"type": "object", "required": ["id"], "properties": {"id": {"$ref": "#/$defs/id"}, "key": {"type": "string", "secret": true}, "secret": {"type": "string"}}}, "id": {"type": "string"}, "unused": {"type": "null"}}
})";

json::object manifest() { return json::parse(manifest_text).as_object(); }
json::object plugin() { return {{"name", "acme"}, {"manifest", manifest()}}; }
ToolBox box(Selection selection = {}) { return ToolBox({plugin()}, {}, std::move(selection)); }

TEST(Tool, a_read_command_is_one_with_schemas_of_its_own) {
  const auto tools = box();
  const auto* list = tools.find("thing_list");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->input_schema.at("type"), "object");
  EXPECT_EQ(list->input_schema.at("additionalProperties"), false);
  EXPECT_EQ(list->input_schema.at("properties").at("tag").at("type"), "array");
  EXPECT_EQ(list->annotations().at("readOnlyHint"), true);
  const auto& output = list->output_schema;
  EXPECT_EQ(output.at("type"), "object");
  EXPECT_EQ(output.at("properties").at("records").at("items").at("$ref"), "#/$defs/thing");
  EXPECT_TRUE(output.at("$defs").as_object().contains("id"));
  EXPECT_FALSE(output.at("$defs").as_object().contains("unused"));
  // The keyword that is ours is gone; a member of that name is not.
  EXPECT_FALSE(output.at("$defs").at("thing").at("properties").at("key").as_object().contains("secret"));
  EXPECT_TRUE(output.at("$defs").at("thing").at("properties").as_object().contains("secret"));
}

TEST(Tool, a_root_that_is_no_plain_object_is_put_into_one) {
  const auto tools = box({{}, {"create"}});
  EXPECT_EQ(tools.find("thing_get")->shape, Tool::Shape::object);
  const auto* make = tools.find("thing_make");
  ASSERT_TRUE(make);
  EXPECT_EQ(make->shape, Tool::Shape::record);
  EXPECT_TRUE(make->output_schema.at("properties").at("record").as_object().contains("oneOf"));
}

TEST(Tool, what_changes_something_must_be_allowed_and_what_cannot_be_undone_agreed_to) {
  EXPECT_FALSE(box().find("thing_make"));
  EXPECT_TRUE(box().reads_only());
  EXPECT_TRUE(box({{}, {"thing make"}}).find("thing_make"));
  EXPECT_FALSE(box({{}, {"thing mak"}}).find("thing_make"));
  EXPECT_FALSE(box({{}, {"create"}}).find("thing_delete"));
  const auto all = box({{}, {"thing"}});
  ASSERT_TRUE(all.find("thing_delete"));
  EXPECT_TRUE(all.find("thing_delete")->needs_consent());
  EXPECT_FALSE(all.find("thing_make")->needs_consent());
  EXPECT_EQ(all.find("thing_delete")->annotations().at("destructiveHint"), true);
  EXPECT_EQ(all.find("thing_make")->annotations().at("destructiveHint"), false);
  EXPECT_FALSE(all.reads_only());
}

TEST(Tool, what_has_no_end_is_hidden_or_needs_a_secret_is_none_and_no_file_is_written) {
  const auto all = box({{}, {"thing", "create", "update", "delete", "run"}});
  for (const auto* name : {"thing_watch", "thing_secret", "thing_quiet"}) EXPECT_FALSE(all.find(name)) << name;
  const auto* save = all.find("thing_save");
  ASSERT_TRUE(save);
  EXPECT_TRUE(save->input_schema.at("properties").as_object().empty());
  EXPECT_EQ(command_line(*save, {}, false).value(), (std::vector<std::string>{"thing", "save", "--out=-"}));
}

TEST(Tool, no_value_becomes_an_option) {
  const auto all = box({{}, {"thing"}});
  EXPECT_EQ(command_line(*all.find("thing_get"), {{"id", "--yes"}}, false).value(), (std::vector<std::string>{"thing", "get", "--", "--yes"}));
  EXPECT_EQ(command_line(*all.find("thing_list"), {{"limit", 3}, {"tag", {"a", "--all"}}}, false).value(), (std::vector<std::string>{"thing", "list", "--limit=3", "--tag=a", "--tag=--all"}));
  EXPECT_EQ(command_line(*all.find("thing_make"), {{"kind", "A"}, {"of", {"x"}}, {"hard", false}}, false).value(), (std::vector<std::string>{"thing", "make", "--kind=A", "--of=x", "--hard=false"}));
  EXPECT_EQ(command_line(*all.find("thing_delete"), {{"id", "7"}}, true).value(), (std::vector<std::string>{"thing", "delete", "--yes", "--", "7"}));
  EXPECT_FALSE(command_line(*all.find("thing_get"), {{"part", "x"}}, false));
  EXPECT_FALSE(command_line(*all.find("thing_get"), {{"id", std::string("a\0b", 3)}}, false));
  EXPECT_FALSE(command_line(*all.find("thing_make"), {{"kind", "A"}, {"of", {"x,y"}}}, false));
}

TEST(Tool, names_are_short_and_differ) {
  EXPECT_EQ(tool_name("id session export"), "id_session_export");
  const std::string word(40, 'a');
  const auto one = tool_name(word + " " + word + " b"), other = tool_name(word + " " + word + " c");
  EXPECT_EQ(one.size(), longest_name);
  EXPECT_NE(one, other);
}

TEST(ToolBox, lists_a_few_and_finds_the_others) {
  const auto few = box({{}, {}, 1});
  ASSERT_EQ(few.listed().size(), 4U);
  EXPECT_EQ(few.listed()[0].at("name"), "commands_search");
  EXPECT_EQ(few.listed()[3].at("name"), "thing_list");
  EXPECT_FALSE(few.is_listed("thing_get"));
  EXPECT_TRUE(few.find("thing_get"));
  const auto found = few.search("show me things", 5);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0]->name, "thing_get");
  EXPECT_TRUE(few.search("nothing of that kind", 5).empty() || few.search("zebra", 5).empty());
  EXPECT_TRUE(box({{"other"}, {}}).all().empty());
  EXPECT_EQ(box({{"other"}, {"nowhere"}}).unknown_allowances(), (std::vector<std::string>{"nowhere", "other"}));
}

TEST(Lint, says_what_a_client_would_not_take) {
  const auto* cursor = client_limits("cursor");
  ASSERT_TRUE(cursor);
  EXPECT_TRUE(lint(*cursor, box({{}, {"thing"}}).listed(), 1).empty());
  std::vector<json::object> many(41, json::object{{"name", "x"}, {"description", "y"}, {"inputSchema", {{"type", "object"}}}});
  EXPECT_EQ(lint(*cursor, many, 1).size(), 41U);  // too many, and forty times the same name
  EXPECT_EQ(lint(*cursor, {many[0]}, 2).front().rule, "pages");
  EXPECT_TRUE(lint(*client_limits("copilot"), {many[0]}, 2).empty());
  for (const auto& [rule, tool] : std::vector<std::pair<std::string, std::string>>{
           {"root-composition", R"({"name":"a","description":"b","inputSchema":{"type":"object","oneOf":[]}})"},
           {"root-object", R"({"name":"a","description":"b","inputSchema":{"type":"object"},"outputSchema":{}})"},
           {"dialect", R"({"name":"a","description":"b","inputSchema":{"type":"object","$schema":"x"}})"},
           {"characters", R"({"name":"a b","description":"b","inputSchema":{"type":"object"}})"},
           {"description", R"({"name":"a","inputSchema":{"type":"object"}})"},
           {"name", R"({"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","description":"b","inputSchema":{"type":"object"}})"}}) {
    const auto found = lint(*cursor, {json::parse(tool).as_object()}, 1);
    ASSERT_EQ(found.size(), 1U) << rule;
    EXPECT_EQ(found[0].rule, rule);
  }
  EXPECT_FALSE(client_limits("other"));
}

}  // namespace
}  // namespace chittyconnect::mcp
