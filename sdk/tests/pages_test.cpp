#include <gtest/gtest.h>

#include <chitty/pages.hpp>
#include <chitty/testkit.hpp>

namespace chitty {
namespace {

struct Pages : testing::Test {
  Result<Reply> list(std::int64_t limit) {
    Host face(tables, host.as_call());
    return give_pages(face, "things", limit, [](const std::string& cursor, const std::string& size) {
      return get("/things", {{"limit", size}, {"cursor", cursor}});
    });
  }
  static json::object page(std::initializer_list<int> numbers, json::value next) {
    json::array things;
    for (const int number : numbers) things.push_back(number);
    return {{"things", std::move(things)}, {"metadata", json::object{{"nextCursor", std::move(next)}}}};
  }

  const HostTables tables{&testkit::host_table()};
  testkit::FakeHost host;
};

TEST_F(Pages, FollowsTheCursorsToTheEnd) {
  host.replies.on("GET", "/things?limit=100").answer(200, page({1, 2}, "b"));
  host.replies.on("GET", "/things?limit=100&cursor=b").answer(200, page({3}, nullptr));
  ASSERT_TRUE(list(0));
  EXPECT_EQ(host.records, (json::array{1, 2, 3}));
  EXPECT_TRUE(host.complaints().empty());
}

TEST_F(Pages, FollowsCursorsThatAreNumbers) {
  host.replies.on("GET", "/things?limit=100").answer(200, page({1, 2}, 2));
  host.replies.on("GET", "/things?limit=100&cursor=2").answer(200, page({3}, nullptr));
  ASSERT_TRUE(list(0));
  EXPECT_EQ(host.records, (json::array{1, 2, 3}));
  EXPECT_TRUE(host.complaints().empty());
}

TEST_F(Pages, AsksForNoMoreThanIsWantedAndGivesNoMore) {
  host.replies.on("GET", "/things?limit=3").answer(200, page({1, 2}, "b"));
  host.replies.on("GET", "/things?limit=1&cursor=b").answer(200, page({3, 4}, "c"));
  ASSERT_TRUE(list(3));
  EXPECT_EQ(host.records, (json::array{1, 2, 3}));
  EXPECT_TRUE(host.complaints().empty());
}

TEST_F(Pages, ARecordMayBeAdjustedBeforeItIsGiven) {
  host.replies.on("GET", "/things").answer(200, {{"things", json::array{json::object{{"n", 1}}, "text"}}});
  Host face(tables, host.as_call());
  ASSERT_TRUE(give_pages(
      face, "things", 0, [](const std::string&, const std::string&) { return get("/things"); },
      [](json::object& record) { record["word"] = "one"; }));
  EXPECT_EQ(host.records, (json::array{json::object{{"n", 1}, {"word", "one"}}, "text"}));
}

TEST_F(Pages, AnAnswerWithoutTheListIsMalformed) {
  host.replies.on("GET", "/things?limit=100").answer(200, {{"things", "none"}});
  const auto listed = list(0);
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().code, Code::malformed);
  EXPECT_EQ(listed.error().message, "The service's answer has no list of things.");
}

TEST(Members, AreTextOrEmpty) {
  const json::object object{{"a", "x"}, {"n", 1}, {"o", json::object{{"b", 2}}}, {"z", nullptr}};
  EXPECT_EQ(text_in(object, "a"), "x");
  EXPECT_EQ(text_in(object, "n"), "");
  EXPECT_EQ(text_in(object, "none"), "");
  EXPECT_EQ(text_in(json::value("text"), "a"), "");
  EXPECT_EQ(object_in(object, "o").value(), (json::object{{"b", 2}}));
  EXPECT_EQ(object_in(object, "z").value(), json::object());
  EXPECT_EQ(object_in(object, "none").value(), json::object());
  EXPECT_EQ(object_in(object, "a").error().message, "The body's a must be a JSON object.");
}

}  // namespace
}  // namespace chitty
