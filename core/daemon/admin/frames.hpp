// What this program tells whoever started it: frames on its standard output, a letter, the length in four bytes (little-endian), the
// content. `local/daemon_work` of chitty reads them.
//
//   d  bytes of what was asked for     r  a record (JSON)     n  a line for the person
//   p  how far it is, {"done":N,"total":N,"label":"…"}         e  the error, the last frame     v  the result, the last frame
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

class Frames {
 public:
  explicit Frames(int fd) : fd_(fd) {}

  Result<void> data(std::string_view bytes) { return kept('d', bytes); }
  Result<void> record(std::string_view json) { return kept('r', json); }
  void note(std::string_view line) { (void)now('n', line); }
  void progress(std::uint64_t done, std::uint64_t total, std::string_view label);
  void end(const Result<json::object>& outcome);

  Result<void> flush();  // CANCELLED: nobody reads any more

 private:
  Result<void> kept(char kind, std::string_view content);
  Result<void> now(char kind, std::string_view content);

  int fd_;
  std::string waiting_;
};

}  // namespace chitty::host::daemon
