// chitty chronicle query against a service that is not ours: what it must say for a list to go on.
#include <chitty/testkit/command_test.hpp>

namespace chittychronicle {
namespace {

using namespace chitty;

struct QueryCommand : testkit::CommandTest {
  // As many events as a page has, each with `members`.
  static json::array page(std::size_t count, const json::object& members) {
    json::array events;
    for (std::size_t i = 0; i < count; ++i) events.push_back(members);
    return events;
  }
};

TEST_F(QueryCommand, ALongListNeedsNumbersToGoOnBy) {
  host.replies.on("GET", "/events?limit=1000").answer(200, page(1000, {{"action", "user.login"}}));
  EXPECT_EQ(run("chronicle query").error().code, Code::malformed);
  host.replies.on("GET", "/events?limit=999").answer(200, page(999, {{"action", "user.login"}}));
  EXPECT_TRUE(run("chronicle query", {{"limit", 999}})) << "as the hint says";
}

TEST_F(QueryCommand, TheSamePageTwiceIsAnErrorAndNoEndlessList) {
  host.replies.on("GET", "/events?limit=1000").answer(200, page(1000, {{"seq", 7}}));
  host.replies.on("GET", "/events?limit=1000&cursor=7").answer(200, page(1000, {{"seq", 7}}));
  EXPECT_EQ(run("chronicle query").error().code, Code::malformed);
  EXPECT_EQ(host.requests.size(), 2u);
}

}  // namespace
}  // namespace chittychronicle
