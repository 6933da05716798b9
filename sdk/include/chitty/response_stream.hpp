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

  std::string header(std::string_view name) const;

  // Up to `capacity` bytes of the body; 0 at its end.
  Result<std::size_t> read(char* buffer, std::size_t capacity);

  // The whole body, at most CHITTY_MAX_MESSAGE bytes.
  Result<std::string> read_all();

 private:
  const chitty_http* http_;
  std::unique_ptr<chitty_http_response, void(CHITTY_CALL*)(chitty_http_response*)> raw_;
};

}  // namespace chitty

#endif  // CHITTY_RESPONSE_STREAM_HPP
