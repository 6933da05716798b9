// The service: conversations are their owner's alone; one is answered at a time; an answer comes once; what is exported is what is there.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>

namespace chittychat {
namespace {

using namespace chitty;

struct Conversations : ::testing::Test {
  testkit::World world;
  void TearDown() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }

  testkit::Answer post(const std::string& path, const json::object& body) { return world.ask("POST", path, json::serialize(body)); }
  json::object ok(const testkit::Answer& answer) {
    EXPECT_LT(answer.status, 300) << answer.body;
    return json::parse(answer.body).as_object();
  }
  json::object begin(const std::string& session, const std::string& message) {
    json::object order{{"message", message}};
    if (!session.empty()) order["sessionId"] = session;
    return ok(post("/chat", order));
  }
  json::object finish(const json::object& begun, const std::string& content, const char* status = "whole") {
    return ok(post("/chat/" + text_in(begun, "turn"), {{"content", content}, {"status", status}, {"answeredBy", "model"}, {"model", "m-1"}, {"quotes", {{{"document", "d"}, {"name", "a.pdf"}, {"page", 3}, {"start", 5}, {"end", 9}, {"text", "rent"}}}}}));
  }
  static std::string id_of(const json::object& begun) { return text_in(begun.at("session"), "id"); }
  json::array messages(const std::string& session) { return ok(world.ask("GET", "/messages?session=" + session)).at("messages").as_array(); }
};

TEST_F(Conversations, AreKeptWithWhatWasSaid) {
  const auto begun = begin("", "What is my\ncase's status?");
  const auto id = id_of(begun);
  EXPECT_EQ(text_in(begun.at("session"), "title"), "What is my");
  EXPECT_EQ(text_in(begun.at("session"), "state"), "answering");
  const auto answer = finish(begun, "It is open.");
  EXPECT_EQ(text_in(answer, "status"), "whole");
  EXPECT_EQ(text_in(messages(id).at(1).at("quotes").as_array().at(0), "name"), "a.pdf");
  const auto next = begin("", "Since when?");
  EXPECT_EQ(id_of(next), id) << "the last conversation goes on";
  EXPECT_EQ(next.at("seq"), 3);
  finish(next, "Since May", "interrupted");
  const auto all = messages(id);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[3].at("seq"), 4);
  EXPECT_EQ(text_in(all[3], "status"), "interrupted");
  EXPECT_EQ(ok(world.ask("GET", "/session/" + id)).at("events").as_array().size(), 4u);
  EXPECT_EQ(world.run("chat history", {}).value().size(), 4u);
  EXPECT_EQ(world.run("chat history", {{"session", id}, {"limit", 3}}).value().size(), 3u);
  EXPECT_EQ(ok(world.ask("GET", "/said")).at("said"), json::parse(R"(["What is my\ncase's status?","Since when?"])"));
}

TEST_F(Conversations, AreAnsweredOneAtATime) {
  const auto first = begin("", "One");
  const auto second = post("/chat", {{"message", "Two"}, {"sessionId", id_of(first)}});
  EXPECT_EQ(second.status, 409) << second.body;
  EXPECT_EQ(ok(post("/chat", {{"message", "Elsewhere"}, {"new", true}})).at("session").at("messages"), 1);
  world.now += 121'000;  // whoever answered has not come back
  const auto third = begin(id_of(first), "Three");
  EXPECT_EQ(post("/chat/" + text_in(first, "turn"), {{"content", "late"}, {"status", "whole"}, {"answeredBy", "model"}}).status, 409);
  finish(third, "In time");
  EXPECT_EQ(post("/chat/" + text_in(third, "turn"), {{"content", "again"}, {"status", "whole"}, {"answeredBy", "model"}}).status, 409);
  EXPECT_EQ(messages(id_of(first)).size(), 3u) << "one question stayed without an answer";
}

TEST_F(Conversations, HaveModelAndPromptOfTheirOwnOrByDefault) {
  EXPECT_EQ(text_in(world.run("chat model set", {{"model", "claude-sonnet-4"}}).value().at(0), "model"), "claude-sonnet-4");
  const auto set = world.run("chat system-prompt set", {{"prompt", "You are a legal assistant"}}).value();
  EXPECT_EQ(text_in(set.at(0), "model"), "claude-sonnet-4") << "the one leaves the other";
  const auto begun = begin("", "One");
  EXPECT_EQ(text_in(begun, "model"), "claude-sonnet-4");
  EXPECT_EQ(text_in(begun, "systemPrompt"), "You are a legal assistant");
  finish(begun, "1");
  EXPECT_EQ(text_in(world.run("chat model set", {{"model", "other"}, {"session", id_of(begun)}}).value().at(0), "sessionId"), id_of(begun));
  const auto next = begin(id_of(begun), "Two");
  EXPECT_EQ(text_in(next, "model"), "other");
  EXPECT_EQ(text_in(next, "systemPrompt"), "You are a legal assistant");
  EXPECT_EQ(text_in(world.run("chat settings").value().at(0), "model"), "claude-sonnet-4");
  EXPECT_EQ(world.run("chat model set", {{"model", "m"}, {"session", "nobody"}}).error().code, Code::not_found);
}

TEST_F(Conversations, AreExportedWholeAlsoWhileOneIsAnswered) {
  const auto begun = begin("", "<script>What</script> & when?");
  const auto id = id_of(begun);
  const auto while_writing = json::parse(world.ask("GET", "/session/" + id + "/export").body).as_object();
  EXPECT_EQ(text_in(while_writing, "format"), "chittychat-export/1");
  EXPECT_EQ(text_in(while_writing.at("session"), "state"), "answering");
  EXPECT_EQ(while_writing.at("messages").as_array().size(), 1u);
  finish(begun, "On <b>Monday</b>", "interrupted");
  const auto whole = json::parse(world.ask("GET", "/session/" + id + "/export?format=json").body).as_object();
  EXPECT_EQ(whole.at("messages"), json::value(messages(id)));
  const auto markdown = world.ask("GET", "/session/" + id + "/export?format=markdown").body;
  EXPECT_TRUE(markdown.starts_with("# &lt;script>What&lt;/script> & when?\n")) << markdown;
  EXPECT_NE(markdown.find("*The answer was interrupted.*"), markdown.npos);
  EXPECT_NE(markdown.find("> [1] rent\n>\n> a.pdf, page 3\n"), markdown.npos) << markdown;
  EXPECT_EQ(markdown.find("<b>"), markdown.npos);
}

TEST_F(Conversations, AreListedTheLastOneFirstAndDeletedForGood) {
  const auto one = id_of(begin("", "One"));
  world.now += 1000;
  const auto two = id_of(ok(post("/chat", {{"message", "Two"}, {"new", true}})));
  world.now += 200'000;
  begin(one, "Again");
  const auto listed = world.run("chat list").value();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(text_in(listed[0], "id"), one) << "where something was said last";
  EXPECT_EQ(world.run("chat list", {{"limit", 1}}).value().size(), 1u);
  world.run("chat delete", {{"session", one}}).value();
  EXPECT_EQ(text_in(world.run("chat list").value().at(0), "id"), two);
  EXPECT_EQ(world.ask("GET", "/messages?session=" + one).status, 404);
  EXPECT_EQ(world.run("chat delete", {{"session", one}}).error().code, Code::not_found);
}

TEST_F(Conversations, AreTheirOwnersAlone) {
  const auto begun = begin("", "Mine");
  const auto id = id_of(begun);
  world.caller.subject = "eve";
  EXPECT_EQ(world.ask("GET", "/session/" + id).status, 404);
  EXPECT_EQ(world.ask("GET", "/session/" + id + "/export").status, 404);
  EXPECT_EQ(world.ask("GET", "/messages?session=" + id).status, 404);
  EXPECT_EQ(world.ask("DELETE", "/session/" + id).status, 404);
  EXPECT_EQ(world.ask("PATCH", "/session/" + id, R"({"title":"Hers"})").status, 404);
  EXPECT_EQ(post("/chat", {{"message", "I too"}, {"sessionId", id}}).status, 404);
  EXPECT_EQ(post("/chat/" + text_in(begun, "turn"), {{"content", "x"}, {"status", "whole"}, {"answeredBy", "model"}}).status, 404);
  EXPECT_TRUE(world.run("chat list").value().empty());
  EXPECT_TRUE(world.run("chat history").value().empty());
  EXPECT_TRUE(ok(world.ask("GET", "/said")).at("said").as_array().empty());
}

TEST_F(Conversations, TakeNoMoreThanTheyShould) {
  EXPECT_EQ(post("/chat", {{"message", std::string(300'000, 'x')}}).status, 400);
  EXPECT_EQ(post("/chat", {{"message", ""}}).status, 400);
  EXPECT_EQ(world.ask("POST", "/chat", "{\"message\":\"a\xff\"}").status, 400) << "broken UTF-8";
  const auto begun = begin("", "One");
  EXPECT_EQ(post("/chat/" + text_in(begun, "turn"), {{"content", "x"}, {"status", "perhaps"}, {"answeredBy", "model"}}).status, 400);
  EXPECT_EQ(post("/chat/none", {{"content", "x"}, {"status", "whole"}, {"answeredBy", "model"}}).status, 404);
}

}  // namespace
}  // namespace chittychat
