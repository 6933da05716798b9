#include <chitty/response_stream.hpp>

namespace chitty {

std::string ResponseStream::header(std::string_view name) const {
  std::string value;
  const auto sink = abi::sink_to(value);
  const auto key = abi::borrow(name);
  http_->header(raw_.get(), &key, &sink);
  return value;
}

Result<std::size_t> ResponseStream::read(char* buffer, std::size_t capacity) {
  std::uint64_t got = 0;
  if (auto done = detail::ask(http_->read, raw_.get(), static_cast<void*>(buffer), std::uint64_t{capacity}, &got);
      !done)
    return done.error();
  return static_cast<std::size_t>(got);
}

Result<std::string> ResponseStream::read_all() {
  std::string body;
  char piece[16384];
  for (;;) {
    auto got = read(piece, sizeof piece);
    if (!got) return got.error();
    if (*got == 0) return body;
    if (body.size() + *got > CHITTY_MAX_MESSAGE) return make_error(Code::malformed, "The reply is larger than 64 MiB.");
    body.append(piece, *got);
  }
}

}  // namespace chitty
