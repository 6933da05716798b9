// The engine against servers that keep to HTTP, and against servers that do not.
#include <zlib.h>

#include "net/testing/client.hpp"

namespace chitty::host::testing {
namespace {

std::string compressed(const std::string& text, int window_bits) {
  z_stream zlib{};
  deflateInit2(&zlib, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 1024, '\0');
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data())),
  zlib.avail_in = static_cast<uInt>(text.size());
  zlib.next_out = reinterpret_cast<Bytef*>(out.data());
  zlib.avail_out = static_cast<uInt>(out.size());
  deflate(&zlib, Z_FINISH);
  out.resize(zlib.total_out);
  deflateEnd(&zlib);
  return out;
}

TEST(Transport, IsRefusedWithoutItsEngine) {
  const auto none = open_transport("/nonexistent");
  ASSERT_TRUE(none.has_error());
  EXPECT_EQ(none.error().code, Code::host_fault);
  EXPECT_THAT(none.error().message, HasSubstr("/nonexistent/net.so"));
}

TEST(Transport, SendsAndReceives) {
  Scripted server({reply("201 Created", "{\"id\":7}", "Content-Type: application/json\r\nX-Tag: a\r\nx-tag: b\r\n")});
  Client client;
  auto request = Client::post(server.url("/orders?dry=1"), "{\"count\":2}");
  request.credential = "canary-token";
  const auto got = client.send(request).value();
  EXPECT_EQ(got->status(), 201);
  EXPECT_EQ(got->header("content-TYPE"), "application/json");
  EXPECT_EQ(got->header("X-Tag"), "a, b");
  EXPECT_EQ(got->header("absent"), "");
  EXPECT_EQ(got->url(), server.url("/orders?dry=1"));
  EXPECT_EQ(read_all(*got).value(), "{\"id\":7}");
  EXPECT_THAT(server.request(0), AllOf(HasSubstr("POST /orders?dry=1 HTTP/1.1\r\n"),
                                       HasSubstr("\r\nAuthorization: Bearer canary-token\r\n"),
                                       HasSubstr("\r\nUser-Agent: test/1\r\n"), HasSubstr("\r\n\r\n{\"count\":2}")));
}

TEST(Transport, TracesTheExchangeWithoutSecrets) {
  Scripted server({reply("200 OK", "hello", "Set-Cookie: session=canary-cookie\r\n")});
  Client client;
  auto request = Client::get(server.url("/x"));
  request.credential = "canary-token";
  request.headers = {{"X-Api-Key", "canary-key"}};
  EXPECT_EQ(client.tell(request), "200 hello");
  EXPECT_THAT(client.trace, AllOf(HasSubstr("> GET " + server.url("/x")), HasSubstr("> Authorization: Bearer ***"),
                                  HasSubstr("< 200 OK"), HasSubstr("< Set-Cookie: ***"), HasSubstr("* 5 bytes"),
                                  Not(HasSubstr("canary"))));
}

TEST(Transport, KeepsTheConnection) {
  Scripted server({reply("200 OK", "one"),
                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\nX-Trailer: t\r\n\r\n",
                   reply("404 Not Found"), reply("200 OK", "four", "Connection: close\r\n"), reply("200 OK", "five")});
  Client client;
  for (const auto* expected : {"200 one", "200 two", "404 ", "200 four"})
    EXPECT_EQ(client.tell(Client::get(server.url())), expected);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(client.tell(Client::get(server.url())), "200 five");
  EXPECT_EQ(server.connections(), 2);
}

TEST(Transport, AnUnreadReplyCostsItsConnectionOnly) {
  Scripted server({reply("200 OK", std::string(1000, 'x')), reply("200 OK", "next")});
  Client client;
  { const auto dropped = client.send(Client::get(server.url())).value(); }
  EXPECT_EQ(client.tell(Client::get(server.url())), "200 next");
  EXPECT_EQ(server.connections(), 2);
}

