// Any bytes as requests on a connection: head, chunks, trailers. However the bytes are cut into pieces on their way, the
// request is the same one, and what is kept of it stays within the limits. The first byte is the length of the pieces.
#include <optional>
#include <string>

#include "daemon/serve/request_parser.hpp"
#include "daemon/wire/request_target.hpp"
#include "input.hpp"

namespace {

using namespace chitty;
using namespace chitty::host::daemon;

constexpr std::size_t body_limit = 64 * 1024;

struct Read {
  RequestHead head;
  std::string body;
  bool whole = false, wrong = false;
};

// As a connection does: what was not used is offered again, with more behind it.
Read read_in_pieces(std::string_view bytes, std::size_t piece) {
  Read read;
  RequestParser parser(read.head, read.body);
  parser.limit_body(body_limit);
  std::string waiting;
  while (!read.whole && !read.wrong && !bytes.empty()) {
    waiting += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
    for (;;) {
      boost::system::error_code ec;
      const auto used = parser.feed(waiting, ec);
      fuzz::require(used <= waiting.size());
      waiting.erase(0, used);
      read.wrong = ec && ec != http::error::need_more;
      read.whole = !read.wrong && parser.is_done();
      if (used == 0 || read.wrong || read.whole || waiting.empty()) break;
    }
  }
  fuzz::require(read.body.size() <= body_limit && read.head.size() <= RequestParser::field_limit);
  return read;
}

void same(const Read& one, const Read& other) {
  fuzz::require(one.whole == other.whole);
  if (!one.whole) return;
  fuzz::require(one.head.method() == other.head.method() && one.head.target() == other.head.target());
  fuzz::require(one.head.authority() == other.head.authority() && one.head.size() == other.head.size());
  fuzz::require(one.body == other.body);
  for (const char* name : {"Host", "Authorization", "Cookie", "Content-Type", "Idempotency-Key"})
    fuzz::require(one.head.joined(name) == other.head.joined(name) && one.head.count(name) == other.head.count(name));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 256 * 1024) return 0;
  const auto bytes = fuzz::text_of(data + 1, size - 1);
  const auto whole = read_in_pieces(bytes, bytes.size());
  same(whole, read_in_pieces(bytes, std::size_t{data[0]} + 1));
  if (!whole.whole) return 0;
  RequestTarget target;
  if (!parse_request_target(whole.head.target(), target)) return 0;
  (void)query_as_json(target.encoded_query);
  return 0;
}
