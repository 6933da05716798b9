#include "http_connection.hpp"

#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <cerrno>
#include <cstdio>
#include <sys/socket.h>

namespace chittyconnect::mcp {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t most_queued = 8 << 20;
constexpr auto time_to_send_a_request = std::chrono::seconds(60), time_to_take_a_reply = std::chrono::seconds(60), pulse = std::chrono::seconds(15);

std::string hex(std::size_t number) {
  std::array<char, 20> text{};
  return {text.data(), static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%zx", number))};
}

std::string head(int status, std::string_view type) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + " " + std::string(http::obsolete_reason(static_cast<http::status>(status))) + "\r\n";
  if (!type.empty()) out += "Content-Type: " + std::string(type) + "\r\n";
  return out;
}

}  // namespace

HttpConnection::HttpConnection(asio::ip::tcp::socket socket, HttpServer& server, std::shared_ptr<std::size_t> count)
    : stream_(std::move(socket)), pulse_(stream_.get_executor()), server_(server), count_(std::move(count)) {
  ++*count_;
  boost::system::error_code ec;
  (void)stream_.socket().set_option(asio::ip::tcp::no_delay(true), ec);
}

HttpConnection::~HttpConnection() { --*count_; }

void HttpConnection::read() {
  parser_.emplace();
  parser_->body_limit(most_bytes + 1024);
  streaming_ = done_ = false;
  extra_.clear(), left_ = {};
  stream_.expires_after(time_to_send_a_request);
  http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](boost::system::error_code ec, std::size_t) {
    if (ec == http::error::body_limit || ec == http::error::header_limit) {
      self->keep_alive_ = false, self->self_ = self;
      return self->reply(ec == http::error::body_limit ? 413 : 431, "text/plain", "The request is too large.\n");
    }
    if (ec && ec.category() == http::make_error_code(http::error::bad_method).category() && ec != http::error::end_of_stream && ec != http::error::partial_message) {
      self->keep_alive_ = false, self->self_ = self;
      return self->reply(400, "text/plain", "This is no HTTP request.\n");
    }
    if (ec) return;
    self->stream_.expires_never();
    self->handle(self->parser_->release());
  });
}

void HttpConnection::handle(HttpRequest request) {
  keep_alive_ = request.keep_alive();
  chunked_ = request.version() >= 11;
  self_ = shared_from_this();
  answer_request(server_, self_, request);
  if (self_ && !done_) watch();
}

void HttpConnection::reply(int status, std::string_view type, std::string_view body, std::string_view more) {
  if (!open_ || done_) return;
  std::string text = head(status, type);
  text += more;
  if (status != 202 && status != 204) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  if (status == 202) text += "Content-Length: 0\r\n";
  text += keep_alive_ ? "\r\n" : "Connection: close\r\n\r\n";
  text += body;
  done_ = true;
  write(std::move(text));
}

void HttpConnection::begin_stream() {
  if (!open_ || done_ || streaming_) return;
  streaming_ = true;
  auto text = head(200, "text/event-stream") + "Cache-Control: no-cache, no-transform\r\nX-Accel-Buffering: no\r\n" + extra_;
  if (!chunked_) keep_alive_ = false;
  text += chunked_ ? "Transfer-Encoding: chunked\r\n" : "";
  text += keep_alive_ ? "\r\n" : "Connection: close\r\n\r\n";
  write(std::move(text));
  ping();
}

void HttpConnection::event(const std::string& id, const std::string& data) {
  if (!open_ || done_ || !streaming_) return;
  std::string text = id.empty() ? "" : "id: " + id + "\n";
  text += "data: " + data + "\n\n";
  write(chunked_ ? hex(text.size()) + "\r\n" + text + "\r\n" : text);
}

void HttpConnection::end() {
  if (!open_ || done_ || !streaming_) return;
  done_ = true;
  pulse_.cancel();
  write(chunked_ ? "0\r\n\r\n" : "");
}

// Every 15 s, for as long as the stream lasts.
void HttpConnection::ping() {
  pulse_.expires_after(pulse);
  pulse_.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
    const auto self = weak.lock();
    if (ec || !self || self->done_ || !self->open_) return;
    self->write(self->chunked_ ? "3\r\n:\n\n\r\n" : ":\n\n");
    self->ping();
  });
}

void HttpConnection::write(std::string text) {
  if (!open_) return;
  queued_ += text.size();
  if (queued_ > most_queued) return lost();  // it does not take what it asked for
  queue_.push_back(std::move(text));
  if (!writing_) write_next();
}

void HttpConnection::write_next() {
  if (queue_.empty()) {
    if (done_) ended();
    return;
  }
  writing_ = true;
  stream_.expires_after(time_to_take_a_reply);
  asio::async_write(stream_, asio::buffer(queue_.front()), [self = shared_from_this()](boost::system::error_code ec, std::size_t) {
    self->writing_ = false;
    if (ec) return self->lost();
    if (!self->open_) return;
    self->stream_.expires_never();
    self->queued_ -= self->queue_.front().size();
    self->queue_.pop_front();
    self->write_next();
  });
}

// The reply is out: on to the next request, or farewell.
void HttpConnection::ended() {
  const auto self = std::move(self_);
  self_.reset();
  left_ = {};
  if (keep_alive_) return read();
  open_ = false;
  boost::system::error_code ec;
  (void)stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
}

// A client that leaves is seen by its socket becoming readable with nothing in it.
void HttpConnection::watch() {
  if (watching_) return;
  watching_ = true;
  stream_.socket().async_wait(asio::ip::tcp::socket::wait_read, [weak = weak_from_this()](boost::system::error_code ec) {
    const auto self = weak.lock();
    if (!self) return;
    self->watching_ = false;
    if (ec || !self->open_ || !self->self_) return;
    char byte = 0;
    const auto got = ::recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) self->lost();  // else it sends the next request already
  });
}

void HttpConnection::lost() {
  if (!open_) return;
  open_ = false;
  pulse_.cancel();
  boost::system::error_code ec;
  (void)stream_.socket().close(ec);
  queue_.clear();
  const auto self = std::move(self_);
  self_.reset();
  if (const auto left = std::exchange(left_, {}); left && !done_) left();
}

}  // namespace chittyconnect::mcp
