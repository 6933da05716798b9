// A stream of bytes, line by line, in bounded memory.
#pragma once

#include <chitty/error.hpp>

#include <functional>
#include <optional>
#include <string>

namespace chitty::id {

class Lines {
 public:
  // Fills a buffer, says how many bytes; 0 at the end.
  using Read = std::function<Result<std::size_t>(char*, std::size_t)>;
  static constexpr std::size_t longest = 1u << 20;

  explicit Lines(Read read) : read_(std::move(read)) {}

  // The next line without its end, or none at the end of the stream; a last line needs no end. INVALID_ARGUMENT for a
  // line beyond 1 MiB; the stream's own error as it is.
  Result<std::optional<std::string>> next();

 private:
  Read read_;
  std::string held_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

}  // namespace chitty::id
