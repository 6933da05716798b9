// How everything is: the daemon and its services, and remotes elsewhere that are asked at once.
#include <chitty/members.hpp>
#include <chitty/testkit/command_test.hpp>

namespace chitty {
namespace {

class Look : public testkit::CommandTest {
 protected:
  json::array urls;                                          // asked so far, in all
  std::map<std::string, std::vector<json::object>> answers;  // by address: one after the other, the last for ever

  void SetUp() override {
    host.local = [](const std::string&, const json::object&) -> Result<json::value> {
      return json::value{{"running", true}, {"address", "http://127.0.0.1:4271"}, {"pid", 7}, {"uptimeMs", 3'600'000}, {"services", json::array{json::object{{"name", "acme"}, {"status", "ok"}}}}};
    };
    host.remotes["chittyd"] = {{"environment", "local"}, {"baseUrl", "http://127.0.0.1:4271"}};
    host.probe = [this](const json::array& asked, std::uint64_t) -> Result<json::array> {
      json::array all;
      for (const auto& url : asked) {
        urls.push_back(url);
        auto& of = answers[std::string(url.as_string())];
        all.push_back(of.empty() ? json::object{{"status", 200}, {"contentType", "application/json"}, {"body", R"({"status":"ok"})"}, {"durationMs", 4}} : of.front());
        if (of.size() > 1) of.erase(of.begin());
      }
      return all;
    };
  }

