// Standard input, some hundred kilobytes at a time, hashed as it comes.
#pragma once

#include "daemon/blobs/running_hash.hpp"

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chitty::host::daemon {

class Input {
 public:
  explicit Input(int fd) : fd_(fd) {}

  std::string_view rest() const { return std::string_view(buffer_).substr(at_); }  // valid until `more`
  // Adds to `rest`; false at the end. INVALID_ARGUMENT: what is waited for is longer than 32 MiB.
  Result<bool> more();
  void take(std::size_t count);  // off the front of `rest`

  std::uint64_t line() const { return line_; }  // of the front of `rest`, from 1
  std::uint64_t bytes() const { return bytes_; }
  std::string sha256() { return hash_.hex(); }  // of all that came; once

 private:
  int fd_;
  bool ended_ = false;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1, bytes_ = 0;
  RunningHash hash_;
};

}  // namespace chitty::host::daemon
