// A reply that is read piece by piece (host.hpp, Host::open).
#ifndef CHITTY_RESPONSE_STREAM_HPP
#define CHITTY_RESPONSE_STREAM_HPP

#include <chitty/tables.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace chitty {

// One reply being read as a stream. Lives within the call.
class ResponseStream {
 public:
  ResponseStream(const chitty_http* http, chitty_http_response* raw) : http_(http), raw_(raw, http->release) {}

  int status() const { return http_->status(raw_.get()); }

  std::string header(std::string_view name) const {
    std::string value;
    const auto sink = abi::sink_to(value);
    const auto key = abi::borrow(name);
    http_->header(raw_.get(), &key, &sink);
    return value;
  }

  // Up to `capacity` bytes of the body; 0 at its end.
  Result<std::size_t> read(char* buffer, std::size_t capacity) {
    std::uint64_t got = 0;
    if (auto done = detail::ask(http_->read, raw_.get(), static_cast<void*>(buffer), std::uint64_t{capacity}, &got);
        !done)
      return done.error();
    return static_cast<std::size_t>(got);
  }

  // The whole body, at most CHITTY_MAX_MESSAGE bytes.
  Result<std::string> read_all() {
    std::string body;
    char piece[16384];
    for (;;) {
      auto got = read(piece, sizeof piece);
      if (!got) return got.error();
      if (*got == 0) return body;
      if (body.size() + *got > CHITTY_MAX_MESSAGE)
        return make_error(Code::malformed, "The reply is larger than 64 MiB.");
      body.append(piece, *got);
    }
  }

 private:
  const chitty_http* http_;
  std::unique_ptr<chitty_http_response, void(CHITTY_CALL*)(chitty_http_response*)> raw_;
};

}  // namespace chitty

#endif  // CHITTY_RESPONSE_STREAM_HPP
