#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/transport.hpp"

namespace chitty::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string sentence(int status, const std::string& body, const std::string& type = "application/json") {
  return error_of_status(status, type, body, "", "acme").message;
}

TEST(Status, DecidesTheKind) {
  const std::pair<int, Code> table[] = {
      {400, Code::refused}, {401, Code::unauthenticated}, {403, Code::permission_denied}, {404, Code::not_found}, {405, Code::refused}, {408, Code::timeout}, {409, Code::conflict}, {410, Code::not_found}, {412, Code::conflict}, {422, Code::refused}, {429, Code::rate_limited}, {500, Code::malformed}, {501, Code::malformed}, {502, Code::unreachable}, {503, Code::unreachable}, {504, Code::unreachable}, {599, Code::malformed}};
  for (const auto& [status, code] : table) {
    const auto error = error_of_status(status, "", "", "", "acme");
    EXPECT_EQ(error.code, code) << status;
    EXPECT_EQ(error.details.at("status").as_int64(), status);
    EXPECT_THAT(error.message, HasSubstr("acme answered " + std::to_string(status) + ": "));
  }
}

TEST(Status, SpeaksInTheServicesWords) {
  EXPECT_EQ(sentence(400, R"({"success":false,"error":"BAD_ENTITY","message":"no such entity"})"),
            "no such entity");
  EXPECT_EQ(sentence(400, R"({"success":false,"error":"no such entity","timestamp":"x"})"),
            "no such entity");
  EXPECT_EQ(sentence(400, R"({"error":"Invalid input","message":"name is missing"})"),
            "Invalid input: name is missing");
  EXPECT_EQ(
      sentence(
          401,
          R"({"success":false,"error":{"code":"BAD_KEY","message":"Invalid API key"},"_meta":{"requestId":"r1"}})"),
      "Invalid API key");
  EXPECT_EQ(sentence(400, R"({"error":"Cannot certify","details":"hash is wrong","timestamp":"x"})"),
            "Cannot certify: hash is wrong");
  EXPECT_EQ(sentence(400, R"({"error_code":"E1","human_readable":"Ask again","ai_instructions":{}})"),
            "Ask again");
  EXPECT_EQ(sentence(400, R"({"error":{"message":"no such model","type":"invalid_request_error"}})"),
            "no such model");
  EXPECT_EQ(sentence(400, R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"unknown method"}})"),
            "unknown method");
  EXPECT_EQ(sentence(422, R"({"valid":false,"errors":[{"field":"name","message":"is missing"},"also wrong"]})"),
            "name: is missing; also wrong");
  EXPECT_EQ(sentence(400, R"({"title":"Bad","detail":"very bad"})"), "very bad");
  EXPECT_EQ(sentence(400, R"({"error":"invalid_grant","error_description":"used twice"})"),
            "used twice");
  EXPECT_EQ(sentence(404, R"({"error":"NOT_FOUND"})"), "acme answered 404: NOT_FOUND");
  EXPECT_EQ(sentence(404, R"("nothing here")"), "nothing here");
}

TEST(Status, KeepsTheServicesCodeAndRequestId) {
  const auto error =
      error_of_status(401, "", R"({"error":{"code":"BAD_KEY","message":"m"},"_meta":{"requestId":"r1"}})", "", "acme");
  EXPECT_EQ(error.details.at("code").as_string(), "BAD_KEY");
  EXPECT_EQ(error.details.at("requestId").as_string(), "r1");
  EXPECT_EQ(
      error_of_status(400, "", R"({"error":{"code":-32601,"message":"m"}})", "", "acme").details.at("code").as_string(),
      "-32601");
}

TEST(Status, TakesThePageTitleAndNoMoreOfHtml) {
  EXPECT_EQ(
      sentence(502, "<html><head><title>502 Bad\n Gateway</title></head><body><h1>x</h1></body></html>", "text/html"),
      "acme answered 502: 502 Bad Gateway");
  EXPECT_EQ(sentence(500, "<!doctype html><h1 class=a>It &amp; broke</h1><p>long", "text/html"),
            "acme answered 500: It & broke");
  EXPECT_EQ(sentence(500, "<html><body>only this", "text/html"), "acme answered 500: internal server error");
}

TEST(Status, HasWordsForNothingAndForDamage) {
  EXPECT_EQ(sentence(404, ""), "acme answered 404: not found");
  EXPECT_EQ(sentence(500, "{\"error\":\"cut"), "acme answered 500: internal server error");
  EXPECT_EQ(sentence(500, "{}"), "acme answered 500: internal server error");
  EXPECT_EQ(sentence(500, "plain words\nmore", "text/plain"), "acme answered 500: plain words");
  EXPECT_EQ(sentence(500, "\xFF\xFE\x01", "application/octet-stream"), "acme answered 500: internal server error");
}

TEST(Status, LetsNothingOntoTheTerminalButText) {
  EXPECT_EQ(sentence(400, R"({"error":"a\u001b[31mred\u0007\nline two"})"), "a[31mred line two");
  EXPECT_LT(sentence(400, "{\"error\":\"" + std::string(100'000, 'x') + "\"}").size(), 700u);
}

TEST(Status, NamesTheMissingScope) {
  auto error = error_of_status(403, "", "", "", "acme", R"(Bearer error="insufficient_scope", scope="orders:write")");
  EXPECT_THAT(error.hint, HasSubstr("orders:write"));
  EXPECT_EQ(error.details.at("scope").as_string(), "orders:write");
  error = error_of_status(403, "",
                          R"({"error":{"code":"FORBIDDEN","message":"no","details":{"requiredScopes":["a:b","c:d"]}}})",
                          "", "acme");
  EXPECT_THAT(error.hint, HasSubstr("a:b, c:d"));
  EXPECT_THAT(error_of_status(403, "", "", "", "acme").hint, Not(HasSubstr("scope")));
}

TEST(Status, SaysWhenToTryAgain) {
  const auto error = error_of_status(429, "", R"({"error":"Rate limit exceeded"})", "90", "acme");
  EXPECT_EQ(error.retry_after, std::chrono::seconds(90));
  EXPECT_TRUE(error.retryable);
  EXPECT_EQ(error.hint, "Try again in 90 s.");
  EXPECT_EQ(error_of_status(429, "", "", "600", "acme").hint, "Try again in 10 minutes.");
}

TEST(Status, HandsOnWhatTheServiceSaysToDo) {
  EXPECT_EQ(error_of_status(403, "", R"({"message":"no","hint":"Get it:\n acme \u001b[31mtoken","details":{"scope":"a:b"}})", "", "acme").hint,
            "Get it: acme [31mtoken");
}

TEST(Status, SaysHowToAuthenticate) { EXPECT_THAT(error_of_status(401, "", "", "", "acme").hint, HasSubstr("token")); }

}  // namespace
}  // namespace chitty::host
