// Tries, the fallback address and redirects.
#include "net/testing/client.hpp"

namespace chitty::host::testing {
namespace {

std::string nobody() { return "http://127.0.0.1:" + std::to_string(unused_port()); }

HttpRequest repeatable_post(const std::string& url) {
  auto request = Client::post(url, "x");
  request.repeatable = true;
  request.headers = {{"Idempotency-Key", "k1"}};
  return request;
}

TEST(Retry, ARefusedConnectionSaysWhereAndIsTriedAgain) {
  const auto url = nobody();
  Client client;
  client.options.retries = 2;
  EXPECT_THAT(
      client.tell(Client::post(url + "/x", "")),
      AllOf(HasSubstr("UNREACHABLE[refused]"), HasSubstr("Cannot reach " + url), HasSubstr("onnection refused")));
  const auto first = client.trace.find("Next try in");
  EXPECT_NE(first, std::string::npos);
  EXPECT_NE(client.trace.find("Next try in", first + 1), std::string::npos);
}

TEST(Retry, BusyThenWell) {
  for (const auto* busy :
       {"429 Too Many Requests", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"}) {
    Scripted server({reply(busy, "", "Retry-After: 0\r\n"), reply("200 OK", "well")});
    EXPECT_EQ(Client().tell(repeatable_post(server.url())), "200 well") << busy;
    EXPECT_EQ(server.requests().size(), 2u);
    EXPECT_EQ(server.connections(), 1);
    EXPECT_THAT(server.request(1), HasSubstr("Idempotency-Key: k1"));
  }
}

TEST(Retry, HonoursRetryAfterUpToItsCap) {
  Scripted soon({reply("503 Service Unavailable", "", "Retry-After: 1\r\n"), reply("200 OK", "well")});
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(Client().tell(Client::get(soon.url())), "200 well");
  EXPECT_GE(std::chrono::steady_clock::now() - began, 1s);
  Scripted late({reply("429 Too Many Requests", "", "Retry-After: 3600\r\n"), reply("200 OK", "well")});
  EXPECT_EQ(Client().tell(Client::get(late.url())), "429 ");
}

TEST(Retry, EndsWithTheLastReply) {
  Scripted server({reply("503 Service Unavailable", "busy")});
  Client client;
  client.options.retries = 2;
  EXPECT_EQ(client.tell(Client::get(server.url())), "503 busy");
  EXPECT_EQ(server.requests().size(), 3u);
}

TEST(Retry, WhatMustNotBeSentTwiceIsNot) {
  Scripted busy({reply("503 Service Unavailable", "busy"), reply("200 OK", "well")});
  EXPECT_EQ(Client().tell(Client::post(busy.url(), "x")), "503 busy");
  std::atomic<int> requests{0};
  Server dropping([&](Peer& peer) { peer.request(), ++requests; });
  EXPECT_THAT(Client().tell(Client::post(dropping.url(), "x")), HasSubstr("UNREACHABLE[no_answer]"));
  EXPECT_EQ(requests, 1);
}

TEST(Retry, ABrokenConnectionIsTriedAgainWhereAllowed) {
  std::atomic<int> requests{0};
  Server server([&](Peer& peer) {
    peer.request();
    if (++requests > 1)
      peer.say(reply("200 OK", "well"));
    else
      peer.reset();
  });
  EXPECT_EQ(Client().tell(Client::get(server.url())), "200 well");
}

TEST(Retry, ARequestThatEndsItsConnectionIsRepeatedOnceOnly) {
  std::atomic<int> requests{0};
  Server server([&](Peer& peer) { peer.request(), ++requests; });
  Client client;
  client.options.retries = 5;
  EXPECT_THAT(client.tell(Client::get(server.url())), HasSubstr("UNREACHABLE[no_answer]"));
  EXPECT_EQ(requests, 2);
}

TEST(Retry, ARefusalIsFinal) {
  Scripted server({reply("500 Internal Server Error", "no"), reply("200 OK")});
  EXPECT_EQ(Client().tell(Client::get(server.url())), "500 no");
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(Retry, AStreamIsNotSentTwice) {
  Scripted server({reply("503 Service Unavailable", "busy"), reply("200 OK", "well")});
  auto request = repeatable_post(server.url());
  request.source = [first = true](char* buffer, std::size_t) mutable -> std::size_t {
    return std::exchange(first, false) ? (buffer[0] = 'x', 1) : 0;
  };
  EXPECT_EQ(Client().tell(request), "503 busy");
}

TEST(Fallback, IsUsedWhenTheFirstCannotBeReached) {
  Scripted second({reply("200 OK", "second")});
  Client client;
  client.options.retries = 0;
  auto request = Client::post(nobody() + "/x", "body");
  request.fallback_url = second.url("/x");
  request.credential = "token";
  const auto got = client.send(request).value();
  EXPECT_EQ(got->url(), second.url("/x"));
  EXPECT_THAT(second.request(0), AllOf(HasSubstr("Authorization: Bearer token"), HasSubstr("body")));
  EXPECT_THAT(client.trace, HasSubstr("Trying the fallback"));
}

TEST(Fallback, IsUsedWhenOnlyAGatewayAnswers) {
  Scripted first({reply("503 Service Unavailable", "down")}), second({reply("200 OK", "second")});
  Client client;
  client.options.retries = 1;
  auto request = Client::get(first.url());
  request.fallback_url = second.url();
  EXPECT_EQ(client.tell(request), "200 second");
  request.fallback_url = nobody();
  EXPECT_EQ(client.tell(request), "503 down");
}

TEST(Fallback, IsNeverUsedWhenTheFirstRefuses) {
  Scripted second({reply("200 OK", "second")});
  for (const auto* status :
       {"400 Bad Request", "401 Unauthorized", "404 Not Found", "429 Too Many Requests", "500 Internal Server Error"}) {
    Scripted first({reply(status, "no")});
    Client client;
    client.options.retries = 0;
    auto request = Client::get(first.url());
    request.fallback_url = second.url();
    EXPECT_THAT(client.tell(request), HasSubstr(" no"));
  }
  EXPECT_EQ(second.requests().size(), 0u);
}

TEST(Fallback, IsNotUsedForWhatMayHaveBeenDone) {
  Scripted second({reply("200 OK", "second")});
  Server first([](Peer& peer) { peer.request(); });
  auto request = Client::post(first.url(), "x");
  request.fallback_url = second.url();
  EXPECT_THAT(Client().tell(request), HasSubstr("UNREACHABLE[no_answer]"));
  EXPECT_EQ(second.requests().size(), 0u);
}

TEST(Fallback, WhenBothAreOutOfReachBothAreNamed) {
  Client client;
  client.options.retries = 0;
  auto request = Client::get(nobody());
  request.fallback_url = nobody();
  EXPECT_THAT(client.tell(request),
              AllOf(HasSubstr(request.url), HasSubstr("Its fallback: "), HasSubstr(request.fallback_url)));
}

std::string to(const std::string& url, const std::string& status = "302 Found") {
  return reply(status, "", "Location: " + url + "\r\n");
}

TEST(Redirect, IsFollowedOnTheSameHostWithTheCredential) {
  for (const auto* status :
       {"301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"}) {
    Scripted server({to("/new?x=1", status), reply("200 OK", "there")});
    auto request = Client::get(server.url("/old"));
    request.credential = "token";
    EXPECT_EQ(Client().tell(request), "200 there") << status;
    EXPECT_THAT(server.request(1), AllOf(HasSubstr("GET /new?x=1 "), HasSubstr("Authorization: Bearer token")));
    EXPECT_EQ(server.connections(), 1);
  }
}

TEST(Redirect, ToAnotherHostTheTokenIsNotSentAlong) {
  Scripted other({reply("200 OK", "elsewhere")});
  Scripted server({to(other.url("/x"))});
  Client client;
  auto request = Client::get(server.url());
  request.credential = "canary-token",
  request.headers = {{"X-Api-Key", "canary-key"}, {"Cookie", "canary-cookie"}, {"X-Plain", "yes"}};
  EXPECT_EQ(client.tell(request), "200 elsewhere");
  EXPECT_THAT(server.request(0), HasSubstr("canary-token"));
  EXPECT_THAT(other.request(0),
              AllOf(Not(HasSubstr("canary")), Not(HasSubstr("Authorization")), HasSubstr("X-Plain: yes")));
  EXPECT_THAT(client.trace, HasSubstr("the credential is not sent there"));
}

TEST(Redirect, TheTokenDoesNotComeBackByADetour) {
  std::string home;
  Scripted other({to("http://127.0.0.1:1/")});
  Scripted server({to(other.url("/x")), reply("200 OK", "home")});
  Scripted detour({to(server.url("/again"))});
  Scripted start({to(detour.url())});
  auto request = Client::get(start.url());
  request.credential = "canary-token";
  Client client;
  client.options.retries = 0;
  client.tell(request);
  EXPECT_THAT(start.request(0), HasSubstr("canary-token"));
  EXPECT_THAT(detour.request(0), Not(HasSubstr("canary")));
  EXPECT_THAT(server.request(0), Not(HasSubstr("canary")));
}

TEST(Redirect, ALoopEnds) {
  Scripted server({to("/again")});
  EXPECT_THAT(Client().tell(Client::get(server.url())),
              AllOf(HasSubstr("REFUSED[redirect]"), HasSubstr("more than 5 times")));
  EXPECT_EQ(server.requests().size(), 6u);
}

TEST(Redirect, APostIsRepeatedOnlyWhereTheStatusSaysSo) {
  Scripted keeps({to("/new", "308 Permanent Redirect"), reply("200 OK", "done")});
  EXPECT_EQ(Client().tell(Client::post(keeps.url(), "body")), "200 done");
  EXPECT_THAT(keeps.request(1), AllOf(HasSubstr("POST /new "), HasSubstr("\r\n\r\nbody")));
  Scripted other({to("/new", "303 See Other"), reply("200 OK", "result")});
  EXPECT_EQ(Client().tell(Client::post(other.url(), "body")), "200 result");
  EXPECT_THAT(other.request(1), AllOf(HasSubstr("GET /new "), Not(HasSubstr("body"))));
  Scripted moved({to("/new", "302 Found")});
  EXPECT_THAT(Client().tell(Client::post(moved.url(), "body")),
              AllOf(HasSubstr("REFUSED[redirect]"), HasSubstr("not followed for POST")));
}

TEST(Redirect, ContentGoesToNoOtherHost) {
  Scripted other({reply("200 OK")});
  Scripted server({to(other.url(), "307 Temporary Redirect")});
  EXPECT_THAT(Client().tell(Client::post(server.url(), "body")),
              AllOf(HasSubstr("REFUSED[redirect]"), HasSubstr("another host")));
  EXPECT_EQ(other.requests().size(), 0u);
}

TEST(Redirect, ToNowhereIsMalformed) {
  Scripted server({to("ftp://acme.example/")});
  EXPECT_THAT(Client().tell(Client::get(server.url())),
              AllOf(HasSubstr("MALFORMED"), HasSubstr("redirects to nowhere")));
}

TEST(Redirect, WithoutALocationIsAReply) {
  Scripted server({reply("302 Found", "where?")});
  EXPECT_EQ(Client().tell(Client::get(server.url())), "302 where?");
}

}  // namespace
}  // namespace chitty::host::testing
