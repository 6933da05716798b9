#include "manifest/command_manifest.hpp"

#include <gmock/gmock.h>

#include "manifest/schema.hpp"
#include "manifest/strict_json.hpp"

namespace chitty::host {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Every key that a manifest may have.
constexpr const char* full = R"({
  "manifest": 1, "name": "acme", "version": "1.2.3-rc.1", "summary": "Keep things", "description": "All.\nOf it.",
  "publisher": "Acme", "license": "MIT", "homepage": "https://acme.example", "requires": ["name"],
  "abi": {"major": 1, "minor": 2, "extensions": ["chitty.http/1"]},
  "roots": [{"word": "things", "summary": "Work with things", "handsOn": true}],
  "commands": [{
    "path": "things add", "summary": "Add one", "description": "Adds.", "effect": "delete", "view": {"kind": "list", "columns": [{"title": "Id", "value": "/id"}]},
    "arguments": [{"name": "what", "type": "string", "summary": "What to add", "required": true, "repeated": true}],
    "options": [{"name": "count", "type": "integer", "summary": "How many", "short": "n", "default": 3, "minimum": 1, "maximum": 9},
                {"name": "kind", "type": "choice", "summary": "Which", "choices": ["a", "b"], "placeholder": "<kind>"}],
    "reply": {"type": "object"}, "examples": [{"command": "chitty things add x", "summary": "Add x"}],
    "scopes": ["things:write"], "remote": false, "hidden": true}],
  "remote": {"settings": {"type": "object"}, "defaults": {"local": {"baseUrl": "http://127.0.0.1"}}, "auth": {"kind": "bearer", "secret": "token"},
             "health": "/up", "depends": ["other"]},
  "uses": {"other": {"auth": {"kind": "none"}}},
  "service": {"roles": ["events"], "private": ["thing_keys"], "uses": {"board": {"scopes": ["board:read"]}}, "howTo": {"token": "chitty things in", "scope": "chitty things in {scope}"},
              "routes": [{"method": "GET", "path": "/things/{id}", "handler": "get", "summary": "One thing", "scope": "things:read", "bodyLimit": 0, "limit": {"requests": 10, "window": "1h"}, "cost": {"per": "line:/n", "each": 10}, "sees": "own", "widens": "things:admin",
                "parameters": {"id": {"type": "string"}}, "query": {"type": "object", "properties": {"n": {"type": "integer"}}}, "body": {"ndjson": true},
                "reply": {"$ref": "#/$defs/thing"}, "records": "/all", "paging": false, "refusals": ["NOT_FOUND"], "repeatable": true, "check": "handler"},
              {"method": "GET", "path": "/open", "handler": "open", "summary": "Open to all", "public": true, "cost": 3}],
              "quotas": {"things": {"summary": "Things kept", "most": 7, "hint": "Remove some.", "of": [{"table": "t", "holder": "who", "where": "gone = 0", "sum": "size"}]}},
              "migrations": [{"id": "001_things", "up": "CREATE TABLE t (id TEXT);", "down": "DROP TABLE t;"}]},
  "$defs": {"thing": {"type": "object"}}})";

