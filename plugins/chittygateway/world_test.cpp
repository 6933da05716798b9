// The commands with the service behind them, in one process and on a real database; the daemon's part is the test's.
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>
#include <chitty/time.hpp>

namespace chittygateway {
namespace {

using namespace chitty;

struct Gateway : ::testing::Test {
  Gateway() {
    // As the daemon has it (plugin.h, chitty.policy/1).
    testkit::run_script(
        "CREATE TABLE chitty_rates (key TEXT PRIMARY KEY, limit_id TEXT, subject TEXT, epoch BIGINT, tat BIGINT, at BIGINT,"
        " granted BIGINT, refused BIGINT)");
  }
  ~Gateway() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }

  Result<json::object> one(std::string_view command, const json::object& arguments) {
    auto records = world.run(command, arguments);
    if (!records) return records.error();
    return records->at(0).as_object();
  }
  std::string told(std::string_view command, const json::object& arguments) {
    const auto done = world.run(command, arguments);
    return done ? "done" : done.error().message;
  }
  // As the daemon asks, several times a second.
  json::value document(std::uint64_t known = 0) {
    testkit::FakeHost host;
    host.now_ms = world.now;
    return testkit::plugin().policy(host, known).value();
  }
  void measure(const std::string& sums) {
    testkit::FakeHost host;
    host.now_ms = world.now;
    testkit::plugin().measured(host, json::parse(sums).as_array()).value();
  }

