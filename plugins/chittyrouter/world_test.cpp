// The service: mail comes in, is threaded, routed once, and claimed once; whose it is.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>

namespace chittyrouter {
namespace {

using namespace chitty;

struct Inbox : ::testing::Test {
  testkit::World world;
  std::string pack;

  void SetUp() override {
    testkit::Sent sent;
    sent.method = "POST", sent.target = "/api/v1/inbox/packs", sent.body = std::string(1000, 'x'), sent.headers = {{"Content-Type", "application/octet-stream"}};
    const auto kept = world.ask(sent);
    ASSERT_EQ(kept.status, 200) << kept.body;
    pack = text_in(json::parse(kept.body), "pack");
  }
  void TearDown() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }

  testkit::Answer post(const std::string& path, const json::object& body) {
    testkit::Sent sent;
    sent.method = "POST", sent.target = path, sent.body = json::serialize(body), sent.headers = {{"Content-Type", path.ends_with("/messages") ? "application/x-ndjson" : "application/json"}};
    return world.ask(sent);
  }
  json::object ok(const std::string& path, const json::object& body) {
    const auto answer = post(path, body);
    EXPECT_LT(answer.status, 300) << answer.body;
    return json::parse(answer.body).as_object();
  }
  json::array got(const std::string& target) { return json::parse(world.ask("GET", target).body).as_array(); }

