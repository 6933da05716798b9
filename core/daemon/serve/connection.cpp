#include "daemon/serve/connection.hpp"

#include "daemon/serve/early_rejections.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace chitty::host::daemon {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr std::size_t small_piece = 2 * 1024;         // room for a usual head: what a connection has that waits for a request
constexpr std::size_t piece = 8 * 1024;               // read at once of a larger head
constexpr std::size_t large_piece = 64 * 1024;        // and of a body: memory of the thread's, lent while it is at work on it
constexpr std::size_t gather = 64 * 1024;             // replies to pipelined requests, before they are sent
constexpr char tls_hello = 0x16;                      // no letter: nothing that HTTP could begin with
constexpr std::uint64_t most_discarded = 256 * 1024;  // of a body that nobody wants, to keep the connection's end clean

std::vector<char>& piece_of_thread() {
  thread_local std::vector<char> memory;
  return memory;
}

}  // namespace

Connection::Connection(Socket socket, std::unique_ptr<TlsSession> tls, Dispatcher& dispatcher, Connections& all,
                       const Patience& patience, std::string client, bool only_owner)
    : socket_(std::move(socket), std::move(tls)), dispatcher_(dispatcher), all_(all), patience_(patience), client_(std::move(client)), only_owner_(only_owner), peer_(socket_.peer_address()), buffer_(small_piece) {
  const int at_once = 1;
  ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  head_.comes_by_tls(socket_.is_tls());
  all_.add(this);
}

Connection::~Connection() {
  all_.hold(0, held_);
  all_.remove(this);
  if (!client_.empty()) all_.left(client_);
}

void Connection::start() { advance(); }

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
    if (!out_.empty()) {
      send_then_advance();
      return false;
    }
    read_more(Waiting::idle);
    return false;
  }
  if (!head_begun_) {
    head_begun_ = true;
    parser_.emplace(head_, body_);
    wait_for(Waiting::head, only_owner_ ? std::min(patience_.head, patience_.reserved) : patience_.head);
    if (buffer_[begin_] == tls_hello) return refuse(tls_on_plain()), true;
  }
  const auto ec = feed();
  if (ec) {
    refuse(parse_rejection(ec, !head_.method().empty()));
    return true;
  }
  if (!parser_->is_header_done()) {
    if (!out_.empty()) {
      send_then_advance();
      return false;
    }
    read_more(Waiting::head);
    return false;
  }
  on_head();
  return true;
}

void Connection::on_head() {
  keep_alive_ = parser_->keep_alive() && !all_.draining.load(std::memory_order_relaxed);
  if (auto wrong = framing_error(head_)) return refuse(rejected("untrusted_framing", std::move(*wrong)));
  auto& admission = admission_.emplace();
  admission.guessed = guessed_;
  dispatcher_.admit(head_, peer_, admission);
  if (admission.guessed && admission.refusal && admission.refusal->status == 429) keep_alive_ = false;
  guessed_ = admission.guessed;
  if (only_owner_ && !(admission.caller && admission.caller->facts.owner)) admission.refusal = only_the_owner();
  if (only_owner_) keep_alive_ = false;
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
  coming_.begin();
  if (whole || begin_ != end_ || !equal_ignoring_case(head_.first("Expect"), "100-continue")) return;
  out_ += "HTTP/1.1 100 Continue\r\n\r\n";
  (void)send(out_);
  out_.clear();
}

bool Connection::parse_body() {
  const auto ec = feed();
  if (ec) {
    keep_alive_ = false;
    admission_->refusal = parse_rejection(ec, true);
    return true;
  }
  if (parser_->is_done()) return true;
  const auto length = parser_->content_length();
  if (body_.size() >= read_whole || (length && *length > read_whole)) return true;  // the rest through the service's own reads
  if (begin_ < end_ && !parser_->chunked()) return true;
  read_more(Waiting::body);
  return false;
}

void Connection::answer() {
  in_service_.store(admission_->service, std::memory_order_relaxed);
  wait_for(Waiting::service, patience_.reply);
  going_.begin(), sent_ = 0;
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
    socket_.cut();
  }
  next_request();
}

void Connection::next_request() {
  admission_.reset();
  head_.clear();
  body_.clear();
  if (held_ > 0) all_.hold(0, held_);
  body_taken_ = 0;
  head_begun_ = false;
  stage_ = keep_alive_ ? Stage::head : Stage::closing;
}

void Connection::refuse(HttpError refusal) {
  keep_alive_ = false;
  if (head_.method().empty()) head_.start("-", "-", 11);
  dispatcher_.refuse_early(std::move(refusal), admission_.emplace());
}

void Connection::make_room(std::size_t free) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (buffer_.size() - end_ >= free) return;
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
  end_ -= begin_;
  begin_ = 0;
  if (buffer_.size() - end_ < free) buffer_.resize(end_ + free);
}

std::size_t Connection::kept() const {
  return (buffer_.size() > small_piece ? buffer_.size() - small_piece : 0) + body_.size() + out_.size();
}

