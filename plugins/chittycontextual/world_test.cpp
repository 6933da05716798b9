// The commands with the service behind them, in one process and on a real database.
#include <gtest/gtest.h>

#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>

namespace chittycontextual {
namespace {

using namespace chitty;

struct Contextual : ::testing::Test {
  ~Contextual() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }

  std::string add(const std::string& text, json::object more = {}) {
    more["text"] = text;
    const auto added = world.run("contextual memory add", more);
    return added ? text_in(added->at(0), "id") : added.error().message;
  }
  // The version, or what was refused.
  json::object save(const std::string& session, const json::value& state, json::object more = {}) {
    more["state"] = state;
    const auto answer = world.ask("PUT", "/api/v1/sessions/" + session + "/context", json::serialize(more));
    auto body = json::parse(answer.body).as_object();
    if (answer.status != 200) return body;
    return body.at("saved").at(0).as_object();
  }
  std::vector<std::string> texts(const json::object& arguments = {}) {
    std::vector<std::string> all;
    const auto listed = world.run("contextual memory list", arguments).value();
    for (const auto& memory : listed) all.push_back(text_in(memory, "text"));
    return all;
  }
  std::vector<std::string> found(const std::string& query, json::object more = {}) {
    more["query"] = query;
    const auto results = world.run("contextual search", more);
    if (!results) return {results.error().message};
    std::vector<std::string> all;
    for (const auto& result : *results) all.push_back(text_in(result, "id"));
    return all;
  }
  using Texts = std::vector<std::string>;