TEST(Transport, AReplyMayOutliveItsTransport) {
  Scripted server({reply("200 OK", "hello")});
  Client client;
  auto got = client.send(Client::get(server.url())).value();
  client.transport.reset();
  EXPECT_EQ(read_all(*got).value(), "hello");
}

TEST(Transport, AStaleKeptConnectionIsReplacedOnce) {
  std::atomic<int> requests{0};
  Server server([&](Peer& peer) {
    // Each connection answers one request and hangs up at the second without a word, the race of every keep-alive.
    peer.request(), ++requests;
    peer.say(reply("200 OK", "hello"));
    if (!peer.request().empty()) ++requests;
  });
  Client client;
  EXPECT_EQ(client.tell(Client::get(server.url())), "200 hello");
  EXPECT_EQ(client.tell(Client::get(server.url())), "200 hello");
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(requests, 3);
  // What must not be sent twice is not.
  EXPECT_THAT(client.tell(Client::post(server.url(), "x")), HasSubstr("UNREACHABLE[no_answer]"));
  EXPECT_EQ(requests, 4);
}

TEST(Transport, InterimRepliesArePassedOver) {
  Scripted server(
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + reply("200 OK", "final")});
  EXPECT_EQ(Client().tell(Client::get(server.url())), "200 final");
}

TEST(Transport, SomeRepliesHaveNoBody) {
  Scripted server({"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n",
                   "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", reply("200 OK", "still in step")});
  Client client;
  EXPECT_EQ(client.tell(Client::get(server.url())), "204 ");
  auto head = Client::get(server.url());
  head.method = "HEAD";
  EXPECT_EQ(client.tell(head), "200 ");
  EXPECT_EQ(client.tell(Client::get(server.url())), "304 ");
  EXPECT_EQ(client.tell(Client::get(server.url())), "200 still in step");
  EXPECT_EQ(server.connections(), 1);
}

TEST(Transport, ABodyMayEndWithTheConnection) {
  Server server([](Peer& peer) { peer.request(), peer.say("HTTP/1.0 200 OK\r\n\r\nto the end"); });
  EXPECT_EQ(Client().tell(Client::get(server.url())), "200 to the end");
}

TEST(Transport, StreamsUpWithKnownLengthAndWithout) {
  Scripted server({reply("200 OK")});
  Client client;
  for (const std::int64_t length : {6, -1}) {
    auto request = Client::post(server.url(), "");
    int pieces = 0;
    request.source_length = length;
    request.source = [&](char* buffer, std::size_t) -> std::size_t {
      return ++pieces > 3 ? 0 : (buffer[0] = 'a', buffer[1] = 'b', 2);
    };
    EXPECT_EQ(client.tell(request), "200 ");
  }
  EXPECT_THAT(server.request(0), AllOf(HasSubstr("Content-Length: 6\r\n"), HasSubstr("\r\n\r\nababab")));
  EXPECT_THAT(server.request(1), AllOf(HasSubstr("Transfer-Encoding: chunked\r\n"),
                                       HasSubstr("\r\n\r\n2\r\nab\r\n2\r\nab\r\n2\r\nab\r\n0\r\n\r\n")));
}

TEST(Transport, AShortSourceIsRefused) {
  Server server([](Peer& peer) { peer.request(); });
  auto request = Client::post(server.url(), "");
  request.source_length = 10;
  request.source = [first = true](char*, std::size_t) mutable -> std::size_t {
    return std::exchange(first, false) ? 4 : 0;
  };
  EXPECT_THAT(Client().tell(request), AllOf(HasSubstr("INVALID_ARGUMENT"), HasSubstr("4 of 10 bytes")));
}

TEST(Transport, AFailedSourceBreaksTheRequestOff) {
  std::string heard = "unset";
  std::atomic<bool> done{false};
  Server server([&](Peer& peer) { heard = peer.request(), done = true; });
  auto request = Client::post(server.url(), "");
  request.source = [first = true](char*, std::size_t) mutable -> std::size_t {
    return std::exchange(first, false) ? 4 : source_failed;
  };
  Client client;
  EXPECT_THAT(client.tell(request), AllOf(HasSubstr("INVALID_ARGUMENT"), HasSubstr("could not be read")));
  for (int i = 0; i < 500 && !done; ++i) std::this_thread::sleep_for(10ms);
  ASSERT_TRUE(done);
  EXPECT_EQ(heard, "");  // never completed
}

