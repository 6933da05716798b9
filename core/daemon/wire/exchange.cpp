#include "daemon/wire/exchange.hpp"

#include "base/text.hpp"
#include "daemon/wire/http_date.hpp"
#include "base/json_pieces.hpp"
#include "base/text.hpp"
#include "daemon/wire/request_head.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t gather_whole = 256 * 1024;  // replies up to this length go out in one piece
constexpr std::size_t gather_stream = 16 * 1024;

bool is_ours(std::string_view name) {
  return equal_ignoring_case(name, "Content-Length") || equal_ignoring_case(name, "Transfer-Encoding") || equal_ignoring_case(name, "Connection") ||
         equal_ignoring_case(name, "Date") || equal_ignoring_case(name, "Server") || equal_ignoring_case(name, "X-Request-Id");
}

bool is_line(std::string_view value) {
  for (const char c : value)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t') return false;
  return true;
}

// One value, or several of a field that stands in the reply several times.
bool is_lines(const json::value& value) {
  if (value.is_string()) return is_line(value.get_string());
  if (!value.is_array()) return false;
  for (const auto& one : value.get_array())
    if (!one.is_string() || !is_line(one.get_string())) return false;
  return true;
}

Error plugin_error(std::string message) { return make_error(Code::plugin_fault, std::move(message), "Report it to the plugin's publisher."); }

}  // namespace

Result<std::size_t> Exchange::read(char* buffer, std::size_t capacity) {
  if (sent_ && !out_.empty())
    if (auto sent = flush(); !sent) return sent.error();
  if (held_read_ < held_.size()) {
    const auto given = std::min(capacity, held_.size() - held_read_);
    std::copy_n(held_.data() + held_read_, given, buffer);
    held_read_ += given;
    return given;
  }
  return wire_.read_body(buffer, capacity);
}

Result<std::string_view> Exchange::whole_body() {
  char piece[16384];
  for (;;) {
    auto got = wire_.read_body(piece, sizeof piece);
    if (!got) return got.error();
    if (*got == 0) return std::string_view(held_);
    held_.append(piece, *got);
  }
}

std::optional<std::string_view> Exchange::kept_reply() const {
  if (body_bytes_ > most_kept_) return std::nullopt;
  return kept_;
}

void Exchange::Rates::write(std::string& out) const {
  append_number(out.append(lines), static_cast<std::int64_t>(left));
  if (next) append_number(out.append(before_next), *next);
  out += "\r\n";
}

void Exchange::put_field(std::string_view name, std::string_view value) {
  if (!facts_.bare) out_.append(name).append(": ").append(value).append("\r\n");
}

void Exchange::add_field(std::string_view name, std::string_view value) {
  if (!facts_.bare) fields_.append(name).append(": ").append(value).append("\r\n");
}

void Exchange::put_line(int status, const Relayed* relayed) {
  status_ = status;
  if (facts_.bare) return;
  out_ += "HTTP/1.1 ";
  append_number(out_, static_cast<std::int64_t>(status));
  out_.append(" ").append(relayed && !relayed->reason.empty() ? relayed->reason : reason_phrase(status)).append("\r\n");
  if (!relayed || !relayed->has_server) put_field("Server", "chittyd");
  if (!relayed || !relayed->has_date) put_field("Date", http_date());
  put_field("X-Request-Id", facts_.request_id);
  out_ += fields_;
  if (rates_) rates_->write(out_);
  if (!limit_) return;
  append_number(out_ += "X-RateLimit-Limit: ", static_cast<std::int64_t>(limit_->limit));
  append_number(out_ += "\r\nX-RateLimit-Remaining: ", static_cast<std::int64_t>(limit_->remaining));
  append_number(out_ += "\r\nX-RateLimit-Reset: ", limit_->ends_at / 1000);
  out_ += "\r\n";
}

void Exchange::put_length(std::uint64_t length) {
  length_ = length;
  no_body_ = status_ == 204 || status_ == 304 || facts_.head_only;
  if (facts_.bare || status_ == 204 || status_ == 304) return;
  if (length == unknown_length) {
    chunked_ = facts_.http11;
    if (chunked_) put_field("Transfer-Encoding", "chunked");
    else facts_.keep_alive = false;
    return;
  }
  out_ += "Content-Length: ";
  append_number(out_, static_cast<std::int64_t>(length));
  out_ += "\r\n";
}

