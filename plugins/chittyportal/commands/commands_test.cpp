// The link goes to the browser and nowhere else; what came since the last look.
#include <chitty/testkit/command_test.hpp>

namespace chittyportal {
namespace {

using namespace chitty;

class Commands : public testkit::CommandTest {
 protected:
  static json::object link() {
    return {{"success", true}, {"url", "http://127.0.0.1:1/chittyportal#code=secret-1"}, {"portal", "http://127.0.0.1:1/chittyportal"}, {"subject", "owner"}, {"expiresAt", "2026-11-23T15:00:10.123Z"}};
  }
};

TEST_F(Commands, the_link_is_opened_and_not_shown) {
  host.replies.on("POST", "/v1/links").answer(201, link());
  ASSERT_TRUE(run("portal dashboard open", {{"print", false}}));
  EXPECT_EQ(host.opened, std::vector<std::string>{"http://127.0.0.1:1/chittyportal#code=secret-1"});
  EXPECT_EQ(json::serialize(host.records).find("secret-1"), std::string::npos);
  for (const auto& note : host.notes) EXPECT_EQ(note.find("secret-1"), std::string::npos);
}

TEST_F(Commands, it_is_shown_to_who_asks_for_it) {
  host.replies.on("POST", "/v1/links").answer(201, link());
  ASSERT_TRUE(run("portal dashboard open", {{"print", true}}));
  EXPECT_TRUE(host.opened.empty());
  EXPECT_EQ(host.records.at(0).at("url"), "http://127.0.0.1:1/chittyportal#code=secret-1");
}

TEST_F(Commands, without_a_browser_it_is_said_what_to_do) {
  host.has_browser = false;
  host.replies.on("POST", "/v1/links").answer(201, link());
  const auto done = run("portal dashboard open", {{"print", false}});
  EXPECT_EQ(done.error().code, Code::not_supported);
  EXPECT_EQ(done.error().hint, "Print the link and open it elsewhere: chitty portal dashboard open --print");
  EXPECT_EQ(done.error().message.find("secret-1"), std::string::npos);
}

TEST_F(Commands, what_came_since_the_last_look) {
  int looks = 0;
  host.replies.by([&](const testkit::Sent&, testkit::ScriptedReply& reply) {
    const int requests = ++looks == 1 ? 10 : 40;
    reply.answer(200, json::object{{"now", 1'795'445'950'000 + looks * 3000}, {"minutes", {{{"at", 1'795'445'940'000}, {"requests", requests}, {"refused", 0}, {"errors", looks - 1}, {"latency", looks == 1 ? "349:10" : "349:40"}}}}});
  });
  ASSERT_TRUE(run("portal analytics realtime", {{"interval", 3000}, {"limit", 1}}));
  ASSERT_EQ(host.records.size(), 1u);
  EXPECT_EQ(host.records.at(0).at("requests"), 30);
  EXPECT_EQ(host.records.at(0).at("requestsPerSecond").to_number<double>(), 10.0);
  EXPECT_EQ(host.records.at(0).at("errors"), 1);
  EXPECT_NEAR(host.records.at(0).at("p50Ms").to_number<double>(), 1.0, 0.02);
  EXPECT_EQ(run("portal analytics realtime", {{"interval", 999}}).error().message, "invalid value for '--interval': must be at least 1s");
}

}  // namespace
}  // namespace chittyportal