  testkit::World world;
};

TEST_F(Contextual, AMemoryIsThereWithItsSourceAndTime) {
  const auto id = add("User prefers TypeScript", {{"source", "chittychat"}, {"type", "preference"}, {"session", "s-1"}});
  const auto memory = world.run("contextual memory get", {{"memory", id}}).value().at(0);
  EXPECT_EQ(text_in(memory, "text"), "User prefers TypeScript");
  EXPECT_EQ(text_in(memory, "source"), "chittychat");
  EXPECT_EQ(text_in(memory, "session"), "s-1");
  EXPECT_EQ(text_in(memory, "at"), "2026-11-23T14:59:10.123Z");
  EXPECT_EQ(world.run("contextual memory get", {{"memory", "nowhere"}}).error().code, Code::not_found);
}

TEST_F(Contextual, TheSameTextAgainIsTheSameMemory) {
  const auto id = add("User prefers TypeScript");
  EXPECT_EQ(add("  user prefers\n TypeScript. "), id);
  EXPECT_NE(add("User prefers -5"), add("User prefers 5"));
  EXPECT_EQ(texts().size(), 3u);
}

TEST_F(Contextual, WhatIsSupersededIsKeptAndNoLongerShown) {
  const auto old = add("The hearing is on 3 May");
  const auto now = add("The hearing is on 4 May", {{"supersedes", old}});
  EXPECT_EQ(texts(), Texts{"The hearing is on 4 May"});
  EXPECT_EQ(texts({{"all", true}}).size(), 2u);
  EXPECT_EQ(found("hearing may"), Texts{now});
  EXPECT_EQ(text_in(world.run("contextual memory get", {{"memory", old}}).value().at(0), "supersededBy"), now);
  EXPECT_NE(add("x", {{"supersedes", "nowhere"}}).find("No memory 'nowhere'"), std::string::npos);
}

TEST_F(Contextual, ListsPageAndFilter) {
  for (int i = 0; i < 230; ++i) add("memory number " + std::to_string(i), {{"source", i % 2 ? "odd" : "even"}});
  EXPECT_EQ(texts().size(), 230u);
  EXPECT_EQ(texts().front(), "memory number 229");
  EXPECT_EQ(texts({{"source", "odd"}}).size(), 115u);
  EXPECT_EQ(texts({{"limit", 7}}).size(), 7u);
}

TEST_F(Contextual, SessionsAreSavedAndLoadedWhole) {
  const json::value state{{"messages", {{{"role", "user"}, {"content", "What about the contracts? \xC3\xA9\xF0\x9F\x98\x80 \"q\" \\ \n"}}, {{"role", "assistant"}, {"content", 1.5}}}}, {"n", nullptr}, {"deep", {1, {2, {3}}}}};
  EXPECT_EQ(save("s-1", state).at("version"), 1);
  EXPECT_EQ(save("s-1", state).at("created"), false) << "what is the same makes no version";
  EXPECT_EQ(save("s-1", {{"messages", json::array()}}, {{"name", "Contracts"}}).at("version"), 2);
  EXPECT_EQ(world.run("contextual load", {{"session", "s-1"}, {"version", "1"}}).value().at(0), state);
  EXPECT_EQ(world.run("contextual load", {{"session", "s-1"}}).value().at(0), json::value({{"messages", json::array()}}));
  EXPECT_EQ(world.run("contextual load", {{"session", "s-1"}, {"version", "3"}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("contextual load", {{"session", "nowhere"}}).error().code, Code::not_found);
  const auto versions = world.run("contextual versions", {{"session", "s-1"}}).value();
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions.at(0).at("parents").as_array().at(0), versions.at(1).at("versionId"));
  const auto listed = world.run("contextual list").value();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(text_in(listed.at(0), "name"), "Contracts");
}

TEST_F(Contextual, ASaveThatExpectedAnotherVersionIsRefused) {
  save("s-1", {{"a", 1}});
  EXPECT_EQ(save("s-1", {{"a", 2}}, {{"expectedVersion", 1}}).at("version"), 2);
  const auto late = save("s-1", {{"a", 3}}, {{"expectedVersion", 1}});
  EXPECT_EQ(text_in(late, "error"), "CONFLICT") << json::serialize(late);
  EXPECT_NE(text_in(late, "message").find("is at version 2, and version 1 was expected"), std::string::npos) << json::serialize(late);
  EXPECT_EQ(text_in(save("s-2", {{"a", 3}}, {{"expectedVersion", 4}}), "error"), "CONFLICT");
  EXPECT_EQ(save("s-2", {{"a", 3}}, {{"expectedVersion", 0}}).at("version"), 1);
}

TEST_F(Contextual, VersionsAreCompared) {
  save("s-1", {{"title", "a"}, {"messages", {1, 2}}});
  save("s-1", {{"title", "b"}, {"messages", {1, 2, 3}}});
  const auto changes = world.run("contextual diff", {{"session", "s-1"}}).value();
  EXPECT_EQ(changes, json::parse(R"([{"op":"replace","path":"/title","value":"b","before":"a"},{"op":"add","path":"/messages/2","value":3}])").as_array()) << json::serialize(changes);
  EXPECT_EQ(world.run("contextual diff", {{"session", "s-1"}, {"from", "2"}, {"to", "1"}}).value().size(), 2u);
}

TEST_F(Contextual, WithoutAFileTheServiceIsAskedThatHasTheSession) {
  const auto nowhere = world.ask("PUT", "/api/v1/sessions/s-1/context", "{}");
  EXPECT_EQ(nowhere.status, 404) << nowhere.body;
  EXPECT_NE(nowhere.body.find("--file FILE"), std::string::npos) << nowhere.body;
}

TEST_F(Contextual, MemoriesAndSessionsAreFoundTheBestFirst) {
  const auto contract = add("The contract with Acme ends in May"), other = add("Acme sells anvils");
  save("talk", {{"messages", {{{"role", "user"}, {"content", "We talked about contracts before"}}}}});
  EXPECT_EQ(found("previous conversation about contracts"), (Texts{"talk", contract})) << "the very word counts a little more than its stem";
  EXPECT_EQ(found("acme"), (Texts{other, contract}));
  EXPECT_EQ(found("\"contract with acme\""), Texts{contract});
  EXPECT_EQ(found("\"acme contract\""), Texts());
  EXPECT_EQ(found("contract", {{"kind", "session"}}), Texts{"talk"});
  EXPECT_EQ(found("contract", {{"kind", "memory"}}), Texts{contract});
  const auto match = world.run("contextual search", {{"query", "contracts"}, {"kind", "memory"}}).value().at(0);
  EXPECT_EQ(text_in(match, "match"), "The [contract] with Acme ends in May");
  EXPECT_EQ(match.at("highlights"), json::parse(R"([{"text":"The contract with Acme ends in May","marks":[[4,8]]}])"));
}

TEST_F(Contextual, OnlyTheLastVersionOfASessionIsFound) {
  save("talk", {{"text", "about anvils and contracts"}});
  save("talk", {{"text", "about contracts only"}});
  EXPECT_EQ(found("anvils"), Texts());
  EXPECT_EQ(found("contracts"), Texts{"talk"});
  ASSERT_TRUE(world.run("contextual delete", {{"session", "talk"}}));
  EXPECT_EQ(found("contracts"), Texts());
  EXPECT_EQ(world.run("contextual load", {{"session", "talk"}}).error().code, Code::not_found);
}

TEST_F(Contextual, AnyTextIsAQuery) {
  add("multi-agent 38.101 U.S. 2024-C-000123");
  for (const std::string strange : {"a-b", "don't", "38.101", "foo:bar", "AND", "OR NOT", "NEAR(a b)", "(a", "a)", "\"", "\"\"", "\"a", "*", "a*", "^a", "{}", "[]", "'", "''; DROP TABLE contextual_memories; --", "\\", "%", "_", "~", "\n", "a\tb", "\xF0\x9F\x98\x80", "-", "+a -b", "@", "&|!", "=a", "kind=memory", ""})
    EXPECT_TRUE(world.run("contextual search", {{"query", strange}})) << strange;
  EXPECT_EQ(found("multi-agent").size(), 1u);
  EXPECT_EQ(found("\"2024-C-000123\"").size(), 1u);
  EXPECT_EQ(found("\"u.s.\"").size(), 1u);
  EXPECT_EQ(found("kind=memory").size(), 0u) << "a filter is no word";
  EXPECT_EQ(world.ask("GET", "/api/v1/search?q=" + std::string(3000, 'x')).status, 400);
}

TEST_F(Contextual, ALargeMemoryIsFoundByItsLastWordsAndATooLargeOneRefused) {
  std::string text;
  while (text.size() < 90'000) text += "padding word" + std::to_string(text.size()) + " ";
  const auto id = add(text + "needle");
  EXPECT_EQ(found("needle"), Texts{id});
  EXPECT_EQ(world.ask("POST", "/api/v1/memories", json::serialize(json::object{{"text", std::string(100'001, 'x')}})).status, 400);
  EXPECT_EQ(world.ask("POST", "/api/v1/memories", "{\"text\":\"\xFF\xFE\"}").status, 400);
  EXPECT_EQ(world.ask("POST", "/api/v1/memories", R"({"text":"a\u0000b"})").status, 400);
  EXPECT_EQ(world.ask("POST", "/api/v1/memories", R"({"text":""})").status, 400);
}

TEST_F(Contextual, ASessionWithNULIsSavedWholeAndFound) {
  save("s-1", json::parse(R"({"text":"before\u0000after contracts"})"));
  EXPECT_EQ(world.run("contextual load", {{"session", "s-1"}}).value().at(0).at("text").as_string().size(), 22u);
  EXPECT_EQ(found("contracts"), Texts{"s-1"});
}

TEST_F(Contextual, NobodySeesWhatIsAnothers) {
  world.caller = {"ada", {"chittycontextual:read", "chittycontextual:write"}};
  const auto id = add("Ada's secret contract");
  save("s-1", {{"text", "Ada's contract"}});
  world.caller = {"bob", {"chittycontextual:read", "chittycontextual:write"}};
  EXPECT_EQ(found("secret contract"), Texts());
  EXPECT_EQ(world.run("contextual memory get", {{"memory", id}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("contextual memory delete", {{"memory", id}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("contextual load", {{"session", "s-1"}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("contextual delete", {{"session", "s-1"}}).error().code, Code::not_found);
  EXPECT_EQ(save("s-1", {{"text", "Bob's"}}).at("version"), 1) << "a name is each one's own";
  EXPECT_EQ(world.ask("GET", "/api/v1/context/changes").body.find("Ada"), std::string::npos);
  world.caller = {"ada", {"chittycontextual:read", "chittycontextual:write"}};
  EXPECT_EQ(found("secret contract").size(), 2u);
  world.caller = {"eve", {"chittycontextual:read"}};
  EXPECT_EQ(world.run("contextual memory add", {{"text", "x"}}).error().code, Code::permission_denied);
}

TEST_F(Contextual, ThePathsOfConnectRememberAndRecall) {
  const auto kept = world.ask("POST", "/api/intelligence/memory/persist", R"({"sessionId":"s-1","interaction":{"type":"decision","content":"We file in Cook County","decisions":["file"]}})");
  ASSERT_EQ(kept.status, 200) << kept.body;
  const auto recalled = json::parse(world.ask("POST", "/api/intelligence/memory/recall", R"({"sessionId":"s-1","query":"where do we file?"})").body);
  ASSERT_EQ(recalled.at("contexts").as_array().size(), 1u);
  EXPECT_EQ(recalled.at_pointer("/contexts/0/relevanceScore"), 1.0);
  EXPECT_EQ(recalled.at_pointer("/contexts/0/interaction/decisions/0"), "file");
  EXPECT_EQ(world.ask("GET", "/api/intelligence/memory/session/s-1").status, 200);
  EXPECT_EQ(world.ask("GET", "/api/intelligence/memory/session/other").status, 404);
}

TEST_F(Contextual, TheStateSaysWhatIsKnownFromWhereAndHowFresh) {
  EXPECT_EQ(world.run("contextual consciousness state").value().size(), 0u);
  add("one", {{"source", "chittychat"}});
  world.now += 60'000;
  add("two", {{"source", "chittychat"}});
  save("s-1", {{"text", "three"}});
  const auto known = world.run("contextual consciousness state").value();
  ASSERT_EQ(known.size(), 2u);
  EXPECT_EQ(text_in(known.at(0), "from"), "chittychat");
  EXPECT_EQ(known.at(0).at("count"), 2);
  EXPECT_EQ(text_in(known.at(0), "oldest"), "2026-11-23T14:59:10.123Z");
  EXPECT_EQ(text_in(known.at(0), "newest"), "2026-11-23T15:00:10.123Z");
  EXPECT_EQ(text_in(known.at(1), "what"), "sessions");
}

}  // namespace
}  // namespace chittycontextual
