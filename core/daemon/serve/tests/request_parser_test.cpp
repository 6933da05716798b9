// However a client cuts its bytes, the request is the same one; sockets join pieces as they like, so the parser is asked here.
#include "daemon/serve/request_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

struct Parsed {
  RequestHead head;
  std::string body;
  bool whole = false;
  boost::system::error_code ec;
};

void parse(Parsed& to, std::string_view bytes, std::size_t piece) {
  RequestParser parser(to.head, to.body);
  std::string waiting;
  while (!to.ec && !to.whole && !bytes.empty()) {
    waiting += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
    for (std::size_t used = 1; used != 0 && !to.ec && !to.whole && !waiting.empty();) {
      used = parser.feed(waiting, to.ec);
      waiting.erase(0, used);
      if (to.ec == http::error::need_more) to.ec = {};
      to.whole = !to.ec && parser.is_done();
    }
  }
}

const std::string head = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

TEST(RequestParser, PiecesOfAnySizeAreOneRequest) {
  struct Case {
    const char *sent, *body;
  };
  for (const auto& [sent, expected] : {Case{"0\r\n\r\n", ""}, Case{"0\r\nX-A: b\r\n\r\n", ""}, Case{"1\r\nx\r\n0\r\nX-A: b\r\n\r\n", "x"},
                                       Case{"5;a=b\r\nhello\r\n2\r\n, \r\n0\r\n\r\n", "hello, "}, Case{"000\r\n\r\n", ""}})
    for (std::size_t piece = 1; piece <= 12; ++piece) {
      Parsed parsed;
      parse(parsed, head + sent, piece);
      EXPECT_TRUE(parsed.whole) << sent << " in pieces of " << piece << ": " << parsed.ec.message();
      EXPECT_EQ(parsed.body, expected);
      EXPECT_EQ(parsed.head.count("X-A"), 0u);
    }
}

TEST(RequestParser, PiecesOfAnySizeAreRefusedAlike) {
  for (const char* sent : {"0\r\nno colon\r\n\r\n", "0\r\nX-A: b\r\n c\r\n\r\n", "x\r\nhello\r\n", "5\r\nhello, \r\n0\r\n\r\n"})
    for (std::size_t piece = 1; piece <= 12; ++piece) {
      Parsed parsed;
      parse(parsed, head + sent, piece);
      EXPECT_TRUE(parsed.ec) << sent << " in pieces of " << piece;
      EXPECT_FALSE(parsed.whole);
    }
}

TEST(RequestParser, ABodyIsGivenAsItComes) {
  Parsed parsed;
  RequestParser parser(parsed.head, parsed.body);
  std::string waiting = head + "4\r\n";
  for (const char next : std::string("abcd")) {
    waiting += next;
    for (std::size_t used = 1; used != 0 && !waiting.empty();) {
      used = parser.feed(waiting, parsed.ec);
      waiting.erase(0, used);
    }
    EXPECT_EQ(parsed.body.back(), next);
  }
}

}  // namespace
}  // namespace chitty::host::daemon