  testkit::World world;
};

TEST_F(Gateway, ARouteIsInTheDocumentOfTheNextVersion) {
  const auto before = document();
  const auto route = one("gateway route add", {{"path", "/api/verify/"}, {"to", "chittyverify"}}).value();
  EXPECT_EQ(route.at("prefix"), "/api/verify");
  const auto after = document();
  EXPECT_EQ(after.at("version").as_int64(), before.at("version").as_int64() + 1);
  EXPECT_EQ(after.at("routes"), (json::array{json::object{{"id", route.at("id")}, {"prefix", "/api/verify"}, {"service", "chittyverify"}}}));
  EXPECT_TRUE(document(static_cast<std::uint64_t>(after.at("version").as_int64())).is_null()) << "nothing new, nothing said";
  EXPECT_EQ(world.run("gateway routes list").value().size(), 1u);
  EXPECT_EQ(one("gateway route remove", {{"path", "/api/verify"}}).value().at("to"), "chittyverify");
  EXPECT_EQ(document().at("routes").as_array().size(), 0u);
}

TEST_F(Gateway, ARouteToAUrlHasAllThatWasSaid) {
  one("gateway route add", {{"path", "/ext"}, {"to", "https://backend.example/base"}, {"timeout", 5000}, {"retries", 2}, {"public", true}, {"health-path", "/health"}, {"allow-private", true}, {"breaker-failures", 3}, {"breaker-pause", 2000}})
      .value();
  const auto route = document().at("routes").at(0);
  EXPECT_EQ(route.at("url"), "https://backend.example/base");
  EXPECT_EQ(route.at("timeoutMs"), 5000);
  EXPECT_EQ(route.at("retries"), 2);
  EXPECT_EQ(route.at("public"), true);
  EXPECT_EQ(route.at("allowPrivate"), true);
  EXPECT_EQ(route.at("keepPrefix"), false);
  EXPECT_EQ(route.at("breaker"), (json::object{{"failures", 3}, {"openMs", 2000}}));
}

TEST_F(Gateway, TheSameRouteAgainIsTheSameAndAnotherIsAConflict) {
  const auto first = world.ask("POST", "/routes", R"({"prefix":"/api/x","to":"acme"})");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(world.ask("POST", "/routes", R"({"prefix":"/api/x","to":"acme"})").status, 200);
  const auto other = world.ask("POST", "/routes", R"({"prefix":"/api/x","to":"zebra"})");
  EXPECT_EQ(other.status, 409);
  EXPECT_NE(other.body.find("A route for /api/x already exists: /api/x to acme."), std::string::npos) << other.body;
}

TEST_F(Gateway, WhatNoRouteCanBeIsRefusedInWords) {
  const auto to = [](const char* path, const char* where) { return json::object{{"path", path}, {"to", where}}; };
  EXPECT_NE(told("gateway route add", to("/health", "acme")).find("a page of the daemon's own"), std::string::npos);
  EXPECT_NE(told("gateway route add", to("/.well-known/x", "acme")).find("a page of the daemon's own"), std::string::npos);
  EXPECT_NE(told("gateway route add", to("api", "acme")).find("must begin with '/'"), std::string::npos);
  EXPECT_NE(told("gateway route add", to("/a/../b", "acme")).find("dot segment"), std::string::npos);
  EXPECT_NE(told("gateway route add", to("/a", "not a service")).find("neither a service's name nor"), std::string::npos);
  EXPECT_NE(told("gateway route add", to("/a", "https://user:secret@backend.example")).find("name or password"), std::string::npos);
  EXPECT_NE(told("gateway route add", to("/a", "http://")).find("names no host"), std::string::npos);
  EXPECT_NE(told("gateway route remove", {{"path", "/nowhere"}}).find("No route for /nowhere."), std::string::npos);
}

TEST_F(Gateway, UrlsAreForAdministrators) {
  world.caller = {"ada", {"chittygateway:read", "chittygateway:write"}};
  EXPECT_EQ(told("gateway route add", {{"path", "/a"}, {"to", "acme"}}), "done");
  EXPECT_EQ(world.run("gateway route add", {{"path", "/b"}, {"to", "https://backend.example"}}).error().code, Code::permission_denied);
  world.caller = {"root", {"admin:*"}};
  EXPECT_EQ(told("gateway route add", {{"path", "/b"}, {"to", "https://backend.example"}}), "done");
  world.caller = {"ada", {"chittygateway:read", "chittygateway:write"}};
  EXPECT_EQ(world.run("gateway route remove", {{"path", "/b"}}).error().code, Code::permission_denied);
  world.caller = {"bob", {"chittygateway:read"}};
  EXPECT_EQ(world.run("gateway limits set", {{"target", "acme"}, {"rate", "1req/s"}}).error().code, Code::permission_denied);
}

TEST_F(Gateway, ALimitIsInTheDocumentAndSetAgainItIsTheSameOne) {
  const auto first = one("gateway limits set", {{"target", "chittyauth"}, {"rate", "1000req/hour"}}).value();
  EXPECT_EQ(first.at("of"), "all together");
  EXPECT_EQ(first.at("burst"), 1000) << "as many as the rate has";
  const auto again = one("gateway limits set", {{"target", "chittyauth"}, {"rate", "50req/s"}, {"burst", 10}, {"shadow", true}}).value();
  EXPECT_EQ(again.at("id"), first.at("id"));
  one("gateway limits set", {{"target", "chittyauth"}, {"rate", "5req/s"}, {"each", true}}).value();
  one("gateway limits set", {{"target", "*"}, {"rate", "5req/s"}, {"user", "ada"}, {"when-store-is-down", "closed"}}).value();
  const auto limits = document().at("limits").as_array();
  ASSERT_EQ(limits.size(), 3u);
  for (const auto& limit : limits)
    if (limit.at("id") == first.at("id")) {
      EXPECT_EQ(json::serialize(limit), R"({"id":")" + text_in(limit, "id") +
                                            R"(","target":"chittyauth","each":false,"requests":50,"periodMs":1000,"burst":10,"shadow":true,"whenStoreIsDown":"open"})");
    }
  EXPECT_EQ(told("gateway limits remove", {{"target", "chittyauth"}}), "done");
  EXPECT_NE(told("gateway limits remove", {{"target", "chittyauth"}}).find("No limit for chittyauth."), std::string::npos);
  EXPECT_EQ(document().at("limits").as_array().size(), 2u);
}