// While it waits for a request it keeps no more memory than small requests need: ten thousand may wait at once.
void Connection::rest() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (buffer_.size() != small_piece && end_ == 0) buffer_ = std::vector<char>(small_piece);
  if (out_.capacity() > 2 * small_piece && out_.empty()) out_ = {};
  if (body_.capacity() > 2 * small_piece) body_ = {};
  head_.rest();
}

void Connection::start_refused(HttpError refusal) {
  refuse(std::move(refusal));
  answer();
  send_then_advance();
}

void Connection::wait_for(Waiting what, std::chrono::milliseconds at_most) {
  const auto now = Clock::now();
  deadline_.store(std::chrono::nanoseconds(now.time_since_epoch() + at_most).count(), std::memory_order_relaxed);
  since_.store(std::chrono::nanoseconds(now.time_since_epoch()).count(), std::memory_order_relaxed);
  waiting_.store(what, std::memory_order_release);
}

void Connection::read_more(Waiting for_what) {
  if (for_what == Waiting::body) return read_body_piece();
  if (for_what == Waiting::idle) {
    if (all_.draining.load()) {
      keep_alive_ = false;
      stage_ = Stage::closing;
    }
    if (stage_ == Stage::closing) return finish_closing();
    wait_for(Waiting::idle, only_owner_ ? patience_.reserved : socket_.shaking_hands() ? patience_.head
                                                                                       : patience_.idle);
    rest();
  }  // a head has had its time since its first byte
  make_room(for_what == Waiting::idle ? small_piece : piece);
  if (!hold()) return too_much();
  socket_.async_read_some(buffer_.data() + end_, buffer_.size() - end_,
                          [self = shared_from_this()](boost::system::error_code ec, std::size_t got) { self->on_read(ec, got); });
}

// A body that comes slowly keeps what has come of it, and no more: it is read into the thread's memory once there is some.
void Connection::read_body_piece() {
  const auto next = coming_.next(patience_, parser_->body_bytes(), true);
  if (next <= std::chrono::milliseconds(0)) return too_slow();
  std::vector<char> whole(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), buffer_.begin() + static_cast<std::ptrdiff_t>(end_));
  whole.swap(buffer_);
  if (whole.size() == large_piece) piece_of_thread().swap(whole);
  begin_ = 0;
  end_ = buffer_.size();
  if (!hold()) return too_much();
  wait_for(Waiting::body, next);
  coming_.wait_from(Clock::now());
  socket_.async_readable([self = shared_from_this()](boost::system::error_code ec) {
    self->coming_.wait_until(Clock::now());
    if (ec) return self->on_read(ec, 0);
    self->take_piece();
  });
}

void Connection::take_piece() {
  auto& lent = piece_of_thread();
  if (lent.size() != large_piece) lent.resize(large_piece);
  std::copy_n(buffer_.begin(), end_, lent.begin());
  buffer_.swap(lent);
  const ssize_t got = socket_.read_now(buffer_.data() + end_, buffer_.size() - end_);
  if (got < 0 && ClientStream::is_later(errno)) return read_body_piece();
  on_read(got > 0 ? boost::system::error_code() : asio::error::eof, got > 0 ? static_cast<std::size_t>(got) : 0);
}

void Connection::on_read(boost::system::error_code ec, std::size_t got) {
  end_ += got;
  if (!ec) return advance();
  if (socket_.fall_back_to_plain()) return no_tls();
  if (timed_out_ && head_begun_ && stage_ != Stage::closing) too_slow();
}

void Connection::too_slow() {
  refuse(rejected("too_slow", http_error_with(408, Code::timeout, "The request took too long to arrive.")));
  answer();
  send_then_advance();
}

void Connection::too_much() {
  refuse(too_many_bodies());
  answer();
  send_then_advance();
}

void Connection::no_tls() {
  head_.comes_by_tls(false);
  refuse(plain_on_tls());
  answer();
  send_then_advance();
}

void Connection::send_then_advance() {
  if (!out_.empty()) {
    const ssize_t sent = socket_.write_now(out_.data(), out_.size());
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
  const auto next = going_.next(patience_, sent_, false);
  if (next <= std::chrono::milliseconds(0) || !hold()) return;  // the last owner of this closes it
  wait_for(Waiting::write, next);
  going_.wait_from(Clock::now());
  socket_.async_write_some(out_, [self = shared_from_this()](boost::system::error_code ec, std::size_t sent) {
    self->going_.wait_until(Clock::now());
    if (ec) return;
    self->sent_ += sent;
    self->out_.erase(0, sent);
    if (self->out_.empty()) return self->send_then_advance();
    self->send_rest();
  });
}

// Send the end. When more was to come, read on for a moment: closing over unread bytes would reset the connection under
// the last reply.
void Connection::finish_closing() {
  if (!unread_body_) return;
  if (discarded_ == 0) {
    socket_.stop_sending();
    wait_for(Waiting::body, std::chrono::seconds(2));
  }
  discarded_ += end_ - begin_ + 1;
  begin_ = end_ = 0;
  if (discarded_ > most_discarded) return;
  socket_.async_read_some(buffer_.data(), buffer_.size(), [self = shared_from_this()](boost::system::error_code error, std::size_t got) {
    self->end_ = got;
    if (!error) self->finish_closing();
  });
}

}  // namespace chitty::host::daemon
