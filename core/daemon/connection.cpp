#include "daemon/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

namespace chitty::daemon {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr std::size_t small_piece = 2 * 1024;      // room for a usual head: what a connection has that waits for a request
constexpr std::size_t piece = 8 * 1024;            // read at once of a larger head
constexpr std::size_t large_piece = 64 * 1024;     // and of a body
constexpr std::size_t gather = 64 * 1024;          // replies to pipelined requests, before they are sent
constexpr std::uint64_t most_discarded = 256 * 1024;  // of a body that nobody wants, to keep the connection's end clean

Refusal refusal_for_parse(const boost::system::error_code& ec, std::string_view head) {
  if (ec == http::error::header_limit) {
    if (head.find("\r\n") == std::string_view::npos)
      return refused_because("target_too_long",
                             refusal_with(414, Code::invalid_argument, "The request's address is too long.", "At most 16 KiB are read."));
    return refused_because("head_too_large", refusal_with(431, Code::invalid_argument, "The request's header fields are too large.",
                                                          "At most 16 KiB and 100 fields are read."));
  }
  if (ec == http::error::body_limit)
    return refused_because("body_too_large",
                           refusal_with(413, Code::invalid_argument, "The body is larger than this address takes.", "Send less."));
  const std::string what =
      ec == http::error::bad_obs_fold ? "a header field goes on in a second line, and each must be one line" : ec.message();
  return refused_because("malformed_request", refusal_with(400, Code::invalid_argument, "The request is not HTTP/1.1: " + what + "."));
}

Refusal too_many_bodies() {
  Error error = make_error(Code::unreachable, "Too many requests are being sent to this daemon at once.", "Try again in a moment.");
  error.retryable = true;
  return refused_because("too_many_bodies", refusal_for(std::move(error)));
}

// What Beast lets pass and a server behind a proxy must not (RFC 9112, section 6).
std::optional<Refusal> framing_error(const RequestHead& head) {
  const auto encodings = head.count("Transfer-Encoding");
  if (head.count("Content-Length") > 1 || (encodings > 0 && head.count("Content-Length") > 0))
    return refusal_with(400, Code::invalid_argument, "The request says its length more than once.");
  if (head.first("Content-Length").find_first_not_of("0123456789") != std::string_view::npos)
    return refusal_with(400, Code::invalid_argument, "The request's length is not a number.");
  if (encodings > 1 || (encodings == 1 && head.version() == 10))
    return refusal_with(400, Code::invalid_argument, "The request's Transfer-Encoding is not one that can be trusted.");
  if (encodings == 1 && !same_word(head.first("Transfer-Encoding"), "chunked"))
    return refusal_with(501, Code::not_supported, "The only Transfer-Encoding here is chunked.");
  if (const auto expected = head.first("Expect"); !expected.empty() && !same_word(expected, "100-continue"))
    return refusal_with(417, Code::invalid_argument, "The only expectation known here is 100-continue.");
  return std::nullopt;
}

}  // namespace

Connection::Connection(Socket socket, Dispatcher& dispatcher, Connections& all, const Patience& patience)
    : socket_(std::move(socket)), dispatcher_(dispatcher), all_(all), patience_(patience), buffer_(small_piece) {
  boost::system::error_code ec;
  const auto address = socket_.remote_endpoint(ec);
  if (!ec) peer_ = address.address().to_string();
  socket_.set_option(asio::ip::tcp::no_delay(true), ec);
  all_.add(this);
}

Connection::~Connection() {
  all_.hold(0, held_);
  all_.remove(this);
}

void Connection::advance() {
  for (int answered = 0; stage_ != Stage::closing; ++answered) {
    if (stage_ == Stage::head && !parse_head()) return;
    if (stage_ == Stage::body && !parse_body()) return;
    if (stage_ == Stage::closing) break;
    if (admission_) answer();
    if (out_.size() >= gather || answered >= 16) return send_then_advance();
  }
  send_then_advance();
}

