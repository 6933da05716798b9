#include "daemon/serve/early_rejections.hpp"

#include "base/text.hpp"

namespace chitty::host::daemon {

HttpError parse_rejection(const boost::system::error_code& ec, bool has_line) {
  if (ec == http::error::header_limit) {
    if (!has_line)
      return rejected("target_too_long",
                      http_error_with(414, Code::invalid_argument, "The request's address is too long.", "At most 16 KiB are read."));
    return rejected("head_too_large", http_error_with(431, Code::invalid_argument, "The request's header fields are too large.",
                                                      "At most 16 KiB and 100 fields are read, cookies among them."));
  }
  if (ec == http::error::buffer_overflow)
    return rejected("trailers_too_large",
                    http_error_with(431, Code::invalid_argument,
                                    "The body's chunk extensions or trailers are too large.",
                                    "At most 16 KiB are read."));
  if (ec == http::error::body_limit)
    return rejected("body_too_large",
                    http_error_with(413, Code::invalid_argument, "The body is too large for this address.", "Send less."));
  const std::string what =
      ec == http::error::bad_obs_fold ? "a header field is folded over several lines" : ec.message();
  return rejected("malformed_request", http_error_with(400, Code::invalid_argument, "The request is not HTTP/1.1: " + what + "."));
}

HttpError plain_on_tls() {
  return rejected("plain_on_tls", http_error_with(400, Code::invalid_argument, "This port speaks HTTPS, and the request came in plain HTTP.",
                                                  "Use https:// in the address."));
}

HttpError tls_on_plain() {
  return rejected("tls_on_plain", http_error_with(400, Code::invalid_argument, "This port speaks plain HTTP, and the connection began with TLS.",
                                                  "Use http:// in the address, or the port of --tls-listen."));
}

HttpError too_many_bodies() {
  Error error = make_error(Code::unreachable, "Too many requests are being sent to this daemon at once.", "Try again in a moment.");
  error.retryable = true;
  return rejected("too_many_bodies", http_error_for(std::move(error)));
}

HttpError only_the_owner() {
  return rejected("too_many_connections",
                  http_error_for(make_error(Code::unreachable, "Too many connections are open to this daemon.",
                                            "Close some, or try again in a moment.")));
}

std::optional<HttpError> framing_error(const RequestHead& head) {
  const auto encodings = head.count("Transfer-Encoding");
  if (head.count("Content-Length") > 1 || (encodings > 0 && head.count("Content-Length") > 0))
    return http_error_with(400, Code::invalid_argument, "Duplicate Content-Length header.");
  if (head.first("Content-Length").find_first_not_of("0123456789") != std::string_view::npos)
    return http_error_with(400, Code::invalid_argument, "The Content-Length header is not a number.");
  if (encodings > 1 || (encodings == 1 && head.version() == 10))
    return http_error_with(400, Code::invalid_argument, "Invalid Transfer-Encoding header.");
  if (encodings == 1 && !equal_ignoring_case(head.first("Transfer-Encoding"), "chunked"))
    return http_error_with(501, Code::not_supported, "The only supported Transfer-Encoding is chunked.");
  if (const auto expected = head.first("Expect"); !expected.empty() && !equal_ignoring_case(expected, "100-continue"))
    return http_error_with(417, Code::invalid_argument, "The only supported expectation is 100-continue.");
  return std::nullopt;
}

}  // namespace chitty::host::daemon