TEST_F(Gateway, WrongLimitsAreRefusedInWords) {
  EXPECT_EQ(told("gateway limits set", {{"target", "acme"}, {"rate", "1000req/fortnight"}}), "invalid rate '1000req/fortnight': unknown period 'fortnight'");
  EXPECT_EQ(told("gateway limits set", {{"target", "acme"}, {"rate", "1req/s"}, {"each", true}, {"user", "ada"}}), "'--each' and '--user' exclude each other");
  EXPECT_NE(told("gateway limits set", {{"target", "acme"}, {"rate", "1req/day"}, {"burst", 1000}}).find("more than 100 days"), std::string::npos);
  EXPECT_NE(told("gateway limits set", {{"target", "a b"}, {"rate", "1req/day"}}).find("not a service, a path or '*'"), std::string::npos);
}

TEST_F(Gateway, TheStatusIsWhatTheDaemonsHaveTold) {
  const auto limit = one("gateway limits set", {{"target", "acme"}, {"rate", "10req/10s"}, {"each", true}}).value();
  EXPECT_EQ(one("gateway limits status", {}).value().at("left"), 10) << "nobody has used it";
  const auto ns = world.now * 1'000'000;
  const auto tell = [&](const char* who, int seconds, int epoch) {
    testkit::run_script("INSERT INTO chitty_rates VALUES ('" + std::string(who) + std::to_string(epoch) + "', '" + text_in(limit, "id") + "', '" + who + "', " +
                        std::to_string(epoch) + ", " + std::to_string(ns + seconds * 1'000'000'000LL) + ", 0, 0, 4)");
  };
  tell("ada", 7, 0), tell("bob", 2, 0);
  const auto rows = world.run("gateway limits status").value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows.at(0).at("of"), "ada");
  EXPECT_EQ(rows.at(0).at("used"), 7);
  EXPECT_EQ(rows.at(0).at("left"), 3);
  EXPECT_EQ(rows.at(0).at("refused"), 4);
  EXPECT_EQ(text_in(rows.at(0), "wholeAt"), rfc3339(world.now + 7000));

  const auto reset = one("gateway limits reset", {{"subject", "ada"}}).value();
  EXPECT_EQ(reset.at("limits"), 1);
  EXPECT_EQ(reset.at("usedBefore"), 7);
  EXPECT_EQ(document().at("resets"), (json::array{json::object{{"subject", "ada"}, {"epoch", 1}}}));
  EXPECT_EQ(world.run("gateway limits status").value().size(), 1u) << "what was before it is no more";
  EXPECT_EQ(one("gateway limits reset", {{"subject", "acme"}}).value().at("limits"), 1) << "a target: all of its";
  EXPECT_EQ(one("gateway limits reset", {{"subject", "nobody"}}).value().at("limits"), 0);
}

TEST_F(Gateway, RequestsAreAddedUp) {
  const auto minute = std::to_string(world.now - world.now % 60'000);
  measure("[{\"minute\":" + minute + R"(,"service":"acme","route":"GET /x","class":2,"count":98,"bytesIn":1,"bytesOut":100,"latency":[[349,98]]},)" +
          "{\"minute\":" + minute + R"(,"service":"acme","route":"GET /x","class":5,"count":2,"bytesIn":0,"bytesOut":4,"latency":[[698,2]]},)" +
          "{\"minute\":" + minute + R"(,"service":"acme","caller":"ada","count":99,"errors":2,"bytesOut":104},)" +
          "{\"minute\":" + minute + R"(,"service":"acme","caller":"","count":1,"errors":0,"bytesOut":0}])");
  measure("[{\"minute\":" + minute + R"(,"service":"acme","route":"GET /x","class":2,"count":2,"bytesIn":0,"bytesOut":1,"latency":[[349,2]]},)" +
          "{\"minute\":" + minute + R"(,"service":"zebra","route":"","class":4,"count":1,"bytesIn":0,"bytesOut":1,"latency":[]}])");
  const auto rows = world.run("gateway analytics", {{"period", 604'800'000}}).value();
  ASSERT_EQ(rows.size(), 2u);
  const auto& acme = rows.at(0).as_object();
  EXPECT_EQ(acme.at("service"), "acme");
  EXPECT_EQ(acme.at("requests"), 102);
  EXPECT_EQ(acme.at("errors"), 2);
  EXPECT_EQ(acme.at("bytesOut"), 105);
  EXPECT_NEAR(acme.at("p50Ms").to_number<double>(), 1.0, 0.011) << "1.02^349 is 1004 microseconds";
  EXPECT_NEAR(acme.at("p99Ms").to_number<double>(), 1000, 12);
  EXPECT_EQ(rows.at(1).at("refused"), 1);
  EXPECT_FALSE(rows.at(1).as_object().contains("p50Ms")) << "nothing was measured";
  EXPECT_EQ(text_in(one("gateway analytics", {{"service", "acme"}}).value(), "route"), "GET /x");
  const auto users = world.run("gateway analytics top-users").value();
  const std::string shown = R"x([{"user":"ada","requests":99,"errors":2,"bytesOut":104},{"user":"(no token)","requests":1,"errors":0,"bytesOut":0}])x";
  EXPECT_EQ(json::serialize(users), shown);
}

TEST_F(Gateway, MinutesBecomeHoursAndNothingIsLost) {
  const auto start = world.now - 5LL * 86'400'000;
  for (int i = 0; i < 90; ++i)
    measure("[{\"minute\":" + std::to_string(start - start % 3'600'000 + i * 60'000) +
            R"(,"service":"acme","route":"GET /x","class":2,"count":3,"bytesIn":0,"bytesOut":0,"latency":[[100,1],[200,2]]}])");
  for (int i = 0; i < 5; ++i) measure("[]");
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) AS n FROM gateway_traffic WHERE span = 60000"), 0);
  EXPECT_LE(testkit::number_in_store("SELECT COUNT(*) AS n FROM gateway_traffic"), 2 + 60);
  const auto row = one("gateway analytics", {{"period", 604'800'000}}).value();
  EXPECT_EQ(row.at("requests"), 270);
  EXPECT_EQ(row.at("measured"), 270);
}

TEST_F(Gateway, ManyCallersOfAnHourAreJoined) {
  const auto minute = std::to_string(world.now - world.now % 60'000);
  std::string sums = "[";
  for (int i = 0; i < 2500; ++i)
    sums += (i ? ",{" : "{") + ("\"minute\":" + minute) + R"(,"service":"acme","caller":"c)" + std::to_string(i) + R"(","count":)" + std::to_string(i < 5 ? 100 : 1) +
            R"(,"errors":0,"bytesOut":0})";
  measure(sums + "]");
  EXPECT_LE(testkit::number_in_store("SELECT COUNT(*) AS n FROM gateway_callers"), 1001);
  EXPECT_EQ(testkit::number_in_store("SELECT SUM(count) AS n FROM gateway_callers"), 2995);
  const auto users = world.run("gateway analytics top-users", {{"limit", 6}}).value();
  EXPECT_EQ(users.at(0).at("user"), "(others)");
  for (std::size_t i = 1; i < 6; ++i) EXPECT_EQ(users.at(i).at("requests"), 100);
}

TEST_F(Gateway, APathIsTested) {
  one("gateway route add", {{"path", "/api"}, {"to", "acme"}}).value();
  one("gateway route add", {{"path", "/api/ext"}, {"to", "https://backend.example/base"}}).value();
  one("gateway limits set", {{"target", "/api"}, {"rate", "5req/s"}, {"each", true}}).value();
  const auto ext = one("gateway route test", {{"path", "/api/ext/1"}}).value();
  EXPECT_EQ(ext.at("to"), "https://backend.example/base/1");
  EXPECT_EQ(ext.at("limits"), json::array{"5req/s of each to /api"});
  EXPECT_EQ(one("gateway route test", {{"path", "/api/extra"}}).value().at("to"), "/acme/extra");
  EXPECT_EQ(one("gateway route test", {{"path", "/nowhere"}}).value().at("by"), "nothing");
  EXPECT_EQ(one("gateway route test", {{"path", "/health/ready"}}).value().at("by"), "page");
}

}  // namespace
}  // namespace chittygateway
