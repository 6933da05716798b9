// One try: the bytes that come to the head of the reply and to its body.
#include "daemon/forward/attempt.hpp"
#include "daemon/forward/header_rules.hpp"

#include <cstring>

namespace chitty::host::daemon {
namespace {

constexpr int most_interim = 32;  // 1xx before the reply itself

}  // namespace

// "HTTP/1.1 204" and a line's end: many servers leave out the blank before an empty reason, which Beast insists on.
void Attempt::complete_status_line() {
  constexpr std::size_t code_end = 12;
  if (begin_ != 0 || end_ < code_end + 2 || end_ == buffer_.size()) return;
  if (std::memcmp(buffer_.data(), "HTTP/1.", 7) != 0 || std::memcmp(buffer_.data() + code_end, "\r\n", 2) != 0) return;
  std::memmove(buffer_.data() + code_end + 1, buffer_.data() + code_end, end_ - code_end);
  buffer_[code_end] = ' ';
  ++end_;
}

std::optional<Failure> Attempt::parse() {
  while (begin_ < end_ && !parser_->is_done()) {
    const bool head_was_done = parser_->is_header_done();
    boost::system::error_code ec;
    const auto used = parser_->put(boost::asio::const_buffer(buffer_.data() + begin_, end_ - begin_), ec);
    begin_ += used;
    if (ec == http::error::need_more) {
      const bool too_much = head_was_done && end_ - begin_ > ReplyParser::around_limit;
      if (too_much) return lying_backend(task_.route.id, "http_protocol_error", "sends too much around its content");
      return std::nullopt;
    }
    if (ec && unwanted_) return of_client(make_error(Code::cancelled, "Nobody waits for the reply any more."));
    if (ec == http::error::header_limit)
      return lying_backend(task_.route.id, "http_response_header_section_size", "sends a head that is too large");
    if (ec) return lying_backend(task_.route.id, "http_protocol_error", "does not answer in HTTP/1.1 (" + ec.message() + ")");
    if (used == 0 || parser_->is_header_done() != head_was_done) break;
  }
  return std::nullopt;
}

std::optional<Failure> Attempt::parse_head() {
  for (;;) {
    complete_status_line();
    if (auto wrong = parse()) return wrong;
    if (!parser_->is_header_done()) return std::nullopt;
    if (parser_->has_doubtful_framing())
      return lying_backend(task_.route.id, "http_protocol_error", "says the length of its reply in a way that can be read as two");
    if (parser_->status() == 101) {
      const bool asked = task_.upgrade && names_token(parser_->fields(), "Upgrade", "websocket") && names_token(parser_->fields(), "Connection", "upgrade");
      if (!asked) return lying_backend(task_.route.id, "http_protocol_error", "switched to a protocol that nobody asked for");
    }
    head_done_ = parser_->status() >= 200 || parser_->status() == 101;
    if (head_done_) return std::nullopt;
    if (++interim_ > most_interim) return lying_backend(task_.route.id, "http_protocol_error", "sends interim replies without end");
    parser_.emplace(static_cast<Sink&>(*this), task_.to_head);
    if (begin_ == end_) return std::nullopt;
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_, begin_ = 0;
  }
}

}  // namespace chitty::host::daemon
