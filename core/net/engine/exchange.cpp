#include "net/engine/exchange.hpp"

#include <array>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <charconv>
#include <cstring>
#include <limits>

namespace chitty::host {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t head_limit = 64u << 10;
constexpr std::size_t piece_size = 64u << 10;
constexpr std::size_t most_unread = 64u << 10;  // of a chunk's line or the trailers, until their end has come
constexpr int most_interim = 32;                // 1xx before the reply itself

// "HTTP/1.1 204" and a line's end: the reason phrase may be empty (RFC 9112, 4), and many servers leave out the blank before it
// too, which Beast insists on. Put in as soon as the line is there; before that Beast has used no byte of it.
void complete_status_line(boost::beast::flat_buffer& buffer) {
  constexpr std::size_t code_end = 12;
  const auto* bytes = static_cast<const char*>(buffer.data().data());
  if (buffer.size() < code_end + 2 || std::string_view(bytes, 7) != "HTTP/1." ||
      std::string_view(bytes + code_end, 2) != "\r\n")
    return;
  (void)buffer.prepare(1);  // may move what is there
  buffer.commit(1);
  auto* begin = static_cast<char*>(buffer.data().data());
  std::memmove(begin + code_end + 1, begin + code_end, buffer.size() - code_end - 1);
  begin[code_end] = ' ';
}

}  // namespace

struct Exchange::Parser {
  std::optional<http::response_parser<http::buffer_body>> now;
  boost::beast::flat_buffer buffer;
  bool starving = true;  // what is in the buffer is not enough for the parser to go on

  void next(bool bodiless) {
    now.emplace();
    now->header_limit(head_limit);
    now->body_limit(boost::none);
    now->skip(bodiless);
  }
};

Exchange::Exchange(std::unique_ptr<Stream> stream, std::string address, ContextPtr context)
    : stream_(std::move(stream)),
      address_(std::move(address)),
      context_(std::move(context)),
      parser_(std::make_unique<Parser>()) {}

Exchange::~Exchange() = default;

Result<ReplyHead> Exchange::send(std::string_view head, const Upload& upload, bool bodiless) {
  const auto sent = write_request(head, upload);
  sent_all_ = sent.has_value();
  if (!sent && sent.error().code != Code::unreachable) return sent.error();
  auto reply = read_head(bodiless);
  // Hung up while we were sending: its last words, if there are any, explain more than the broken pipe does.
  if (!sent && !reply) return sent.error();
  return reply;
}

Result<void> Exchange::write_request(std::string_view head, const Upload& upload) {
  if (upload.source) return write_source(head, upload);
  if (upload.body.size() > piece_size) {
    if (auto done = stream_->write_all(head, *context_); !done) return done;
    return stream_->write_all(upload.body, *context_);
  }
  // One packet where one is enough.
  return stream_->write_all(std::string(head) + std::string(upload.body), *context_);
}

Result<void> Exchange::write_source(std::string_view head, const Upload& upload) {
  std::string out(head);
  std::string piece(piece_size, '\0');
  const bool chunked = upload.length < 0;
  std::uint64_t left = chunked ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(upload.length);
  while (left > 0) {
    const std::size_t got =
        (*upload.source)(piece.data(), static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), left)));
    if (got > piece.size())
      return make_error(Code::invalid_argument, "The content to send to " + address_ +
                                                    " could not be read to its end; the request was aborted");
    if (got == 0) break;
    left -= got;
    std::array<char, 20> size;
    const auto end = std::to_chars(size.data(), size.data() + size.size(), got, 16).ptr;
    if (chunked) out.append(size.data(), end).append("\r\n");
    out.append(piece, 0, got);
    if (chunked) out += "\r\n";
    if (auto done = stream_->write_all(out, *context_); !done) return done;
    out.clear();
  }
  if (!chunked && left > 0)
    return make_error(Code::invalid_argument,
                      "The content to send to " + address_ + " ended after " +
                          std::to_string(static_cast<std::uint64_t>(upload.length) - left) + " of " +
                          std::to_string(upload.length) + " bytes.",
                      "Check whether the file changed meanwhile.");
  if (chunked) out += "0\r\n\r\n";
  return stream_->write_all(out, *context_);
}