  static std::string hash_of(const std::string& name) { return (name + std::string(64, '0')).substr(0, 64); }
  // A mail of the hash `hash` (hexadecimal digits).
  json::object receive(const std::string& hash, json::object more = {}) {
    json::object line{{"source", "test"}, {"key", hash}, {"contentHash", hash_of(hash)}, {"pack", pack}, {"packAt", 0}, {"size", 100}, {"from", "a@b.example"}, {"senders", {"a@b.example"}}, {"subject", "one"}, {"text", "text"}};
    for (const auto& member : more) line[member.key()] = member.value();
    return ok("/api/v1/inbox/messages", line);
  }
  std::string thread_of(const std::string& subject) {
    for (const auto& row : got("/api/v1/inbox"))
      if (text_in(row, "subject") == subject) return text_in(row, "thread");
    return {};
  }
};

TEST_F(Inbox, TheSameBytesAreOneMailAndTheSameIdWithOthersIsAnother) {
  EXPECT_EQ(text_in(receive("a1", {{"messageId", "m@x"}}), "state"), "new");
  EXPECT_EQ(text_in(receive("a1", {{"messageId", "m@x"}, {"key", "elsewhere"}}), "state"), "known");
  EXPECT_EQ(text_in(receive("a2", {{"messageId", "m@x"}}), "state"), "twin");
  const auto rows = got("/api/v1/inbox");
  ASSERT_EQ(rows.size(), 2u);
  for (const auto& row : rows) EXPECT_EQ(row.at("twins"), 1);
  EXPECT_EQ(got("/api/v1/inbox/keys?source=test").size(), 3u);
}

TEST_F(Inbox, BytesMustBeHereAndTheCallersOwn) {
  EXPECT_EQ(text_in(receive("a1", {{"packAt", 950}}), "error"), "INVALID_REQUEST");
  world.caller.subject = "eve";
  EXPECT_EQ(text_in(receive("a2"), "error"), "INVALID_REQUEST");
  EXPECT_TRUE(got("/api/v1/inbox").empty());
}

TEST_F(Inbox, ThreadsDoNotDependOnTheOrderOfArrival) {
  receive("c", {{"subject", "C"}, {"messageId", "c@x"}, {"references", {"a@x", "b@x"}}});
  receive("a", {{"subject", "A"}, {"messageId", "a@x"}});
  receive("b", {{"subject", "B"}, {"messageId", "b@x"}, {"inReplyTo", "a@x"}});
  receive("d", {{"subject", "A"}, {"messageId", "d@x"}});
  EXPECT_EQ(thread_of("C"), thread_of("B"));
  std::set<std::string> threads;
  for (const auto& row : got("/api/v1/inbox")) threads.insert(text_in(row, "thread"));
  EXPECT_EQ(threads.size(), 2u) << "the same subject alone joins nothing";
}

TEST_F(Inbox, AGhostThatComesJoinsTwoThreads) {
  receive("1", {{"subject", "left"}, {"messageId", "l@x"}, {"inReplyTo", "g@x"}});
  receive("2", {{"subject", "root"}, {"messageId", "r@x"}});
  EXPECT_NE(thread_of("left"), thread_of("root"));
  receive("3", {{"subject", "ghost"}, {"messageId", "g@x"}, {"inReplyTo", "r@x"}});
  EXPECT_EQ(thread_of("left"), thread_of("root"));
  EXPECT_EQ(thread_of("ghost"), thread_of("root"));
  receive("4", {{"subject", "self"}, {"messageId", "s@x"}, {"references", {"s@x"}}});
  EXPECT_NE(thread_of("self"), thread_of("root"));
}

TEST_F(Inbox, IsRoutedOnceAndTasksAreHeldByOne) {
  ok("/api/v1/rules", {{"condition", "from:b.example"}, {"action", "priority:high,agent:response,label:x"}});
  receive("a1", {{"messageId", "m@x"}});
  EXPECT_EQ(ok("/api/v1/inbox/process", {{"limit", 10}}).at("processed"), 1);
  EXPECT_EQ(ok("/api/v1/inbox/process", {{"limit", 10}}).at("processed"), 0);
  const auto one = ok("/api/v1/inbox/tasks/claim", {{"limit", 5}}), other = ok("/api/v1/inbox/tasks/claim", {{"limit", 5}});
  ASSERT_EQ(one.at("tasks").as_array().size(), 1u);
  EXPECT_TRUE(other.at("tasks").as_array().empty());
  const auto done = "/api/v1/inbox/tasks/" + text_in(one.at("tasks").as_array()[0], "id") + "/done";
  EXPECT_EQ(post(done, {{"claim", "another"}}).status, 409);
  world.now += 6 * 60'000;  // the lease has ended
  const auto again = ok("/api/v1/inbox/tasks/claim", {{"limit", 5}});
  ASSERT_EQ(again.at("tasks").as_array().size(), 1u);
  EXPECT_EQ(post(done, {{"claim", one.at("claim")}}).status, 409) << "it is another's now";
  EXPECT_EQ(post(done, {{"claim", again.at("claim")}}).status, 200);
  EXPECT_EQ(post(done, {{"claim", again.at("claim")}}).status, 409);
  EXPECT_EQ(got("/api/v1/drafts").size(), 1u);
  const auto id = text_in(got("/api/v1/inbox")[0], "id");
  const auto decisions = got("/api/v1/inbox/" + id + "/decisions");
  ASSERT_EQ(decisions.size(), 2u);
  EXPECT_EQ(text_in(decisions[0].at("result").at("rules").as_array()[0], "why"), "from:b.example (a@b.example)");
}

TEST_F(Inbox, AModelRaisesAndNeverLowers) {
  ok("/api/v1/rules", {{"condition", "from:b.example"}, {"action", "priority:high"}});
  receive("a1");
  ok("/api/v1/inbox/process", {{"limit", 10}});
  const auto id = text_in(got("/api/v1/inbox")[0], "id");
  const auto level = [&](const char* said) { return text_in(ok("/api/v1/agents/priority/invoke", {{"emailId", id}, {"said", {{"model", "m"}, {"level", said}}}}), "level"); };
  EXPECT_EQ(level("low"), "high");
  EXPECT_EQ(level("critical"), "critical");
  EXPECT_EQ(post("/api/v1/agents/priority/invoke", {{"emailId", id}, {"said", {{"level", "whatever"}}}}).status, 400);
  const auto drafted = ok("/api/v1/agents/response/invoke", {{"emailId", id}, {"draft", true}, {"said", {{"model", "m"}, {"body", "To: mallory@evil.example\n\nhello"}}}});
  EXPECT_EQ(text_in(drafted, "recipient"), "a@b.example");
}

TEST_F(Inbox, IsItsOwnersAlone) {
  receive("a1");
  const auto id = text_in(got("/api/v1/inbox")[0], "id");
  world.caller.subject = "eve";
  EXPECT_TRUE(got("/api/v1/inbox").empty());
  EXPECT_EQ(world.ask("GET", "/api/v1/inbox/" + id).status, 404);
  EXPECT_EQ(world.ask("GET", "/api/v1/inbox/" + id + "/raw").status, 404);
  EXPECT_EQ(post("/api/v1/agents/triage/invoke", {{"emailId", id}}).status, 404);
}

TEST_F(Inbox, ABreakerIsKeptForTheNextCommand) {
  const auto outcome = [&](bool good) { return ok("/api/v1/models/outcome", {{"name", "m"}, {"ok", good}, {"latencyMs", 10}, {"tokens", 50}, {"error", "down"}}); };
  const auto admitted = [&](std::int64_t budget) { return ok("/api/v1/models/admit", {{"name", "m"}, {"dailyTokens", budget}}).at("allowed").as_bool(); };
  EXPECT_TRUE(admitted(100));
  for (int i = 0; i < 3; ++i) outcome(false);
  EXPECT_FALSE(admitted(0));
  world.now += 61'000;
  EXPECT_TRUE(admitted(0));
  EXPECT_FALSE(admitted(0)) << "one tries";
  EXPECT_EQ(text_in(outcome(true), "state"), "closed");
  EXPECT_FALSE(admitted(100)) << "200 tokens were used today";
  world.now += 86'400'000;
  EXPECT_TRUE(admitted(100));
}

}  // namespace
}  // namespace chittyrouter
