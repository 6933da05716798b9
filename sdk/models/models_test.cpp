// The client of models: events in any pieces, answers with everything that can be wrong with them, the circuit breaker.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chitty/models/breaker.hpp>
#include <chitty/models/chat.hpp>

namespace chitty::models {
namespace {

std::vector<std::string> events(std::string_view text, std::size_t step) {
  SseParser parser;
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size(); at += step)
    EXPECT_TRUE(parser.feed(text.substr(at, step), [&](const SseEvent& event) { return out.push_back(event.type + "=" + event.data), Result<void>(); }));
  return out;
}

TEST(Sse, IsReadInAnyPieces) {
  const std::string text =
      "\xef\xbb\xbf"
      "data: one\n\n: comment\rdata:two\r\rdata: a\r\ndata\r\ndata:  b\r\n\r\nevent: ping\ndata: x\n\nid: 7\n\ndata: \xc3\xa4\xe2\x82\xac\n\ndata: never ended\n";
  const std::vector<std::string> expected{"message=one", "message=two", "message=a\n\n b", "ping=x", "message=ä€"};
  for (std::size_t step = 1; step <= text.size(); ++step) EXPECT_EQ(events(text, step), expected) << step;
}

TEST(Sse, IsTheSameHoweverItIsCut) {
  constexpr auto text =
      "\xEF\xBB\xBF"
      "data: a\r\n\r\n: a comment\n\nevent: x\rdata:b\rdata: c\r\rdata\n\ndata: not whole\n";
  for (const std::size_t step : {1, 2, 3, 7, 1000}) EXPECT_EQ(events(text, step), (std::vector<std::string>{"message=a", "x=b\nc", "message="}));
}

TEST(Sse, IsBounded) {
  SseParser parser;
  Result<void> done;
  for (int i = 0; i < 10 && done; ++i) done = parser.feed(std::string(1 << 20, 'x'), [](const SseEvent&) { return Result<void>(); });
  EXPECT_EQ(done.error().code, Code::malformed);
}

std::string event(std::string_view data) { return "data: " + std::string(data) + "\n\n"; }
std::string piece(std::string_view text) { return event(R"({"choices":[{"delta":{"content":")" + std::string(text) + R"("}}]})"); }

Result<ChatAnswer> read(const std::string& body, bool streamed = true) {
  ChatReader reader(streamed);
  std::string shown;
  for (const char c : body) {
    CHITTY_TRY(const auto text, reader.feed(std::string_view(&c, 1)));
    shown += text;
  }
  CHITTY_TRY(auto answer, reader.end());
  if (streamed) {
    EXPECT_EQ(shown, answer.text);
  }
  return answer;
}

TEST(Chat, AnswersAreRead) {
  const auto usage = event(R"({"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}})");
  const auto answer = read(piece("Hä") + event(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})") + usage + event("[DONE]") + piece("late")).value();
  EXPECT_EQ(answer.text, "Hä");
  EXPECT_EQ(answer.finish_reason, "stop");
  EXPECT_EQ(answer.prompt_tokens + answer.answer_tokens, 7);
  EXPECT_EQ(read(piece("no end") + event(R"({"choices":[{"delta":{},"finish_reason":"length"}]})")).value().text, "no end") << "without [DONE]";
  EXPECT_EQ(read(R"({"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}]})", false).value().text, "whole");
  EXPECT_TRUE(read(event(R"({"choices":[{"delta":{"tool_calls":[{"index":0}]},"finish_reason":"tool_calls"}]})")).value().asked_for_tool);
}

TEST(Chat, WhatIsWrongIsToldApart) {
  EXPECT_EQ(read(piece("half")).error().code, Code::unreachable);
  EXPECT_EQ(read("").error().code, Code::unreachable);
  EXPECT_EQ(read(piece("a") + event(R"({"error":{"message":"over\u001bloaded"}})")).error().message, "the model answered with an error: over loaded");
  EXPECT_EQ(read(event(R"({"error":"plain"})")).error().code, Code::refused);
  EXPECT_EQ(read(event("<html>")).error().code, Code::malformed);
  EXPECT_EQ(read(event("[1]")).error().code, Code::malformed);
  EXPECT_EQ(read("<html>", false).error().code, Code::malformed);
  EXPECT_EQ(words_of_error(R"({"error":{"message":"no such key"}})"), "no such key");
  EXPECT_EQ(words_of_error("<h1>oh</h1>"), "<h1>oh</h1>");
}

TEST(Chat, TellsAnErrorInsideAndACut) {
  ChatReader reader(true);
  EXPECT_EQ(without_controls(reader.feed(event(R"({"choices":[{"delta":{"content":"Hi\u001b[31m\u009b1m\n\t"}}]})")).value()), "Hi[31m1m\n\t");
  EXPECT_EQ(reader.feed(event(R"({"choices":[],"usage":{}})")).value(), "");
  EXPECT_FALSE(reader.ended());
  EXPECT_EQ(reader.end().error().message, "the answer was cut off");
  EXPECT_EQ(reader.feed(event(R"({"error":{"message":"overloaded"}})")).error().message, "the model answered with an error: overloaded");
  EXPECT_TRUE(reader.feed(event(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})")).has_value());
  EXPECT_TRUE(reader.ended());
}

TEST(Chat, RequestsAreTheWire) {
  const auto body = json::parse(body_of({.messages = {{"user", "Hi"}}, .max_tokens = 5, .temperature = 0}, "m-1")).as_object();
  EXPECT_EQ(body.at("model"), "m-1");
  EXPECT_EQ(body.at("messages"), json::parse(R"([{"role":"user","content":"Hi"}])"));
  EXPECT_EQ(body.at("stream"), true);
  EXPECT_EQ(body.at("max_tokens"), 5);
}

TEST(Breaker, OpensAfterThreeAndLetsOneTry) {
  Breaker breaker;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(breaker.admits(1000));
    breaker.failed(1000, 0);
  }
  EXPECT_EQ(breaker.state(1000), "open");
  EXPECT_FALSE(breaker.admits(60'999));
  EXPECT_EQ(breaker.state(61'000), "half-open");
  EXPECT_TRUE(breaker.admits(61'000));
  EXPECT_FALSE(breaker.admits(61'001)) << "one tries";
  breaker.failed(62'000, 0);
  EXPECT_FALSE(breaker.admits(181'999)) << "twice as long";
  EXPECT_TRUE(breaker.admits(182'000));
  EXPECT_TRUE(breaker.admits(182'000 + Breaker::probe_ms)) << "whoever tried has not come back";
  breaker.succeeded();
  EXPECT_EQ(breaker.state(182'001), "closed");
  EXPECT_TRUE(breaker.admits(182'001));
}

TEST(Breaker, WaitsAsLongAsItWasAskedTo) {
  Breaker breaker;
  breaker.failed(0, 7000);
  EXPECT_FALSE(breaker.admits(6999));
  EXPECT_TRUE(breaker.admits(7000));
  for (int i = 0; i < 100; ++i) breaker.failed(0, 1'000'000'000'000);
  EXPECT_TRUE(breaker.admits(Breaker::longest_ms)) << "an hour at most";
}

}  // namespace
}  // namespace chitty::models