Result<ReplyHead> Exchange::read_head(bool bodiless) {
  int interim = 0;
  do {
    if (interim++ > most_interim) return malformed("it sends interim replies without end");
    parser_->next(bodiless);
    while (!parser_->now->is_header_done())
      if (auto fed = feed(); !fed) return fed.error();
  } while (parser_->now->get().result_int() / 100 == 1 && parser_->now->get().result_int() != 101);

  const auto& message = parser_->now->get();
  ReplyHead head;
  head.status = static_cast<int>(message.result_int());
  head.reason = std::string(message.reason());
  for (const auto& field : message)
    head.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  if (head.status == 101)
    return make_error(Code::malformed, address_ + " switched to a protocol that nobody asked for.");
  return head;
}

Result<void> Exchange::feed() {
  auto& [parser, buffer, starving] = *parser_;
  boost::system::error_code wrong;
  if (starving) {
    if (parser->is_header_done() && buffer.size() > most_unread)
      return malformed("what stands around its content is larger than 64 KiB");
    const auto space = buffer.prepare(piece_size);
    const auto got = stream_->read_some(static_cast<char*>(space.data()), space.size(), *context_);
    if (!got) {
      const bool midway = got.error().code == Code::unreachable && heard_;
      return midway ? cut_off() : got.error();
    }
    heard_ = heard_ || *got > 0;
    buffer.commit(*got);
    starving = false;
    if (*got == 0) {
      if (!heard_)
        return unreachable(address_ + " closed the connection without an answer.", "no_answer", true,
                           "Try again later.");
      if (!parser->got_some()) return cut_off();  // after a 1xx
      parser->put_eof(wrong);
      if (!wrong && parser->is_done()) return {};
      return cut_off();
    }
  }
  if (!parser->is_header_done()) complete_status_line(buffer);
  buffer.consume(parser->put(buffer.data(), wrong));
  if (buffer.size() == 0 || wrong == http::error::need_more) starving = true;
  if (!wrong || wrong == http::error::need_more || wrong == http::error::need_buffer) return {};
  return malformed(wrong.message());
}

Error Exchange::malformed(const std::string& why) const {
  auto error = make_error(Code::malformed, address_ + " does not answer in HTTP/1.1: " + why + ".",
                          "Check the address and port.");
  error.details["reason"] = "malformed";
  return error;
}

Result<std::size_t> Exchange::read(char* buffer, std::size_t capacity) {
  if (parser_->now->is_done()) return std::size_t{0};
  parser_->now->eager(true);
  auto& body = parser_->now->get().body();
  body.data = buffer;
  body.size = capacity;
  body.more = true;
  while (!parser_->now->is_done() && body.size == capacity)
    if (auto fed = feed(); !fed) return fed.error();
  const std::size_t got = capacity - body.size;
  received_ += got;
  return got;
}

Error Exchange::cut_off() const {
  if (!parser_->now->is_header_done())
    return unreachable("The reply of " + address_ + " was cut off in its headers", "cut_off", true, "Try again.");
  std::string so_far = std::to_string(received_);
  if (const auto length = parser_->now->content_length()) so_far += " of " + std::to_string(*length);
  return unreachable("The reply of " + address_ + " was cut off after " + so_far + " bytes.", "cut_off", true,
                     "Try again.");
}

std::unique_ptr<Stream> Exchange::release() {
  const bool through =
      sent_all_ && parser_->now && parser_->now->is_done() && parser_->now->keep_alive() && parser_->buffer.size() == 0;
  return through ? std::move(stream_) : nullptr;
}

}  // namespace chitty::host
