#include "daemon/forward/header_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Pairs = std::initializer_list<std::pair<const char*, const char*>>;

std::string sent(Pairs fields, Outgoing outgoing = {}, const char* method = "GET") {
  RequestHead head;
  head.start(method, "/x/a", 11);
  head.add("Host", "chitty.example:4000");
  for (const auto& [name, value] : fields) head.add(name, value);
  outgoing.target = "/a";
  outgoing.host = "backend.example";
  outgoing.peer = outgoing.peer.empty() ? "192.0.2.7" : outgoing.peer;
  outgoing.request_id = "req_1";
  outgoing.loop_word = "chittyd-me";
  std::string out;
  put_request_head(head, outgoing, out);
  return out;
}

TEST(HeaderRules, TheHeadIsSaidAnew) {
  EXPECT_EQ(sent({{"Accept", "*/*"}}),
            "GET /a HTTP/1.1\r\nHost: backend.example\r\nAccept: */*\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: http\r\n"
            "X-Forwarded-Host: chitty.example:4000\r\nForwarded: for=192.0.2.7;host=\"chitty.example:4000\";proto=http\r\nX-Request-Id: req_1\r\n"
            "Via: 1.1 chittyd\r\nCDN-Loop: chittyd-me\r\n\r\n");
}

TEST(HeaderRules, FieldsOfTheConnectionStayHere) {
  const auto out = sent({{"Connection", "keep-alive, X-Named"}, {"Connection", " x-other ,"}, {"X-Named", "1"}, {"X_Other", "1"}, {"Keep-Alive", "1"}, {"TE", "trailers"}, {"Trailer", "X"}, {"Proxy-Authorization", "x"}, {"Proxy-Connection", "close"}, {"Upgrade", "h2c"}, {"HTTP2-Settings", "AAA"}, {"Transfer-Encoding", "chunked"}, {"Content-Length", "7"}, {"Expect", "100-continue"}, {"X-Kept", "1"}});
  for (const char* name : {"X-Named", "X_Other", "Keep-Alive", "TE:", "Trailer", "Proxy-", "Upgrade", "Transfer-Encoding", "Content-Length", "Expect", "Connection"})
    EXPECT_THAT(out, Not(HasSubstr(name)));
  EXPECT_THAT(out, HasSubstr("X-Kept: 1\r\n"));
}

TEST(HeaderRules, WhatNamesItInConnectionTakesNothingOfOursAway) {
  const auto out = sent({{"Connection", "close, X-Forwarded-For, Forwarded, Via, CDN-Loop, Host, X-Request-Id, Content-Length"}, {"Via", "1.1 other"}, {"CDN-Loop", "other"}});
  EXPECT_THAT(out, AllOf(HasSubstr("X-Forwarded-For: 192.0.2.7"), HasSubstr("Forwarded: for="), HasSubstr("Via: 1.1 other, 1.1 chittyd"),
                         HasSubstr("CDN-Loop: other, chittyd-me"), HasSubstr("Host: backend.example"), HasSubstr("X-Request-Id: req_1")));
}

TEST(HeaderRules, WhoAClientSaysItIsDoesNotCount) {
  const auto out = sent({{"X-Forwarded-For", "6.6.6.6"}, {"x_forwarded_for", "6.6.6.6"}, {"X-Forwarded-Prefix", "6.6.6.6"}, {"X-Forwarded-Port", "6.6.6.6"}, {"Forwarded", "for=6.6.6.6"}, {"X-Real-IP", "6.6.6.6"}, {"X_Real_Ip", "6.6.6.6"}, {"True-Client-IP", "6.6.6.6"}, {"CF-Connecting-IP", "6.6.6.6"}, {"X-Original-URL", "6.6.6.6"}, {"X-Rewrite-URL", "6.6.6.6"}, {"Proxy", "6.6.6.6"}, {"X-Request-Id", "6.6.6.6"}, {"Host", "6.6.6.6"}});
  EXPECT_THAT(out, Not(HasSubstr("6.6.6.6")));
}

TEST(HeaderRules, SaysTheClientsAddressOfEitherKindAndThePrefix) {
  Outgoing outgoing;
  outgoing.peer = "2001:db8::1";
  outgoing.prefix = "/x";
  EXPECT_THAT(sent({}, outgoing), AllOf(HasSubstr("X-Forwarded-For: 2001:db8::1\r\n"), HasSubstr("Forwarded: for=\"[2001:db8::1]\";"), HasSubstr("X-Forwarded-Prefix: /x\r\n")));
}

TEST(HeaderRules, NoCredentialOfOursGoesOut) {
  const auto out = sent({{"Authorization", "Bearer secret"}, {"authorization", "Basic secret"}, {"Cookie", "a=1; chitty_session=secret;__Host-Chitty_x=secret; b=2"}, {"Cookie", "__Secure-chitty_page=secret; c=3"}});
  EXPECT_THAT(out, AllOf(Not(HasSubstr("secret")), HasSubstr("Cookie: a=1; b=2; c=3\r\n")));
  EXPECT_THAT(sent({{"Cookie", "chitty_session=secret"}}), Not(HasSubstr("Cookie")));
}

