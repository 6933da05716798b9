#include "net/engine/visit_request.hpp"

#include <algorithm>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <chitty/html.hpp>

#include "base/text.hpp"

namespace chitty::host {
namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t head_limit = 16u << 10;

const char* reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 404:
      return "Not Found";
    case 421:
      return "Misdirected Request";
    case 431:
      return "Request Header Fields Too Large";
    default:
      return "Bad Request";
  }
}

// Where the browser says why it comes: not to follow a link, but for a picture, a script or ahead of the person.
bool is_not_for_a_person(const http::fields& head) {
  const auto mode = head["Sec-Fetch-Mode"];
  const auto purpose = head["Sec-Purpose"];
  return (!mode.empty() && mode != "navigate") || purpose.find("prefetch") != purpose.npos ||
         head["Purpose"] == "prefetch";
}

}  // namespace

struct VisitRequest::Parser {
  http::request_parser<http::empty_body> now;
  boost::beast::flat_buffer buffer;
};

VisitRequest::VisitRequest(std::string host, std::string path)
    : host_(std::move(host)), path_(std::move(path)), parser_(std::make_unique<Parser>()) {
  parser_->now.header_limit(head_limit);
}
VisitRequest::~VisitRequest() = default;
VisitRequest::VisitRequest(VisitRequest&&) noexcept = default;
VisitRequest& VisitRequest::operator=(VisitRequest&&) noexcept = default;

int VisitRequest::take(std::string_view bytes) {
  auto& [parser, buffer] = *parser_;
  if (buffer.size() + bytes.size() > 2 * head_limit) return 431;
  const auto space = buffer.prepare(bytes.size());
  std::copy(bytes.begin(), bytes.end(), static_cast<char*>(space.data()));
  buffer.commit(bytes.size());
  boost::system::error_code wrong;
  while (buffer.size() > 0 && !wrong && !parser.is_header_done()) buffer.consume(parser.put(buffer.data(), wrong));
  if (wrong == http::error::header_limit) return 431;
  if (parser.is_header_done()) return judge();
  return !wrong || wrong == http::error::need_more ? 0 : 400;
}

int VisitRequest::judge() const {
  const auto& head = parser_->now.get();
  if (head.count(http::field::host) != 1 || parser_->now.chunked() ||
      parser_->now.content_length_remaining().value_or(0) != 0)
    return 400;
  // A name that leads here by somebody else's DNS is not ours.
  if (head[http::field::host] != host_) return 421;
  const auto url = boost::urls::parse_origin_form(head.target());
  if (!url) return 400;
  const auto path = url->encoded_path();
  const bool ours = head.method() == http::verb::get && std::string_view(path.data(), path.size()) == path_;
  return ours && !is_not_for_a_person(head) ? 200 : 404;
}

Result<json::object> VisitRequest::query() const {
  const auto url = boost::urls::parse_origin_form(parser_->now.get().target());
  json::object all;
  for (const auto parameter : url->params()) {  // decoded, '+' as a blank
    if (!is_utf8(parameter.key) || !is_utf8(parameter.value))
      return make_error(Code::malformed, "the browser sent a parameter that is not UTF-8");
    if (!all.emplace(parameter.key, parameter.value).second)
      return make_error(Code::malformed, "the browser sent the parameter '" + parameter.key +
                                             "' twice");
  }
  return all;
}

std::string visit_page(int status, std::string_view text) {
  const std::string body =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>chitty</title></head><body><p>" +
      escape_html(text) + "</p></body></html>\n";
  return "HTTP/1.1 " + std::to_string(status) + " " + reason_of(status) +
         "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nCache-Control: no-store\r\nContent-Security-Policy: default-src 'none'; base-uri 'none'; form-action "
         "'none'; frame-ancestors 'none'"
         "\r\nX-Frame-Options: DENY\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nConnection: "
         "close\r\n\r\n" +
         body;
}

}  // namespace chitty::host
