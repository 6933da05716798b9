// The commands with the service behind them, in one process and on a real database.
#include <gtest/gtest.h>

#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>

namespace chittychronicle {
namespace {

using namespace chitty;

struct Chronicle : ::testing::Test {
  ~Chronicle() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }

  void log(const std::string& event, json::object more = {}) {
    more["event"] = event;
    const auto done = world.run("chronicle log", more);
    ASSERT_TRUE(done) << done.error().message;
  }
  std::vector<std::string> actions(const json::object& arguments = {}) {
    std::vector<std::string> all;
    const auto events = world.run("chronicle query", arguments);
    if (!events) return {events.error().message};
    for (const auto& event : *events) all.push_back(text_in(event, "action"));
    return all;
  }
  using Actions = std::vector<std::string>;

  testkit::World world;
};

TEST_F(Chronicle, KeepsWhatIsLogged) {
  log("user.login", {{"actor", "ada"}, {"data", {{"ip", "1.2.3.4"}}}});
  const auto event = world.run("chronicle query").value().at(0).as_object();
  EXPECT_EQ(text_in(event, "action"), "user.login");
  EXPECT_EQ(text_in(event, "user_id"), "ada");
  EXPECT_EQ(text_in(event, "service"), "user") << "the first word of the event";
  EXPECT_EQ(event.at("metadata"), json::value({{"ip", "1.2.3.4"}}));
  EXPECT_EQ(text_in(event, "recorded_by"), "owner") << "who said so";
}

TEST_F(Chronicle, AStarStandsForAnyCharacters) {
  for (const auto* event : {"user.login", "user.token.issued", "User.login", "user_login", "case.created", "case.failed"}) log(event);
  EXPECT_EQ(actions({{"event-type", "user.*"}}), (Actions{"user.token.issued", "user.login"}));
  EXPECT_EQ(actions({{"event-type", "*.failed"}}), Actions{"case.failed"});
  EXPECT_EQ(actions({{"event-type", "user.*.issued"}}), Actions{"user.token.issued"});
  EXPECT_EQ(actions({{"event-type", "user.login*login"}}), Actions()) << "prefix and suffix do not share a place";
  EXPECT_EQ(actions({{"event-type", "*"}}).size(), 6u);
  EXPECT_NE(actions({{"event-type", "a*b*"}}).front().find("more than one '*' in 'a*b*'"), std::string::npos);
}

TEST_F(Chronicle, PagesGoOnBehindTheLastEvent) {
  for (int i = 0; i < 2100; ++i) ASSERT_EQ(world.ask("POST", "/events", R"({"action":"n.x"})").status, 200);
  EXPECT_EQ(actions().size(), 2100u);
  EXPECT_EQ(actions({{"limit", 1500}}).size(), 1500u);
}

TEST_F(Chronicle, AStrangerSeesAndRecordsTheirOwn) {
  log("user.login", {{"actor", "ada"}});
  log("user.login", {{"actor", "bob"}});
  world.caller = {"bob", {"chittychronicle:read", "chittychronicle:write"}};
  EXPECT_EQ(actions().size(), 1u);
  EXPECT_EQ(world.run("chronicle log", {{"event", "user.logout"}, {"actor", "ada"}}).error().code, Code::permission_denied);
  EXPECT_EQ(world.run("chronicle retention set", {{"days", 1}}).error().code, Code::permission_denied);
  EXPECT_TRUE(world.run("chronicle log", {{"event", "user.logout"}}));
  EXPECT_EQ(actions(), (Actions{"user.logout", "user.login"}));
  world.caller = {"auditor", {"chittychronicle:read", "chittychronicle:admin"}};
  EXPECT_EQ(actions().size(), 3u);
}

TEST_F(Chronicle, CountsByWhatIsNamed) {
  log("a.x", {{"actor", "ada"}});
  log("a.x", {{"actor", "bob"}, {"status", "failed"}});
  log("b.y", {{"actor", "ada"}});
  const auto by_type = world.run("chronicle stats").value();
  ASSERT_EQ(by_type.size(), 2u);
  EXPECT_EQ(text_in(by_type.at(0), "event_type"), "a.x");
  EXPECT_EQ(by_type.at(0).at("count"), 2);
  EXPECT_EQ(by_type.at(0).at("failed"), 1);
  EXPECT_EQ(world.run("chronicle stats", {{"group-by", json::array{"service", "actor"}}}).value().size(), 3u);
  const auto weekly = world.run("chronicle stats", {{"bucket", "week"}}).value();
  EXPECT_EQ(text_in(weekly.at(0), "period"), "2026-11-23T00:00:00.000Z") << "a Monday";
}

TEST_F(Chronicle, ShowsWhatHappenedToAThing) {
  log("case.created", {{"subject", "case-1"}});
  log("case.linked", {{"data", {{"to", "case-1"}}}});
  log("case.created", {{"subject", "case-12"}});
  EXPECT_EQ(world.run("chronicle audit", {{"entity", "case-1"}}).value().size(), 2u);
}

TEST_F(Chronicle, IsFollowedFromNowOn) {
  log("before.x");
  world.patience = 4;
  world.meanwhile = [&] { world.ask("POST", "/events", R"({"action":"n.x"})"); };
  EXPECT_EQ(actions({{"follow", true}, {"limit", 2}}), (Actions{"n.x", "n.x"}));
}

TEST_F(Chronicle, RetentionLeavesTheRestVerifiable) {
  for (int i = 0; i < 5; ++i) log("old.x");
  world.now += 3LL * 86'400'000;
  log("new.x");
  EXPECT_EQ(world.run("chronicle retention apply").error().code, Code::conflict) << "no policy yet";
  ASSERT_TRUE(world.run("chronicle retention set", {{"days", 2}}));
  EXPECT_EQ(world.run("chronicle retention apply").value().at(0).at("removedNow"), 5);
  EXPECT_EQ(actions(), (Actions{"chronicle.pruned", "chronicle.retention_set", "new.x"}));
  auto verdict = world.run("chronicle query", {{"verify", true}}).value().at(0);
  EXPECT_EQ(verdict.at("valid"), true) << json::serialize(verdict);
  EXPECT_EQ(verdict.at("removed"), 5);
  testkit::run_script("UPDATE chronicle_log SET before_size = 4");  // as if more had gone than retention says
  EXPECT_FALSE(world.run("chronicle query", {{"verify", true}}));
}

TEST_F(Chronicle, WordsThatExcludeEachOtherAreToldApart) {
  for (const json::object& wrong : {json::object{{"verify", true}, {"follow", true}}, json::object{{"checkpoint", "x"}}, json::object{{"verify", true}, {"actor", "ada"}}})
    EXPECT_EQ(world.run("chronicle query", wrong).error().code, Code::invalid_argument);
  EXPECT_EQ(world.run("chronicle query", {{"verify", true}, {"checkpoint", "/no/such/file"}}).error().code, Code::not_found);
}

}  // namespace
}  // namespace chittychronicle