void Exchange::end_head() {
  if (facts_.bare) return;
  if (!facts_.keep_alive) put_field("Connection", "close");
  else if (!facts_.http11) put_field("Connection", "keep-alive");
  out_ += "\r\n";
}

Result<void> Exchange::begin(int status, std::string_view headers_json, std::uint64_t length) {
  if (begun()) return plugin_error("The reply has already begun.");
  if (status < 200 || status > 599) return plugin_error("The status " + std::to_string(status) + " is not a status of a reply.");
  boost::system::error_code ec;
  json::value headers = json::object();
  static constexpr std::string_view usual = R"({"Content-Type":"application/json"})";
  const bool is_usual = headers_json == usual;
  if (!is_usual && !headers_json.empty()) headers = json::parse(headers_json, ec);
  if (ec || !headers.is_object()) return plugin_error("The reply's headers are not a JSON object.");
  for (const auto& [name, value] : headers.get_object())
    if (!is_http_token(name) || !is_lines(value) || is_ours(name))
      return plugin_error("The reply's header '" + std::string(name) + "' is not one that a service may set so.");
  put_line(status);
  if (is_usual) put_field("Content-Type", "application/json");
  if (is_usual) content_type_ = "application/json";
  for (const auto& [name, value] : headers.get_object()) {
    if (equal_ignoring_case(name, "Content-Type") && value.is_string()) content_type_ = value.get_string();
    if (value.is_array())
      for (const auto& one : value.get_array()) put_field(name, one.get_string());
    else put_field(name, value.get_string());
    at_once_ = at_once_ || (equal_ignoring_case(name, "Content-Type") && value.is_string() && value.get_string().starts_with("text/event-stream"));
  }
  put_length(length);
  end_head();
  wire_.begun();
  return {};
}

void Exchange::relay(const Relayed& reply) {
  put_line(reply.status, &reply);
  content_type_ = reply.content_type;
  if (!facts_.bare) out_.append(reply.fields);
  if (reply.status == 101) {
    no_body_ = true;
    facts_.keep_alive = false;
    out_ += "\r\n";
  } else {
    put_length(reply.length);
    end_head();
  }
  wire_.begun();
}

Result<void> Exchange::write(std::string_view bytes) {
  if (!begun()) return plugin_error("The reply has a body before it has begun.");
  if (bytes.empty()) return {};
  if (length_ != unknown_length && bytes.size() > length_ - body_bytes_) return plugin_error("The reply is longer than it said.");
  body_bytes_ += bytes.size();
  if (most_kept_ > 0 && body_bytes_ <= most_kept_) kept_.append(bytes);
  if (no_body_) return {};
  if (chunked_) {
    char size[20];
    const auto end = std::to_chars(size, size + sizeof size, bytes.size(), 16).ptr;
    out_.append(size, end).append("\r\n").append(bytes).append("\r\n");
  } else {
    out_.append(bytes);
  }
  const bool streams = length_ == unknown_length || length_ > gather_whole;
  if (streams && (at_once_ || out_.size() >= gather_stream)) return flush();
  return {};
}

Result<void> Exchange::flush() {
  if (!begun() || out_.empty()) return {};
  sent_ = true;
  auto sent = wire_.send(out_);
  out_.clear();
  start_ = 0;
  if (!sent) cut_ = true;
  return sent;
}

void Exchange::give(int status, std::string_view content_type, std::string_view body) {
  put_line(status);
  put_field("Content-Type", content_type);
  put_length(body.size());
  end_head();
  (void)write(body);
}

void Exchange::refuse(const HttpError& refusal) {
  if (sent_) {
    cut_ = true;
    return;
  }
  out_.resize(start_);
  body_bytes_ = 0;
  chunked_ = false;
  at_once_ = false;
  kept_.clear();
  const std::string body = http_error_body(refusal, facts_.request_id);
  put_line(refusal.status);
  for (const auto& [name, value] : refusal.headers) put_field(name, value);
  put_field("Content-Type", "application/json");
  put_length(body.size());
  end_head();
  (void)write(body);
}

void Exchange::finish() {
  if (!begun()) return refuse(http_error_for(plugin_error("The service gave no reply.")));
  if (no_body_ || cut_) return;
  if (chunked_) out_ += "0\r\n\r\n";
  else if (length_ != unknown_length && body_bytes_ < length_) refuse(http_error_for(plugin_error("The reply is shorter than it said.")));
}

}  // namespace chitty::host::daemon
