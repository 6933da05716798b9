#include "net/engine/reply.hpp"

#include <array>
#include <charconv>

#include "net/headers.hpp"

namespace chitty::host {

Reply::Reply(Url url, ReplyHead head, std::unique_ptr<Exchange> exchange, Connection connection,
             std::shared_ptr<Connector> connector, ContextPtr context)
    : url_(std::move(url)),
      head_(std::move(head)),
      exchange_(std::move(exchange)),
      connection_(std::move(connection)),
      connector_(std::move(connector)),
      context_(std::move(context)) {
  auto decoder = Decoder::make(header("Content-Encoding"), url_.text());
  if (decoder)
    decoder_ = std::move(*decoder);
  else
    failure_ = decoder.error();
}

std::string Reply::header(std::string_view name) const {
  std::string joined;
  for (const auto& [key, value] : head_.headers) {
    if (!same_name(key, name)) continue;
    if (!joined.empty()) joined += ", ";
    joined += value;
  }
  return joined;
}

Result<std::size_t> Reply::read(char* buffer, std::size_t capacity) {
  if (failure_) return *failure_;
  if (ended_ || capacity == 0) return std::size_t{0};
  if (context_->cancel.cancelled()) return *(failure_ = stopped(*context_, url_.origin()));
  const auto got = read_decoded(buffer, capacity);
  if (!got) return *(failure_ = got.error());
  given_ += *got;
  if (*got > 0) return *got;
  ended_ = true;
  if (context_->traced())
    context_->tell("* " + std::to_string(given_) + " bytes, " + seconds_text(Clock::now() - context_->began) +
                   " in all");
  connection_.stream = exchange_->release();
  if (connection_.stream) connector_->keep(std::move(connection_));
  return std::size_t{0};
}

Result<std::size_t> Reply::read_decoded(char* buffer, std::size_t capacity) {
  const auto raw = [this](char* into, std::size_t size) { return exchange_->read(into, size); };
  return decoder_ ? decoder_->read(buffer, capacity, raw) : raw(buffer, capacity);
}

void Reply::drain() {
  std::size_t length = 1;
  const auto text = header("Content-Length");
  const bool known = std::from_chars(text.data(), text.data() + text.size(), length).ec == std::errc{} && !text.empty();
  if (!known || length > 16384) return;
  std::array<char, 4096> piece;
  for (auto got = read(piece.data(), piece.size()); got && *got > 0;) got = read(piece.data(), piece.size());
}

}  // namespace chitty::host