TEST(Transport, StreamsDownInConstantMemory) {
  constexpr std::size_t total = 64u << 20;
  Server server([](Peer& peer) {
    peer.request(), peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(total) + "\r\n\r\n");
    const std::string piece(1u << 16, 'x');
    for (std::size_t sent = 0; sent < total && peer.say(piece); sent += piece.size()) {
    }
  });
  Client client;
  const auto got = client.send(Client::get(server.url())).value();
  std::vector<char> buffer(100'000);
  std::size_t received = 0;
  for (auto n = got->read(buffer.data(), buffer.size()); n && *n > 0; n = got->read(buffer.data(), buffer.size()))
    received += *n;
  EXPECT_EQ(received, total);
}

TEST(Transport, TheWholeBodyHasALimit) {
  Scripted server({reply("200 OK", std::string(5000, 'x'))});
  Client client;
  const auto got = client.send(Client::get(server.url())).value();
  const auto body = read_all(*got, 4096);
  ASSERT_TRUE(body.has_error());
  EXPECT_EQ(body.error().code, Code::malformed);
}

TEST(Transport, UndoesCompression) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + ",";
  const auto gzip = compressed(text, 31), zlib = compressed(text, 15), raw = compressed(text, -15);
  Scripted server({reply("200 OK", gzip, "Content-Encoding: gzip\r\n"),
                   reply("200 OK", zlib, "Content-Encoding: deflate\r\n"),
                   reply("200 OK", raw, "Content-Encoding: deflate\r\n"),
                   reply("200 OK", compressed("a", 31) + compressed("b", 31), "Content-Encoding: x-gzip\r\n"),
                   reply("200 OK", gzip.substr(0, gzip.size() / 2), "Content-Encoding: gzip\r\n"),
                   reply("200 OK", "not gzip at all", "Content-Encoding: gzip\r\n"),
                   reply("200 OK", "x", "Content-Encoding: br\r\n")});
  Client client;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.tell(Client::get(server.url())), "200 " + text) << i;
  EXPECT_EQ(client.tell(Client::get(server.url())), "200 ab");
  EXPECT_EQ(server.connections(), 1);
  EXPECT_THAT(client.tell(Client::get(server.url())), AllOf(HasSubstr("UNREACHABLE[cut_off]"), HasSubstr("cut off")));
  EXPECT_THAT(client.tell(Client::get(server.url())), AllOf(HasSubstr("MALFORMED"), HasSubstr("damaged")));
  EXPECT_THAT(client.tell(Client::get(server.url())), AllOf(HasSubstr("MALFORMED"), HasSubstr("not asked for: br")));
  EXPECT_THAT(server.request(0), HasSubstr("Accept-Encoding: gzip\r\n"));
}

TEST(Transport, NoContentIsNotCutOffWhateverItsEncoding) {
  const std::string gzip = "Content-Encoding: gzip\r\n";
  Scripted server({"HTTP/1.1 204 No Content\r\n" + gzip + "\r\n", reply("200 OK", "", gzip),
                   "HTTP/1.1 304 Not Modified\r\n" + gzip + "\r\n",
                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + gzip + "\r\n0\r\n\r\n",
                   reply("201 Created", "", "Content-Encoding: deflate\r\n"), reply("200 OK", "still in step")});
  Client client;
  for (const char* expected : {"204 ", "200 ", "304 ", "200 ", "201 ", "200 still in step"})
    EXPECT_EQ(client.tell(Client::get(server.url())), expected);
  auto head = Client::get(server.url());
  head.method = "HEAD";
  Scripted other({"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n" + gzip + "\r\n"});
  head.url = other.url();
  EXPECT_EQ(client.tell(head), "200 ");
  EXPECT_EQ(server.connections(), 1);
}