boost::system::error_code Connection::feed() {
  boost::system::error_code ec;
  while (begin_ < end_ && !ec && !parser_->is_done()) {
    const bool head_was_done = parser_->is_header_done();
    const std::size_t used = parser_->feed(unread(), ec);
    begin_ += used;
    if (ec == http::error::need_more) return {};
    if (used == 0 || parser_->is_header_done() != head_was_done) break;
  }
  return ec;
}

bool Connection::parse_head() {
  while (!head_begun_ && begin_ < end_ && (buffer_[begin_] == '\r' || buffer_[begin_] == '\n')) ++begin_;  // RFC 9112, 2.2
  if (begin_ == end_) {
    if (!out_.empty()) return send_then_advance(), false;
    return read_more(Waiting::idle), false;
  }
  if (!head_begun_) {
    head_begun_ = true;
    parser_.emplace(head_, body_);
    wait_for(Waiting::head, patience_.head);
  }
  const auto ec = feed();
  if (ec) return refuse(refusal_for_parse(ec, unread())), true;
  if (!parser_->is_header_done()) {
    if (!out_.empty()) return send_then_advance(), false;
    return read_more(Waiting::head), false;
  }
  on_head();
  return true;
}

void Connection::on_head() {
  keep_alive_ = parser_->keep_alive() && !all_.draining.load(std::memory_order_relaxed);
  if (auto wrong = framing_error(head_)) return refuse(refused_because("untrusted_framing", std::move(*wrong)));
  auto& admission = admission_.emplace();
  dispatcher_.admit(head_, peer_, admission);
  const bool whole = parser_->is_done();
  if (!admission.refusal && !whole) {
    const auto length = parser_->content_length();
    if (admission.body_limit && length && *length > *admission.body_limit)
      admission.refusal = body_too_large(*admission.body_limit);
    parser_->limit_body(admission.body_limit);
  }
  if (admission.refusal) {
    if (!whole) keep_alive_ = false;  // what follows is the body of a refused request
    return;
  }
  stage_ = Stage::body;
  if (whole || begin_ != end_ || !same_word(head_.first("Expect"), "100-continue")) return;
  out_ += "HTTP/1.1 100 Continue\r\n\r\n";
  (void)send(out_);
  out_.clear();
}

bool Connection::parse_body() {
  const auto ec = feed();
  if (ec) {
    keep_alive_ = false;
    admission_->refusal = refusal_for_parse(ec, {});
    return true;
  }
  if (parser_->is_done()) return true;
  const auto length = parser_->content_length();
  if (body_.size() >= read_whole || (length && *length > read_whole)) return true;  // the rest through the service's own reads
  if (begin_ < end_ && !parser_->chunked()) return true;
  if (!all_.hold(body_.size() + 1, held_)) {
    keep_alive_ = false;
    admission_->refusal = too_many_bodies();
    return true;
  }
  return read_more(Waiting::body), false;
}

void Connection::answer() {
  in_service_.store(admission_->service, std::memory_order_relaxed);
  wait_for(Waiting::service, patience_.reply);
  Exchange::Facts facts;
  facts.request_id = admission_->request_id;
  facts.head_only = head_.method() == "HEAD";
  facts.http11 = head_.version() >= 11;
  facts.keep_alive = keep_alive_ && !all_.draining.load(std::memory_order_relaxed);
  if (!parser_ || !parser_->is_done()) facts.keep_alive = facts.keep_alive && !admission_->refusal;
  Exchange exchange(*this, out_, facts);
  dispatcher_.answer(head_, *admission_, peer_, exchange, parser_ ? parser_->body_bytes() : 0);
  keep_alive_ = exchange.keep_alive();
  unread_body_ = !parser_ || !parser_->is_done();
  if (unread_body_) keep_alive_ = false;
  if (exchange.cut()) {
    out_.clear();
    boost::system::error_code ec;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ec);
  }
  next_request();
}

void Connection::next_request() {
  admission_.reset();
  head_.clear();
  body_.clear();
  if (held_ > 0) all_.hold(0, held_);
  body_taken_ = 0, head_begun_ = false;
  stage_ = keep_alive_ ? Stage::head : Stage::closing;
}