TEST(HeaderRules, FramingIsOurs) {
  Outgoing outgoing;
  EXPECT_THAT(sent({}, outgoing, "POST"), HasSubstr("Content-Length: 0\r\n"));
  EXPECT_THAT(sent({}, outgoing, "DELETE"), Not(HasSubstr("Content-Length")));
  outgoing.has_body = true;
  EXPECT_THAT(sent({{"Content-Length", "99"}}, outgoing, "POST"), AllOf(HasSubstr("Transfer-Encoding: chunked\r\n"), Not(HasSubstr("Content-Length"))));
  outgoing.length = 7;
  EXPECT_THAT(sent({{"Transfer-Encoding", "chunked"}}, outgoing, "POST"), AllOf(HasSubstr("Content-Length: 7\r\n"), Not(HasSubstr("Transfer-Encoding"))));
}

TEST(HeaderRules, OnlyAWebSocketIsAnUpgrade) {
  const auto asks = [](const char* method, int version, Pairs fields) {
    RequestHead head;
    head.start(method, "/", version);
    for (const auto& [name, value] : fields) head.add(name, value);
    return asks_for_websocket(head);
  };
  EXPECT_TRUE(asks("GET", 11, {{"Connection", "keep-alive, Upgrade"}, {"Upgrade", "WebSocket"}}));
  EXPECT_TRUE(asks("GET", 11, {{"Connection", "x"}, {"connection", "upgrade"}, {"Upgrade", "h2c, websocket"}}));
  EXPECT_FALSE(asks("GET", 11, {{"Connection", "keep-alive"}, {"Upgrade", "websocket"}}));
  EXPECT_FALSE(asks("GET", 11, {{"Connection", "Upgrade"}, {"Upgrade", "h2c"}}));
  EXPECT_FALSE(asks("GET", 10, {{"Connection", "Upgrade"}, {"Upgrade", "websocket"}}));
  EXPECT_FALSE(asks("POST", 11, {{"Connection", "Upgrade"}, {"Upgrade", "websocket"}}));
  Outgoing outgoing;
  outgoing.upgrade = true;
  EXPECT_THAT(sent({{"Connection", "Upgrade"}, {"Upgrade", "h2c, websocket"}, {"Sec-WebSocket-Key", "k"}}, outgoing),
              AllOf(HasSubstr("Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"), HasSubstr("Sec-WebSocket-Key: k"), Not(HasSubstr("h2c"))));
}

std::string returned(Pairs fields, Returned* what = nullptr) {
  Fields all;
  for (const auto& [name, value] : fields) all.add(name, value);
  std::string out;
  const auto found = put_reply_fields(all, false, out);
  if (what) *what = found;
  return out;
}

TEST(HeaderRules, RepliesLoseWhatIsOfTheirConnection) {
  Returned found;
  const auto out = returned({{"Connection", "close, X-Named"}, {"X-Named", "1"}, {"Keep-Alive", "timeout=5"}, {"Transfer-Encoding", "chunked"}, {"Content-Length", "3"}, {"Upgrade", "h2"}, {"Proxy-Authenticate", "Basic"}, {"Alt-Svc", "h3"}, {"Trailer", "X"}, {"Server", "s"}, {"Location", "/there"}, {"Via", "1.1 other"}, {"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}, {"Set-Cookie", "chitty_session=x; Path=/"}, {"Set-Cookie", "__Host-chitty_session=x"}},
                            &found);
  EXPECT_EQ(out, "Server: s\r\nLocation: /there\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nVia: 1.1 other, 1.1 chittyd\r\n");
  EXPECT_TRUE(found.has_server && !found.has_date);
}

TEST(HeaderRules, ALoopIsSeenWhateverItIsCalled) {
  const auto loops = [](Pairs fields) {
    RequestHead head;
    for (const auto& [name, value] : fields) head.add(name, value);
    return is_looping(head, "chittyd-me");
  };
  EXPECT_FALSE(loops({}));
  EXPECT_FALSE(loops({{"CDN-Loop", "other, chittyd-else"}}));
  EXPECT_TRUE(loops({{"cdn-loop", "other, chittyd-me;v=1"}}));
  EXPECT_TRUE(loops({{"CDN-Loop", "other"}, {"CDN_Loop", "chittyd-me"}}));
  EXPECT_TRUE(loops({{"CDN-Loop", "chittyd-1, chittyd-2, chittyd-3, chittyd-4, chittyd-5, chittyd-6, chittyd-7, chittyd-8"}}));
}

}  // namespace
}  // namespace chitty::host::daemon
