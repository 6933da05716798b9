// Bytes to a backend's reply: Beast's parser with our limits. The body goes to a sink as it comes; trailers are read over.
#pragma once

#include "daemon/wire/fields.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

namespace http = boost::beast::http;

class ReplyParser final : public http::basic_parser<false> {
 public:
  static constexpr std::uint32_t head_limit = 64 * 1024;
  static constexpr std::size_t field_limit = 256, around_limit = 64 * 1024;

  class Sink {
   public:
    virtual ~Sink() = default;
    virtual bool take(std::string_view body) = 0;  // false: nobody wants it any more
  };

  // `to_head`: of a request whose reply has no body.
  ReplyParser(Sink& sink, bool to_head) : sink_(sink) {
    header_limit(head_limit);
    body_limit(boost::none);
    skip(to_head);
  }

  int status() const { return status_; }
  int version() const { return version_; }
  std::string_view reason() const { return reason_; }
  const Fields& fields() const { return fields_; }

  // What Beast lets pass, and two readers may take for two things (RFC 9112, 6); when the head is there.
  bool has_doubtful_framing() const;

 private:
  using string_view = boost::beast::string_view;
  using error_code = boost::system::error_code;

  void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int status, string_view reason, int version, error_code&) override {
    status_ = status, version_ = version, reason_.assign(reason.data(), reason.size());
  }
  void on_field_impl(http::field, string_view name, string_view value, error_code& ec) override {
    if (in_body_) return note_around(name.size() + value.size(), ec);
    if (fields_.size() >= field_limit) ec = http::error::header_limit;
    else fields_.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  void on_header_impl(error_code&) override { in_body_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view bytes, error_code& ec) override { return give(bytes, ec); }
  void on_chunk_header_impl(std::uint64_t, string_view extension, error_code& ec) override { note_around(extension.size(), ec); }
  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& ec) override { return give(bytes, ec); }
  void on_finish_impl(error_code&) override {}

  std::size_t give(string_view bytes, error_code& ec) {
    if (sink_.take({bytes.data(), bytes.size()})) return bytes.size();
    ec = boost::system::errc::make_error_code(boost::system::errc::operation_canceled);
    return 0;
  }
  void note_around(std::size_t bytes, error_code& ec) {
    around_ += bytes;
    if (around_ > around_limit) ec = http::error::buffer_overflow;
  }

  Sink& sink_;
  Fields fields_;
  std::string reason_;
  int status_ = 0, version_ = 11;
  std::size_t around_ = 0;
  bool in_body_ = false;
};

}  // namespace chitty::host::daemon
