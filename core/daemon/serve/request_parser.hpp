// Bytes to a request: Beast's parser with our limits, filling a RequestHead and a body. Stricter than Beast in four things:
//
//   - A field that is folded over several lines is refused, not joined (RFC 9112, 5.2): what stands before this daemon may
//     read two fields where it would read one.
//   - What a chunked body has around its pieces (chunk extensions, trailers) has a limit. Beast keeps it without one.
//   - Beast asserts that five bytes are there when it comes back to the last chunk. A client that sends its bytes one by one
//     would end a daemon that was built with assertions.
//   - Trailers are checked and dropped. They come when the gate has decided, and while a service borrows from the head: they
//     never become fields of it.
#pragma once

#include "daemon/wire/request_head.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

namespace http = boost::beast::http;

class RequestParser final : public http::basic_parser<true> {
 public:
  static constexpr std::uint32_t head_limit = 16 * 1024;
  static constexpr std::size_t field_limit = 100;
  static constexpr std::size_t around_limit = 16 * 1024;  // chunk extensions and trailers of one request, all together

  // Both outlive the parser; body bytes are appended as they come. From the end of the head on `head` is not touched.
  RequestParser(RequestHead& head, std::string& body) : head_(head), body_(body) {
    header_limit(head_limit);
    this->body_limit(boost::none);  // known with the route, when the head is read
  }

  // Parse what there is: bytes used. `ec` need_more is no error; bad_obs_fold: a field goes on in a second line;
  // buffer_overflow: more than `around_limit` stands around the body's pieces.
  std::size_t feed(std::string_view bytes, boost::system::error_code& ec) {
    if (bytes.size() < shortest_end && awaits_chunk() && may_be_last(bytes)) {
      ec = http::error::need_more;
      return 0;
    }
    fed_ = bytes;
    const std::size_t used = put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    // What is not used now is a chunk's line or trailers without their end yet.
    if (ec == http::error::need_more && is_header_done() && bytes.size() - used > around_limit) ec = http::error::buffer_overflow;
    return used;
  }

  void limit_body(std::optional<std::uint64_t> limit) { limit_ = limit; }
  std::uint64_t body_bytes() const { return received_; }

 private:
  using string_view = boost::beast::string_view;
  using error_code = boost::system::error_code;

  void on_request_impl(http::verb, string_view method, string_view target, int version, error_code&) override {
    head_.start(to_std(method), to_std(target), version);
  }
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(http::field, string_view name, string_view value, error_code& ec) override {
    if (in_trailers_) return drop_trailer(to_std(name), to_std(value), ec);
    if (head_.size() >= field_limit) ec = http::error::header_limit;
    else if (is_folded(fed_, to_std(name), to_std(value))) ec = http::error::bad_obs_fold;
    else head_.add(to_std(name), to_std(value));
  }
  void on_header_impl(error_code&) override { in_trailers_ = true; }  // whatever field comes now
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view bytes, error_code& ec) override { return take(bytes, ec); }
  void on_chunk_header_impl(std::uint64_t size, string_view extension, error_code& ec) override {
    chunk_left_ = size;
    note_around(extension.size(), ec);
  }
  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& ec) override {
    chunk_left_ -= bytes.size();
    return take(bytes, ec);
  }
  void on_finish_impl(error_code&) override {}

  // No chunked body ends in fewer bytes than "0", CRLF, CRLF, so none is kept waiting.
  static constexpr std::size_t shortest_end = 5;
  static bool may_be_last(std::string_view bytes) {
    const auto size = bytes.find_first_not_of("\r\n");
    return size == std::string_view::npos || bytes[size] == '0';
  }
  bool awaits_chunk() { return in_trailers_ && chunk_left_ == 0 && chunked() && !is_done(); }

  std::size_t take(string_view bytes, error_code& ec) {
    received_ += bytes.size();
    if (limit_ && received_ > *limit_) {
      ec = http::error::body_limit;
      return 0;
    }
    body_.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void note_around(std::size_t bytes, error_code& ec) {
    around_ += bytes;
    if (around_ > around_limit) ec = http::error::buffer_overflow;
  }
  void drop_trailer(std::string_view name, std::string_view value, error_code& ec) {
    note_around(name.size() + value.size() + 4, ec);
    if (!ec && is_folded(fed_, name, value)) ec = http::error::bad_obs_fold;
  }
  // `name` is a part of `fed`. The value is, too, right behind it, unless Beast has put it together from several lines.
  static bool is_folded(std::string_view fed, std::string_view name, std::string_view value);
  static std::string_view to_std(string_view text) { return {text.data(), text.size()}; }

  RequestHead& head_;
  std::string& body_;
  std::string_view fed_;
  std::optional<std::uint64_t> limit_;
  std::uint64_t received_ = 0;
  std::uint64_t chunk_left_ = 0;
  std::size_t around_ = 0;
  bool in_trailers_ = false;
};

}  // namespace chitty::host::daemon