TEST(Manifest, EveryKeyArrives) {
  const auto parsed = parse_manifest(full);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->name, "acme");
  EXPECT_EQ(parsed->version, "1.2.3-rc.1");
  EXPECT_EQ(parsed->abi_minor, 2u);
  EXPECT_THAT(parsed->extensions, ElementsAre("chitty.http/1"));
  EXPECT_TRUE(parsed->roots.at(0).hands_on);

  const Command* add = parsed->command("things add");
  ASSERT_TRUE(add);
  EXPECT_EQ(add->effect, Effect::remove);
  EXPECT_STREQ(name_of(add->effect), "delete");
  EXPECT_EQ(add->view.kind, ViewKind::list);
  EXPECT_EQ(add->view.columns.at(0).pointer, "/id");
  EXPECT_TRUE(add->arguments.at(0).required && add->arguments.at(0).repeated);
  EXPECT_EQ(add->options.at(0).short_name, 'n');
  EXPECT_EQ(add->options.at(0).fallback.as_int64(), 3);
  EXPECT_EQ(add->options.at(0).maximum, 9);
  EXPECT_EQ(add->options.at(1).type, ArgumentType::choice);
  EXPECT_TRUE(add->options.at(1).fallback.is_null());
  EXPECT_THAT(add->options.at(1).choices, ElementsAre("a", "b"));
  EXPECT_FALSE(add->needs_remote);
  EXPECT_TRUE(add->hidden);
  EXPECT_FALSE(parsed->command("things"));

  EXPECT_EQ(parsed->remote.type, "acme");
  EXPECT_EQ(parsed->remote.auth_secret, "token");
  EXPECT_EQ(parsed->remote.health, "/up");
  EXPECT_EQ(parsed->uses.at(0).type, "other");
  EXPECT_EQ(parsed->uses.at(0).auth, "none");
  ASSERT_TRUE(parsed->service);
  EXPECT_EQ(parsed->service->routes.at(0).body_limit, 0u);
  EXPECT_EQ(parsed->service->routes.at(1).body_limit, 1u << 20);
  EXPECT_TRUE(parsed->service->routes.at(1).is_public);
  ASSERT_TRUE(parsed->service->routes.at(0).limit);
  EXPECT_EQ(parsed->service->routes.at(0).limit->requests, 10u);
  EXPECT_EQ(parsed->service->routes.at(0).limit->window_ms, 3'600'000);
  EXPECT_FALSE(parsed->service->routes.at(1).limit);
  const auto& cost = parsed->service->routes.at(0).cost;
  EXPECT_EQ(cost.per, RouteCost::Per::line);
  EXPECT_EQ(cost.at, "/n");
  EXPECT_EQ(cost.each, 10u);
  EXPECT_EQ(parsed->service->routes.at(1).cost.per, RouteCost::Per::request);
  EXPECT_EQ(parsed->service->routes.at(1).cost.units, 3u);
  EXPECT_EQ(parsed->service->routes.at(0).sees + " " + parsed->service->routes.at(0).widens, "own things:admin");
  EXPECT_EQ(parsed->service->routes.at(1).sees + parsed->service->routes.at(1).widens, "");
  const auto& quota = parsed->service->quotas.at(0);
  EXPECT_EQ(quota.kind + ": " + quota.summary + ". " + quota.hint, "things: Things kept. Remove some.");
  EXPECT_EQ(quota.most, 7u);
  const auto& part = quota.parts.at(0);
  EXPECT_EQ(part.table + " " + part.holder + " " + part.where + " " + part.sum, "t who gone = 0 size");
  const auto& taken = parsed->service->routes.at(0);
  EXPECT_EQ(json::serialize(taken.parameters), R"({"id":{"type":"string"}})");
  EXPECT_EQ(json::serialize(taken.query), R"({"type":"object","properties":{"n":{"type":"integer"}}})");
  EXPECT_EQ(json::serialize(taken.body), R"({"ndjson":true})");
  EXPECT_EQ(json::serialize(taken.reply), R"({"$ref":"#/$defs/thing"})");
  EXPECT_EQ(taken.records, "/all");
  EXPECT_EQ(taken.paging, json::value(false));
  EXPECT_THAT(taken.refusals, ElementsAre("NOT_FOUND"));
  EXPECT_TRUE(taken.repeatable && taken.checked_by_handler);
  const auto& silent = parsed->service->routes.at(1);
  EXPECT_TRUE(silent.query.is_null() && silent.body.is_null() && !silent.records && !silent.checked_by_handler);
  EXPECT_EQ(json::serialize(parsed->shapes), R"({"thing":{"type":"object"}})");
  EXPECT_EQ(parsed->service->uses.at(0).type, "board");
  EXPECT_THAT(parsed->service->uses.at(0).scopes, ElementsAre("board:read"));
  EXPECT_EQ(parsed->service->how_to.token, "chitty things in");
  EXPECT_EQ(parsed->service->how_to.scope, "chitty things in {scope}");
  EXPECT_EQ(parsed->service->migrations.at(0).id, "001_things");
  EXPECT_EQ(parsed->service->private_tables, std::vector<std::string>{"thing_keys"});
}

TEST(Manifest, ForACommandItIsWithoutWhatOnlyTheDaemonWants) {
  const auto whole = parse_manifest(full), part = parse_command_manifest(full);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->commands.size(), whole->commands.size());
  EXPECT_EQ(part->uses.size(), whole->uses.size());
  EXPECT_EQ(part->service->roles, whole->service->roles);
  EXPECT_EQ(part->service->paging, whole->service->paging);
  ASSERT_EQ(part->service->routes.size(), whole->service->routes.size());
  const auto &taken = part->service->routes.at(0), &all = whole->service->routes.at(0);
  EXPECT_EQ(taken.method + taken.path + taken.handler, all.method + all.path + all.handler);
  EXPECT_EQ(taken.query, all.query);
  EXPECT_EQ(taken.paging, all.paging);
  EXPECT_EQ(taken.records, all.records);
  EXPECT_EQ(taken.repeatable, all.repeatable);
  EXPECT_TRUE(taken.parameters.empty() && taken.reply.is_null() && !taken.body.is_structured());
  EXPECT_TRUE(part->shapes.empty() && part->service->migrations.empty());
  constexpr auto no_body = R"({"name":"a","service":{"routes":[{"method":"POST","path":"/a","handler":"a","body":false}]}})";
  EXPECT_EQ(parse_command_manifest(no_body)->service->routes.at(0).body, json::value(false));
}

