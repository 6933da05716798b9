// Tools and services registered, found, shown and removed; on a real database.
#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>

namespace chittyregistry {
namespace {

using namespace chitty;

struct Registry : testkit::ServiceTest {
  Registry() {
    services = json::object{{"chittyd", json::array()}, {"chittyauth", json::array()}, {"chittyregistry", json::array()}};
    scopes = {"chittyregistry:read", "chittyregistry:write"};
  }
  testkit::Answered add(const std::string& name, const std::string& version = "1.0.0", json::object more = {}) {
    more["name"] = name, more["version"] = version;
    return send("register-tool", more);
  }
  std::vector<std::string> names(const testkit::Answered& answered, std::string_view list) {
    std::vector<std::string> all;
    const auto* found = answered.body.if_contains(list);
    if (!found) return {answered.text};
    for (const auto& one : found->as_array()) all.push_back(text_in(one, "name"));
    return all;
  }
  std::vector<std::string> found(const std::string& query, json::object more = {}) {
    more["q"] = query;
    return names(get("search", {}, more), "results");
  }
  using Names = std::vector<std::string>;
};

TEST_F(Registry, AVersionIsRegisteredOnce) {
  EXPECT_EQ(add("sorter").status, 201);
  EXPECT_EQ(add("sorter").status, 200) << "the same again";
  EXPECT_EQ(add("sorter", "1.0.0", {{"description", "other"}}).status, 409);
  EXPECT_EQ(add("sorter", "1.0.0+build", {{"description", "other"}}).status, 201);
  EXPECT_EQ(add("sorter", "1.0").status, 400);
  EXPECT_EQ(add("sorter", "1.0.0.0").status, 400);
  EXPECT_EQ(add("").status, 400);
}

TEST_F(Registry, LatestIsTheHighestRelease) {
  add("sorter", "1.10.0", {{"description", "ten"}});
  add("sorter", "1.9.0", {{"description", "nine"}});
  add("sorter", "2.0.0-rc.1", {{"description", "soon"}});
  EXPECT_EQ(text_in(get("show-tool", {{"id", "sorter"}}).body.at("tool"), "description"), "ten");
  EXPECT_EQ(text_in(get("show-tool", {{"id", "sorter"}}, {{"version", "latest"}}).body.at("tool"), "version"), "1.10.0");
  EXPECT_EQ(text_in(get("show-tool", {{"id", "sorter"}}, {{"version", "1.9.0"}}).body.at("tool"), "description"), "nine");
  EXPECT_EQ(get("show-tool", {{"id", "sorter"}}, {{"version", "3.0.0"}}).status, 404);
  EXPECT_EQ(found("soon"), Names()) << "words are those of the latest";
  const auto remove = [&](const std::string& version) { return ask({.handler = "remove-version", .method = "DELETE", .parameters = {{"kind", "tools"}, {"id", "sorter"}, {"version", version}}}); };
  EXPECT_EQ(remove("latest").status, 400);
  EXPECT_EQ(remove("1.10.0").body.at("left"), 2);
  EXPECT_EQ(text_in(get("show-tool", {{"id", "sorter"}}).body.at("tool"), "version"), "1.9.0");
  EXPECT_EQ(remove("1.10.0").status, 404);
  EXPECT_EQ(found("nine"), Names{"sorter"});
  remove("1.9.0"), remove("2.0.0-rc.1");
  EXPECT_EQ(get("show-tool", {{"id", "sorter"}}).status, 404) << "with its last version it has gone";
  EXPECT_EQ(found("nine"), Names());
}

TEST_F(Registry, AStrangerChangesNothing) {
  caller = "ada", add("sorter");
  caller = "eve";
  EXPECT_EQ(add("sorter", "2.0.0").status, 403);
  EXPECT_EQ(ask({.handler = "remove-version", .method = "DELETE", .parameters = {{"kind", "tools"}, {"id", "sorter"}, {"version", "1.0.0"}}}).status, 403);
  scopes.emplace_back("chittyregistry:admin");
  EXPECT_EQ(add("sorter", "2.0.0").status, 201);
}

TEST_F(Registry, AChittyIdComesFromTheServiceOrFromNobody) {
  EXPECT_TRUE(add("none").body.at("tool").at("chitty_id").is_null()) << "no such service is here";
  peers.on("POST", "/chittyid/mint").answer(200, {{"did", "did:chitty:thing"}});
  EXPECT_EQ(text_in(add("some").body.at("tool"), "chitty_id"), "did:chitty:thing");
  peers = testkit::Replies();
  EXPECT_EQ(text_in(get("show-tool", {{"id", "did:chitty:thing"}}).body.at("tool"), "name"), "some");
  peers.on("POST", "/chittyid/mint").fail(Code::unreachable, "It is down.");
  EXPECT_EQ(add("another").status, 503);
  peers = testkit::Replies();
  EXPECT_EQ(get("show-tool", {{"id", "another"}}).status, 404);
}

TEST_F(Registry, IsSearchedByAnyWords) {
  add("email-sorter", "1.0.0", {{"description", "Sorts what comes"}, {"tags", {"mail", "fast"}}, {"category", "office"}});
  add("archiver", "1.0.0", {{"description", "Keeps email for long, sorted by year"}});
  add("multi-agent", "1.0.0", {{"description", "Many agents"}, {"subtype", "skill"}});
  EXPECT_EQ(found("email"), (Names{"email-sorter", "archiver"})) << "a name counts most";
  EXPECT_EQ(found("EMAIL sort*"), (Names{"email-sorter", "archiver"}));
  EXPECT_EQ(found("email keeps"), Names{"archiver"}) << "all words";
  EXPECT_EQ(found("email nowhere"), Names());
  for (const auto* text : {"multi-agent", "\"multi\" agent", "multi* AND agent", "(multi OR agent)", "multi:agent", "'multi'\\agent^"}) EXPECT_EQ(found(text), Names{"multi-agent"}) << text;
  for (const auto* text : {"*", "\"", "- NOT", "\\", "%", "_"}) EXPECT_EQ(found(text), Names()) << text;
  EXPECT_EQ(found("email", {{"category", "office"}}), Names{"email-sorter"});
  EXPECT_EQ(names(get("search", {}, {{"category", "skill"}}), "results"), Names{"multi-agent"}) << "by subtype, without words";
  EXPECT_EQ(names(get("search", {}, {{"tag", "Fast"}}), "results"), Names{"email-sorter"});
  EXPECT_EQ(get("search").status, 400) << "nothing to look for";
  const auto hit = get("search", {}, {{"q", "keeps"}}).body.at("results").at(0);
  EXPECT_EQ(text_in(hit, "match"), "[Keeps] email for long, sorted by year");
  EXPECT_EQ(hit.at("highlights").at(0).at("marks"), json::value({{0, 5}}));
}

TEST_F(Registry, PagesGoOnBehindTheLastName) {
  for (int i = 0; i < 7; ++i) add("tool" + std::to_string(i));
  const auto first = get("list-tools", {}, {{"limit", 5}});
  EXPECT_EQ(names(first, "tools").size(), 5u);
  EXPECT_EQ(names(get("list-tools", {}, {{"cursor", first.body.at("metadata").at("nextCursor")}}), "tools"), (Names{"tool5", "tool6"}));
}

TEST_F(Registry, KnowsTheServicesOfThisChittyOS) {
  const auto auth = get("lookup", {{"name", "chittyauth"}});
  EXPECT_EQ(auth.status, 200);
  EXPECT_EQ(text_in(auth.body, "url"), "http://127.0.0.1:4271/chittyauth");
  EXPECT_EQ(names(get("list-services"), "services"), (Names{"chittyauth", "chittyregistry"}));
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM registry_entries"), 0) << "reading writes nothing";
  EXPECT_EQ(names(get("list-services", {}, {{"limit", 1}}), "services"), Names{"chittyauth"});
  EXPECT_EQ(names(get("list-services", {}, {{"cursor", "chittyauth"}}), "services"), Names{"chittyregistry"});
  send("health-check", {{"results", json::array()}});
  EXPECT_EQ(names(get("list-services"), "services"), (Names{"chittyauth", "chittyregistry"}));
  EXPECT_EQ(found("chittyauth"), Names{"chittyauth"});
  EXPECT_EQ(send("register-service", {{"name", "chittyauth"}, {"url", "https://evil.example"}}).status, 409);
  EXPECT_EQ(get("lookup", {{"name", "chittyd"}}).status, 404);
}

TEST_F(Registry, AnEntryOfSomebodyElseNeverSpeaksForOneOfOurs) {
  EXPECT_EQ(send("register-service", {{"name", "chittychat"}, {"url", "https://evil.example/"}}).status, 201);
  EXPECT_EQ(text_in(get("lookup", {{"name", "chittychat"}}).body, "url"), "https://evil.example");
  (*services)["chittychat"] = json::array();  // its plugin is installed
  now += 1000;
  EXPECT_EQ(text_in(get("lookup", {{"name", "chittychat"}}).body, "url"), "http://127.0.0.1:4271/chittychat");
  send("health-check", {{"results", json::array()}});  // anything that writes
  services->erase("chittychat");
  now += 1000;
  EXPECT_EQ(get("lookup", {{"name", "chittychat"}}).status, 404) << "and gone";
}

TEST_F(Registry, ALookupIsKeptForASecondAndKnownByItsTag) {
  const auto first = get("lookup", {{"name", "chittyauth"}});
  const auto tag = std::string(first.headers.at("ETag").as_string());
  const auto again = ask({.handler = "lookup", .parameters = {{"name", "chittyauth"}}, .headers = {{"if-none-match", tag}}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.text, "");
}

TEST_F(Registry, HealthIsTakenFromSeveralResults) {
  send("register-service", {{"name", "far"}, {"url", "https://far.example"}, {"healthEndpoint", "/up"}});
  const auto report = [&](const std::string& outcome) { return send("health-check", {{"results", {{{"service", "far"}, {"outcome", outcome}, {"durationMs", 12}, {"reason", outcome}}}}}); };
  const auto health = [&] { return text_in(get("health-history", {{"name", "far"}}).body, "health"); };
  EXPECT_EQ(health(), "unknown");
  report("healthy"), report("unhealthy"), report("unhealthy");
  EXPECT_EQ(health(), "healthy");
  report("unreachable");
  EXPECT_EQ(health(), "unreachable");
  const auto told = get("health-history", {{"name", "far"}}).body;
  EXPECT_EQ(text_in(told, "rule"), "3 failed results in a row");
  EXPECT_EQ(told.at("results").as_array().size(), 4u);
  EXPECT_EQ(names(get("list-services", {}, {{"health", "unreachable"}}), "services"), Names{"far"});
  for (int i = 0; i < 150; ++i) report("healthy");
  EXPECT_EQ(get("health-history", {{"name", "far"}}, {{"limit", 100}}).body.at("results").as_array().size(), 100u) << "as many are kept";
  EXPECT_EQ(send("health-check", {{"results", {{{"service", "nowhere"}, {"outcome", "healthy"}}}}}).status, 404);
}

TEST_F(Registry, ManyThatFailAtOnceFlipNothing) {
  json::array well, lost;
  for (const auto* name : {"a", "b", "c", "d"}) {
    send("register-service", {{"name", name}, {"url", "https://far.example"}});
    well.push_back({{"service", name}, {"outcome", "healthy"}});
    lost.push_back({{"service", name}, {"outcome", "unreachable"}});
  }
  send("health-check", {{"results", well}});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send("health-check", {{"results", lost}}).body.at("suspect"), true);
  const auto told = get("health-history", {{"name", "a"}}).body;
  EXPECT_EQ(text_in(told, "health"), "healthy");
  EXPECT_EQ(told.at("results").at(0).at("suspect"), true);
}

TEST_F(Registry, WhatFailsHalfwayIsNotThere) {
  for_each_failure([](std::uint64_t n) { return testkit::Incoming{.handler = "register-tool", .method = "POST", .body = R"({"name":"tool)" + std::to_string(n) + R"(","version":"1.0.0","description":"words"})"}; },
                   [&](const testkit::Answered& answered) {
                     EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM registry_entries e WHERE NOT EXISTS (SELECT 1 FROM registry_postings p WHERE p.entry = e.number)"
                                                        " OR (e.own = 0 AND NOT EXISTS (SELECT 1 FROM registry_versions v WHERE v.entry = e.number))"),
                               0)
                         << answered.text;
                   });
}

}  // namespace
}  // namespace chittyregistry
