#include "daemon/admin/input.hpp"

#include "base/files.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t piece = 256u << 10, most = 32u << 20;

}  // namespace

Result<bool> Input::more() {
  if (ended_) return false;
  if (at_ > 0) buffer_.erase(0, at_), at_ = 0;
  const auto had = buffer_.size();
  if (had > most) return usage_error("A row at line " + std::to_string(line_) + " is longer than 32 MiB.");
  buffer_.resize(had + piece);
  ssize_t got = 0;
  do got = ::read(fd_, buffer_.data() + had, piece);
  while (got < 0 && errno == EINTR);
  if (got < 0) return make_error(Code::invalid_argument, "Standard input cannot be read: " + system_words(errno) + ".");
  buffer_.resize(had + static_cast<std::size_t>(got));
  if (got == 0) ended_ = true;
  hash_.add(std::string_view(buffer_).substr(had));
  bytes_ += static_cast<std::uint64_t>(got);
  return got > 0;
}

void Input::take(std::size_t count) {
  const auto* begin = buffer_.data() + at_;
  line_ += static_cast<std::uint64_t>(std::count(begin, begin + count, '\n'));
  at_ += count;
}

}  // namespace chitty::host::daemon