TEST(Manifest, TheFullOneKeepsTheSchema) {
  const auto strict = parse_strict_json(full);
  ASSERT_TRUE(strict) << strict.error().message;
  const auto checked = check_manifest(*strict);
  EXPECT_TRUE(checked) << checked.error().message;
}

TEST(Manifest, WhatIsNoManifestIsRefused) {
  EXPECT_THAT(parse_manifest("{").error().message, HasSubstr("not JSON"));
  EXPECT_THAT(parse_manifest("[]").error().message, HasSubstr("not a JSON object"));
}

TEST(Manifest, WrongTypesAreAsGoodAsAbsent) {
  const auto parsed = parse_manifest(R"({"name":1,"commands":[3,{"path":[]}],"abi":"x","service":7,"roots":{}})");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->name, "");
  EXPECT_EQ(parsed->commands.size(), 1u);
}

// Rules that the schema cannot say, each broken once in the full manifest.
struct Rule {
  const char *name, *old_part, *new_part, *complaint;
};
class BrokenRule : public ::testing::TestWithParam<Rule> {};

TEST_P(BrokenRule, IsNamedWithItsPlace) {
  std::string text = full;
  const std::string old_part = GetParam().old_part;
  ASSERT_NE(text.find(old_part), std::string::npos);
  text.replace(text.find(old_part), old_part.size(), GetParam().new_part);
  const auto strict = parse_strict_json(text);
  ASSERT_TRUE(strict) << strict.error().message;
  const auto checked = check_manifest(*strict);
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message, HasSubstr(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(
    Manifest, BrokenRule,
    ::testing::Values(
        Rule{"RootTwice", R"({"word": "things", "summary": "Work with things", "handsOn": true})",
             R"({"word": "things", "summary": "A"}, {"word": "things", "summary": "B"})",
             "/roots/1/word: the word 'things' is declared twice"},
        Rule{"OptionTwice", R"("name": "kind")", R"("name": "count")",
             "/commands/0/options/1/name: 'count' is declared twice"},
        Rule{"LetterTwice", R"("placeholder": "<kind>")", R"("short": "n")", "/commands/0/options/1/short: '-n'"},
        Rule{"NoChoices", R"("choices": ["a", "b"], )", "", "/commands/0/options/1: an argument of type choice"},
        Rule{
            "BehindRepeated", R"("arguments": [)",
            R"("arguments": [{"name": "all", "type": "string", "summary": "All", "required": true, "repeated": true}, )",
            "/commands/0/arguments/1: only the last"},
        Rule{"RequiredBehindOptional", R"("arguments": [)",
             R"("arguments": [{"name": "first", "type": "string", "summary": "First"}, )",
             "/commands/0/arguments/1: required arguments must come"},
        Rule{"RouteTwice", R"("path": "/open")", R"("path": "/things/{id}")",
             "/service/routes/1: the route GET /things/{id} is declared twice"},
        Rule{"MigrationTwice", R"("down": "DROP TABLE t;"})",
             R"("down": "DROP TABLE t;"}, {"id": "001_things", "up": "", "down": ""})", "/service/migrations/1/id"},
        Rule{"NeitherScopeNorPublic", R"("summary": "Open to all", "public": true)", R"("summary": "Open to all")",
             "/service/routes/1"},
        Rule{"CostOfNothing", R"("per": "line:/n")", R"("per": "header:X")", "/service/routes/0/cost"},
        Rule{"SeesWhoKnowsWhose", R"("sees": "own")", R"("sees": "all")", "/service/routes/0/sees"},
        Rule{"QuotaOfNobody", R"("holder": "who", )", "", "/service/quotas/things/of/0"},
        Rule{"LimitWithoutWindow", R"("window": "1h")", R"("window": "1y")", "/service/routes/0/limit/window"},
        Rule{"ScopeAndPublic", R"("public": true)", R"("public": true, "scope": "a:b")", "/service/routes/1"}),
    [](const auto& one) { return one.param.name; });

TEST(Schema, ComplaintsNameTheFieldAndTheRule) {
  const auto of = [](const char* text) { return check_manifest(parse_strict_json(text).value()).error().message; };
  EXPECT_THAT(of("[]"), HasSubstr("the whole: must be an object, not an array"));
  EXPECT_THAT(
      of(R"({"manifest":1,"name":"A!","version":"1.0.0","summary":"x","abi":{"major":1,"minor":0},"commands":[]})"),
      HasSubstr("/name: must match the pattern"));
}

}  // namespace
}  // namespace chitty::host