TEST(Transport, AStatusLineNeedsNoReason) {
  Scripted server({"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 204\r\n\r\n", "HTTP/1.1 204 \r\n\r\n",
                   "HTTP/1.1 100\r\n\r\nHTTP/1.1 404\r\nContent-Length: 1\r\n\r\nx", reply("200 OK", "still in step")});
  Client client;
  for (const char* expected : {"200 ok", "204 ", "204 ", "404 x", "200 still in step"})
    EXPECT_EQ(client.tell(Client::get(server.url())), expected);
  EXPECT_EQ(server.connections(), 1);
  Server slow([](Peer& peer) {
    peer.request();
    for (const char c : std::string("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok")) peer.say({&c, 1});
  });
  EXPECT_EQ(client.tell(Client::get(slow.url())), "200 ok");
}

// What the reply of a server that says these bytes and hangs up comes to.
std::string after(const std::string& bytes) {
  Server server([&](Peer& peer) { peer.request(), peer.say(bytes); });
  Client client;
  client.options.retries = 0;
  return client.tell(Client::get(server.url("/x")));
}

TEST(Transport, ACutOffReplySaysSo) {
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789"),
              AllOf(HasSubstr("UNREACHABLE[cut_off]"), HasSubstr("/x was cut off after 10 of 100 bytes")));
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
              AllOf(HasSubstr("UNREACHABLE[cut_off]"), HasSubstr("cut off after 5 bytes")));
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nContent-Le"),
              AllOf(HasSubstr("UNREACHABLE[cut_off]"), HasSubstr("in its headers")));
  EXPECT_THAT(after(""), HasSubstr("UNREACHABLE[no_answer]"));
}

TEST(Transport, GarbageIsMalformed) {
  for (const std::string bytes :
       {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"})
    EXPECT_THAT(after(bytes), HasSubstr("MALFORMED")) << bytes;
}

TEST(Transport, AHeadHasALimit) {
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nX-Big: " + std::string(60'000, 'x') + "\r\nContent-Length: 0\r\n\r\n"),
              HasSubstr("200 "));
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nX-Big: " + std::string(70'000, 'x') + "\r\n\r\n"), HasSubstr("MALFORMED"));
}

TEST(Transport, ChunkLinesTrailersAndInterimRepliesHaveALimit) {
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", much(200'000, 'x');
  EXPECT_EQ(after(chunked + "2;a=" + std::string(30'000, 'x') + "\r\nok\r\n0\r\nX-A: " + std::string(30'000, 'x') + "\r\n\r\n"), "200 ok");
  for (const auto& endless : {chunked + "2;a=" + much, chunked + "2\r\nok\r\n0\r\nX-A: " + much, chunked + "0" + much})
    EXPECT_THAT(after(endless), HasSubstr("MALFORMED"));
  std::string interim;
  for (int i = 0; i < 100; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_THAT(after(interim + reply("200 OK", "ok")), HasSubstr("MALFORMED"));
}

TEST(Transport, AnEarlyRefusalIsHeard) {
  Server server([](Peer& peer) {
    char some[64];
    (void)!::read(peer.fd(), some, sizeof some);
    peer.say(reply("413 Content Too Large", "too much", "Connection: close\r\n"));
  });
  EXPECT_EQ(Client().tell(Client::post(server.url(), "small")), "413 too much");
}

TEST(Transport, WhatCannotBeSaidInHttpIsRefused) {
  Client client;
  EXPECT_THAT(client.tell(Client::get("acme.example/x")), HasSubstr("INVALID_ARGUMENT"));
  auto request = Client::get("http://127.0.0.1/");
  request.headers = {{"X", "a\nb"}};
  EXPECT_THAT(client.tell(request), HasSubstr("INVALID_ARGUMENT"));
}

}  // namespace
}  // namespace chitty::host::testing
