#include "net/headers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chitty::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

HttpRequest post() {
  HttpRequest request;
  request.method = "POST";
  request.url = "https://acme.example/orders";
  request.body = R"({"count":2})";
  request.credential = "canary-token";
  request.headers = {{"Content-Type", "application/json"}, {"X-Api-Key", "canary-key"}, {"Idempotency-Key", "abc"}};
  return request;
}

TEST(Headers, AreThoseOfTheRequestAndTheWire) {
  const auto headers = wire_headers(post(), Form{"POST"}, parse_url(post().url).value(), "test/1");
  EXPECT_EQ(headers.front().first, "Host");
  EXPECT_EQ(find_header(headers, "host"), "acme.example");
  EXPECT_EQ(find_header(headers, "authorization"), "Bearer canary-token");
  EXPECT_EQ(find_header(headers, "content-length"), "11");
  EXPECT_EQ(find_header(headers, "user-agent"), "test/1");
}

TEST(Headers, SecretsStayAtHomeWhenTold) {
  const auto headers = wire_headers(post(), Form{"GET", false, false}, parse_url("https://other.example/").value(), "");
  EXPECT_EQ(find_header(headers, "Authorization"), "");
  EXPECT_EQ(find_header(headers, "X-Api-Key"), "");
  EXPECT_EQ(find_header(headers, "Content-Length"), "");
  EXPECT_EQ(find_header(headers, "Idempotency-Key"), "abc");
}

TEST(Headers, TheCallerCannotSetWhatTheWireNeeds) {
  auto request = post();
  request.headers = {{"Host", "evil.example"},
                     {"Content-Length", "0"},
                     {"transfer-encoding", "chunked"},
                     {"Authorization", "Basic x"}};
  const auto headers = wire_headers(request, Form{"POST"}, parse_url(request.url).value(), "");
  EXPECT_EQ(find_header(headers, "Host"), "acme.example");
  EXPECT_EQ(find_header(headers, "Content-Length"), "11");
  EXPECT_EQ(find_header(headers, "Transfer-Encoding"), "");
  EXPECT_EQ(find_header(headers, "Authorization"), "Bearer canary-token");
}

TEST(Headers, ALineBreakIsRefused) {
  auto request = post();
  request.headers.emplace_back("X-Note", "a\r\nX-Evil: 1");
  EXPECT_EQ(check_headers(request).error().code, Code::invalid_argument);
  request = post();
  request.headers.emplace_back("X Note", "a");
  EXPECT_EQ(check_headers(request).error().code, Code::invalid_argument);
  request = post();
  request.method = "GET /x HTTP/1.1\r\n";
  EXPECT_EQ(check_headers(request).error().code, Code::invalid_argument);
  request = post();
  request.credential = "canary\n";
  EXPECT_EQ(check_headers(request).error().code, Code::invalid_argument);
  EXPECT_THAT(check_headers(request).error().message, Not(HasSubstr("canary")));
  EXPECT_TRUE(check_headers(post()).has_value());
}

TEST(Headers, SecretNamesAreKnown) {
  for (const auto* name : {"Authorization", "proxy-authorization", "Cookie", "Set-Cookie", "X-API-Key",
                           "X-Service-Token", "CF-Access-Client-Secret", "X-Signing-Key"})
    EXPECT_TRUE(is_secret_header(name)) << name;
  for (const auto* name : {"Accept", "Content-Type", "Idempotency-Key", "X-Request-Id"})
    EXPECT_FALSE(is_secret_header(name)) << name;
}

TEST(Headers, RepeatableIsSafeOrSaid) {
  auto request = post();
  EXPECT_FALSE(is_repeatable(request));
  request.repeatable = true;
  EXPECT_TRUE(is_repeatable(request));
  request = post();
  request.method = "PUT";
  EXPECT_TRUE(is_repeatable(request));
  request.method = "PATCH";
  EXPECT_FALSE(is_repeatable(request));
}

TEST(Render, ShowsTheRequestWithoutItsSecrets) {
  auto request = post();
  request.fallback_url = "https://fallback.example/orders";
  EXPECT_EQ(render_request(request),
            "POST https://acme.example/orders\n"
            "Accept: application/json, */*;q=0.5\n"
            "Accept-Encoding: gzip\n"
            "Authorization: Bearer ***\n"
            "Content-Type: application/json\n"
            "X-Api-Key: ***\n"
            "Idempotency-Key: abc\n"
            "Content-Length: 11\n"
            "(when unreachable: https://fallback.example/orders)\n"
            "\n"
            "{\"count\":2}\n");
}

TEST(Render, SaysSoForBytesAndStreams) {
  auto request = post();
  request.body = std::string("\x00\xFF\x01", 3);
  EXPECT_THAT(render_request(request), HasSubstr("(3 bytes)"));
  request.source = [](char*, std::size_t) -> std::size_t { return 0; };
  EXPECT_THAT(render_request(request), HasSubstr("(the body is a stream)"));
  EXPECT_THAT(render_request(request), HasSubstr("Transfer-Encoding: chunked"));
}

}  // namespace
}  // namespace chitty::host