void Connection::refuse(Refusal refusal) {
  keep_alive_ = false;
  if (head_.method().empty()) head_.start("-", "-", 11);
  dispatcher_.refuse_early(std::move(refusal), admission_.emplace());
}

void Connection::make_room(std::size_t free) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (buffer_.size() - end_ >= free) return;
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
  end_ -= begin_, begin_ = 0;
  if (buffer_.size() - end_ < free) buffer_.resize(end_ + free);
}

// While it waits for a request it keeps no more memory than small requests need: ten thousand may wait at once.
void Connection::rest() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (buffer_.size() > 2 * small_piece && end_ == 0) buffer_ = std::vector<char>(small_piece);
  if (out_.capacity() > 2 * small_piece && out_.empty()) out_ = {};
  if (body_.capacity() > 2 * small_piece) body_ = {};
  head_.rest();
}

void Connection::start_refused(Refusal refusal) {
  refuse(std::move(refusal));
  answer();
  send_then_advance();
}

void Connection::wait_for(Waiting what, std::chrono::milliseconds at_most) {
  deadline_.store(std::chrono::nanoseconds(Clock::now().time_since_epoch() + at_most).count(), std::memory_order_relaxed);
  waiting_.store(what, std::memory_order_release);
}

void Connection::read_more(Waiting for_what) {
  if (for_what == Waiting::idle) {
    if (all_.draining.load()) keep_alive_ = false, stage_ = Stage::closing;
    if (stage_ == Stage::closing) return finish_closing();
    wait_for(Waiting::idle, patience_.idle);
    rest();
  } else if (for_what == Waiting::body) {
    wait_for(Waiting::body, patience_.body);
  }  // a head has had its time since its first byte
  make_room(for_what == Waiting::body || stage_ == Stage::discard ? large_piece : for_what == Waiting::idle ? small_piece : piece);
  socket_.async_read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_),
                          [self = shared_from_this()](boost::system::error_code ec, std::size_t got) {
                            self->end_ += got;
                            if (!ec && self->stage_ == Stage::closing) return self->finish_closing();
                            if (!ec) return self->advance();
                            if (!self->timed_out_ || !self->head_begun_ || self->stage_ == Stage::closing) return;
                            self->refuse(refused_because("too_slow", refusal_with(408, Code::timeout, "The request did not come in time.")));
                            self->answer();
                            self->send_then_advance();
                          });
}

void Connection::send_then_advance() {
  if (!out_.empty()) {
    const ssize_t sent = ::send(socket_.native_handle(), out_.data(), out_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return;  // gone; the last owner of this closes it
    out_.erase(0, static_cast<std::size_t>(sent > 0 ? sent : 0));
    if (!out_.empty()) return send_rest();
  }
  if (stage_ == Stage::closing) return finish_closing();
  if (begin_ == end_ && stage_ == Stage::head) return read_more(Waiting::idle);
  if (stage_ == Stage::head && head_begun_) return read_more(Waiting::head);
  asio::post(socket_.get_executor(), [self = shared_from_this()] { self->advance(); });
}

void Connection::send_rest() {
  wait_for(Waiting::write, patience_.body);
  socket_.async_write_some(asio::buffer(out_), [self = shared_from_this()](boost::system::error_code ec, std::size_t sent) {
    if (ec) return;
    self->out_.erase(0, sent);
    if (self->out_.empty()) return self->send_then_advance();
    self->send_rest();
  });
}

// Send the end. When more was to come, read on for a moment: closing over unread bytes would reset the connection under
// the last reply.
void Connection::finish_closing() {
  boost::system::error_code ec;
  if (!unread_body_) return;
  if (discarded_ == 0) {
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
    wait_for(Waiting::body, std::chrono::seconds(2));
  }
  discarded_ += end_ - begin_ + 1;
  begin_ = end_ = 0;
  if (ec || discarded_ > most_discarded) return;
  socket_.async_read_some(asio::buffer(buffer_), [self = shared_from_this()](boost::system::error_code error, std::size_t got) {
    self->end_ = got;
    if (!error) self->finish_closing();
  });
}

}  // namespace chitty::daemon
