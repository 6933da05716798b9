// The whole plugin under the testkit: commands against scripted replies, routes against a scripted store.
#include <gtest/gtest.h>

#include <chitty/testkit.hpp>

using namespace chitty;

namespace {

const testkit::Plugin& plugin() {
  static const testkit::Plugin loaded = testkit::Plugin::open(HELLO_PLUGIN).value();
  return loaded;
}

TEST(Hello, DeclaresWhatItHas) {
  EXPECT_EQ(plugin().name(), "hello");
  EXPECT_EQ(plugin().commands(), (std::vector<std::string>{"hello say", "hello keep", "hello list"}));
  EXPECT_EQ(plugin().routes(), (std::vector<std::string>{"keep", "list"}));
}

TEST(Hello, GreetsAsOftenAsAsked) {
  testkit::FakeHost host;
  ASSERT_TRUE(plugin().run(host, "hello say", {{"name", "Ada"}, {"times", 2}}));
  EXPECT_EQ(json::serialize(host.records), R"([{"greeting":"Hello, Ada!"},{"greeting":"Hello, Ada!"}])");
}

TEST(Hello, RefusesNobody) {
  testkit::FakeHost host;
  const auto done = plugin().run(host, "hello say", {{"name", ""}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::invalid_argument);
  EXPECT_TRUE(host.records.empty());
}

TEST(Hello, KeepsAtTheService) {
  testkit::FakeHost host;
  host.replies.on("POST", "/greetings").answer(201, {{"id", "g1"}, {"greeting", "Welcome, Ada!"}});
  ASSERT_TRUE(plugin().run(host, "hello keep", {{"name", "Ada"}, {"words", "Welcome"}}));
  ASSERT_EQ(host.requests.size(), 1u);
  EXPECT_EQ(host.requests[0].body, R"({"greeting":"Welcome, Ada!"})");
  EXPECT_EQ(host.records.at(0).at("id"), "g1");
  EXPECT_TRUE(host.complaints().empty());
}

TEST(Hello, ServiceKeepsOneRow) {
  testkit::FakeHost host;
  host.incoming = {.handler = "keep", .method = "POST", .path = "/greetings", .body = R"({"greeting":"Hi"})"};
  host.store.on("INSERT INTO hello_greetings").changes(1);
  const auto answer = plugin().handle(host);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 201);
  ASSERT_EQ(host.store.statements.size(), 1u);
  EXPECT_EQ(host.store.statements[0].parameters.at("greeting"), "Hi");
}

TEST(Hello, ServiceListsRows) {
  testkit::FakeHost host;
  host.incoming = {.handler = "list", .path = "/greetings"};
  host.store.on("SELECT id").rows({{{"id", "g1"}, {"greeting", "Hi"}}});
  const auto answer = plugin().handle(host);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, R"({"greetings":[{"id":"g1","greeting":"Hi"}]})");
}

}  // namespace
