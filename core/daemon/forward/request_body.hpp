// The body of a request on its way to a backend: what of it is small is kept, so that it can be sent once more; the rest streams.
#pragma once

#include "daemon/wire/exchange.hpp"
#include "daemon/wire/request_head.hpp"

#include <optional>
#include <string>

namespace chitty::host::daemon {

class RequestBody {
 public:
  static constexpr std::size_t piece = 64 * 1024;

  // By what the head says, which has been looked at (serve/early_rejections).
  RequestBody(const RequestHead& head, Exchange& exchange);

  // Reads up to one piece. INVALID_ARGUMENT, UNREACHABLE, TIMEOUT: of the client.
  Result<void> begin();

  bool is_there() const { return is_there_; }
  std::optional<std::uint64_t> length() const { return length_; }  // nothing: in chunks
  bool is_kept() const { return whole_; }                          // it can be sent again: rewind
  void rewind() { kept_sent_ = ended_ = false; }

  // The next piece, framed, to the end of `out`. When it has given the last one, `ended`.
  Result<void> next(std::string& out);
  bool ended() const { return ended_ || !is_there_; }
  bool was_read_to_its_end() const { return whole_ || ended_ || !is_there_; }  // of the client

 private:
  void frame(std::string_view bytes, std::string& out) const;

  Exchange& exchange_;
  std::optional<std::uint64_t> length_;
  std::string kept_;
  bool is_there_ = false, whole_ = false, kept_sent_ = false, ended_ = false;
};

}  // namespace chitty::host::daemon