  // The remotes of the environment, for so many looks.
  void remotes(json::array list, int looks = 1) {
    for (int i = 0; i < looks; ++i) host.commands.on({"remote", "list"}).gives(list);
  }
  static json::object remote(const char* name, const std::string& url) {
    return {{"name", name}, {"type", name}, {"baseUrl", url}, {"plugin", "installed"}};
  }
  std::string status(std::size_t row) { return text_in(host.records.at(row), "status"); }
};

TEST_F(Look, RemotesElsewhereAreAskedAndThoseOfTheDaemonAreItsOwn) {
  remotes({remote("acme", "http://127.0.0.1:4271/acme"), remote("tracker", "https://tracker.example"), remote("nowhere", "")});
  ASSERT_TRUE(run("os health", {{"all", true}}));
  ASSERT_EQ(host.records.size(), 3u);
  EXPECT_EQ(text_in(host.records[2], "name"), "tracker");
  EXPECT_EQ(urls, (json::array{"https://tracker.example/health"}));
}

TEST_F(Look, APlatformThatNobodyHasSetUpIsNotAsked) {
  auto platform = remote("board", "https://api.board.example");
  platform["kind"] = "service";
  remotes({platform}, 2);
  ASSERT_TRUE(run("os health", {{"all", true}}));
  EXPECT_TRUE(urls.empty());
  host.config["chittyos.services.board"] = json::object{{"baseUrl", "https://api.board.example"}};
  ASSERT_TRUE(run("os health", {{"all", true}}));
  EXPECT_EQ(urls.size(), 1u);
}

TEST_F(Look, OneThatIsNotWellFailsTheCheckAndIsNamed) {
  remotes({remote("tracker", "https://tracker.example")});
  answers["https://tracker.example/health"] = {{{"status", 200}, {"contentType", "text/html"}, {"body", "<html>"}}};
  const auto done = run("os health");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "unhealthy: tracker: answered 200 with text/html, which is not a health page");
  EXPECT_EQ(status(1), "invalid");
}

TEST_F(Look, OneThatComesAndGoesIsFlappingAndOneThatHangsIsNotWaitedForTwice) {
  remotes({remote("a", "http://a"), remote("b", "http://b")});
  answers["http://a/health"] = {{{"reason", "refused"}, {"message", "Connection refused"}}, {{"status", 200}, {"body", "{}"}}};
  answers["http://b/health"] = {{{"reason", "timeout"}, {"message", "x"}}};
  const auto done = run("os health", {{"all", true}, {"wait", 250}});
  ASSERT_FALSE(done);
  EXPECT_EQ(status(2), "flapping");
  EXPECT_EQ(status(3), "hanging");
  EXPECT_EQ(text_in(host.records[3], "problem"), "no answer within 250 ms");
  EXPECT_EQ(urls.size(), 3u);
}

TEST_F(Look, AnotherEnvironmentIsItsRemotes) {
  host.remotes["chittyd"] = {{"environment", "staging"}, {"baseUrl", "https://os.example"}};
  host.local = {};
  remotes({remote("acme", "https://os.example/acme")});
  ASSERT_TRUE(run("os health", {{"all", true}}));
  ASSERT_EQ(host.records.size(), 1u);
  EXPECT_EQ(text_in(host.records[0], "name"), "acme");
}

TEST_F(Look, TheDaemonIsShownWhereTheConfigurationCannotBeRead) {
  host.commands.on({"remote", "list"}).fails(Code::configuration, "The file is not JSON.");
  ASSERT_TRUE(run("os health"));
  EXPECT_EQ(status(0), "ok");
  EXPECT_NE(host.notes.at(0).find("The file is not JSON"), std::string::npos);
}

TEST_F(Look, WatchingTellsWhatChangesUntilItIsStopped) {
  remotes({remote("a", "http://a")}, 4);
  answers["http://a/health"] = {{{"status", 200}, {"body", "{}"}}, {{"status", 200}, {"body", "{}"}}, {{"reason", "timeout"}}};
  int rounds = 0;
  host.meanwhile = [&] { host.cancelled = ++rounds == 3; };
  const auto done = run("os health", {{"watch", true}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::cancelled);
  ASSERT_EQ(host.records.size(), 4u);  // chittyd, acme, a; and a again
  EXPECT_EQ(status(3), "hanging");
  EXPECT_FALSE(text_in(host.records[3], "at").empty());
}

TEST_F(Look, DiscoveryIsByTheDocumentThenTheRegistryThenTheConfiguration) {
  const json::array all{remote("chittyconnect", "https://connect.example"), remote("chittyregistry", "https://registry.example"), remote("tracker", "https://tracker.example")};
  remotes(all);
  answers["https://connect.example/.well-known/chitty.json"] = {{{"status", 200}, {"body", R"({"services":[{"name":"chittyid","url":"https://id.example","status":"healthy"},{"nothing":1},7]})"}}};
  answers["http://127.0.0.1:4271/.well-known/chitty.json"] = {{{"status", 404}}};
  host.commands.on({"registry", "services", "list"}).gives({{{"name", "chittyid"}, {"url", "https://other.example"}}, {{"name", "board"}, {"url", "https://board.example"}, {"health", "unhealthy"}}});
  ASSERT_TRUE(run("os discover"));
  std::map<std::string, std::string> from;
  for (const auto& row : host.records) from[text_in(row, "name")] = text_in(row, "from");
  EXPECT_EQ(from, (std::map<std::string, std::string>{{"board", "registry"}, {"chittyconnect", "configuration"}, {"chittyid", "document"}, {"chittyregistry", "configuration"}, {"tracker", "configuration"}}));
  EXPECT_EQ(host.notes.back(), "From the discovery document https://connect.example/.well-known/chitty.json, the registry and the configuration");
}

TEST_F(Look, ADiscoveryDocumentThatIsNoneIsSaidAndLeftOut) {
  remotes({});
  answers["http://127.0.0.1:4271/.well-known/chitty.json"] = {{{"status", 200}, {"body", "<html>"}}};
  ASSERT_TRUE(run("os discover"));
  EXPECT_NE(host.notes.at(0).find("not a discovery document"), std::string::npos);
}

TEST_F(Look, DiscoveryOfOneThatNobodyKnows) {
  remotes({remote("tracker", "https://tracker.example")});
  answers["http://127.0.0.1:4271/.well-known/chitty.json"] = {{{"status", 404}}};
  const auto done = run("os discover", {{"service", "nothing"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::not_found);
  EXPECT_EQ(done.error().hint, "Known: tracker");
}

TEST_F(Look, HealthyOnlyLeavesOutWhatDoesNotAnswerWell) {
  remotes({remote("good", "https://good.example"), remote("bad", "https://bad.example")}, 2);
  answers["http://127.0.0.1:4271/.well-known/chitty.json"] = {{{"status", 404}}};
  answers["https://bad.example/health"] = {{{"reason", "timeout"}}};
  ASSERT_TRUE(run("os discover", {{"healthy-only", true}}));
  ASSERT_EQ(host.records.size(), 1u);
  EXPECT_EQ(text_in(host.records[0], "name"), "good");
}

TEST_F(Look, UptimeIsByTheRegistrysHistoryElseSinceTheStart) {
  remotes({remote("chittyregistry", "http://127.0.0.1:4271/chittyregistry")}, 2);
  host.replies.on("GET", "/api/v1/services/acme/health?limit=100").answer(200, {{"results", json::array{json::object{{"at", "2025-12-31T23:50:00Z"}, {"outcome", "healthy"}, {"suspect", false}}, json::object{{"at", "2025-12-31T23:55:00Z"}, {"outcome", "unreachable"}, {"suspect", false}}}}});
  host.replies.on("GET", "/api/v1/services/chittyregistry/health?limit=100").answer(404, {{"error", "NOT_FOUND"}});
  ASSERT_TRUE(run("os uptime", {{"period", 3'600'000}}));
  ASSERT_EQ(host.records.size(), 3u);
  EXPECT_EQ(text_in(host.records[0], "from"), "start of chittyd");
  EXPECT_EQ(host.records[0].at("upPercent"), 100.0);
  EXPECT_EQ(host.records[1].at("upPercent"), 50.0);
  EXPECT_EQ(host.records[1].at("upMs"), 300'000);
  EXPECT_EQ(host.records[1].at("unknownMs"), 3'000'000);
  EXPECT_EQ(text_in(host.records[1], "from"), "registry");
}

TEST_F(Look, DependenciesAreThoseOfTheManifests) {
  const auto plugin = [](const char* name, json::object manifest) { return json::object{{"name", name}, {"version", "1.0.0"}, {"sha256", "ab"}, {"manifest", std::move(manifest)}}; };
  host.plugins = {plugin("a", {{"uses", {{"b", json::object()}, {"platform", {{"defaults", json::object()}}}}}, {"service", {{"uses", {{"b", {{"scopes", json::array()}}}}}}}}),
                  plugin("b", {{"remote", {{"depends", json::array{"a"}}}}})};
  ASSERT_TRUE(run("os deps", {{"plugin", "a"}}));
  ASSERT_EQ(host.records.size(), 2u);
  EXPECT_EQ(host.records[0].at("needs"), (json::array{"b"}));
  EXPECT_EQ(host.records[1].at("why"), (json::array{"commands", "service"}));
  EXPECT_EQ(host.notes.at(0), "warning: a circle: a -> b -> a");
  host.records.clear();
  ASSERT_TRUE(run("os deps", {{"tree", true}}));
  ASSERT_EQ(host.records.size(), 3u);
  EXPECT_EQ(text_in(host.records[2], "tree"), "   └─ a (a circle)");
  const auto missing = run("os deps", {{"plugin", "nothing"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::not_found);
  EXPECT_EQ(text_in(host.records.back().as_object(), "state"), "not installed");
}

TEST_F(Look, MetricsAreTheDaemonsByServiceAndByRoute) {
  const char* page = "chittyd_requests_total{service=\"acme\",route=\"GET /x\",code=\"2xx\"} 4\n";
  host.replies.on("GET", "/metrics").answer_text(200, page);
  ASSERT_TRUE(run("os metrics"));
  EXPECT_EQ(host.records.at(0).at("requests"), 4);
  host.replies.on("GET", "/metrics").answer_text(200, page);
  remotes({remote("acme", "http://127.0.0.1:4271/acme")});
  ASSERT_TRUE(run("os metrics", {{"service", "acme"}}));
  EXPECT_EQ(host.records.at(1).at("route"), "GET /x");
  host.replies.on("GET", "/metrics").answer_text(200, page);
  remotes({});
  const auto unknown = run("os metrics", {{"service", "nothing"}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().hint, "Here: acme");
  host.replies.on("GET", "/metrics").answer_text(200, page);
  ASSERT_TRUE(run("os metrics", {{"prometheus", true}}));
  EXPECT_EQ(host.bytes, page);
}

TEST_F(Look, MetricsOfAServiceElsewhereAreItsOwn) {
  remotes({remote("tracker", "https://tracker.example")});
  answers["https://tracker.example/metrics"] = {{{"status", 200}, {"contentType", "text/plain; version=0.0.4"}, {"body", "up 1\n"}}};
  ASSERT_TRUE(run("os metrics", {{"service", "tracker"}}));
  EXPECT_EQ(text_in(host.records.at(0), "metric"), "up");
  remotes({remote("tracker", "https://tracker.example")});
  answers["https://tracker.example/metrics"] = {{{"status", 404}}};
  EXPECT_EQ(run("os metrics", {{"service", "tracker"}}).error().code, Code::not_found);
}

}  // namespace
}  // namespace chitty
