#include "daemon/admin/frames.hpp"

#include "base/files.hpp"

#include <chitty/json_text.hpp>

#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t most_waiting = 256u << 10;

}  // namespace

Result<void> Frames::kept(char kind, std::string_view content) {
  const auto size = static_cast<std::uint32_t>(content.size());
  const char head[] = {kind, static_cast<char>(size), static_cast<char>(size >> 8), static_cast<char>(size >> 16), static_cast<char>(size >> 24)};
  waiting_.append(head, sizeof head).append(content);
  return waiting_.size() < most_waiting ? Result<void>() : flush();
}

Result<void> Frames::now(char kind, std::string_view content) {
  if (auto done = kept(kind, content); !done) return done;
  return flush();
}

Result<void> Frames::flush() {
  const bool written = waiting_.empty() || write_all(fd_, waiting_);
  waiting_.clear();
  return written ? Result<void>() : make_error(Code::cancelled, "Nobody reads any more.");
}

void Frames::progress(std::uint64_t done, std::uint64_t total, std::string_view label) {
  ObjectText object;
  object.number("done", static_cast<std::int64_t>(done)).number("total", static_cast<std::int64_t>(total)).text("label", label);
  (void)now('p', object.whole());
}

void Frames::end(const Result<json::object>& outcome) {
  if (outcome) return (void)now('v', json::serialize(*outcome));
  const auto& error = outcome.error();
  json::object told{{"code", static_cast<std::int64_t>(error.code)}, {"message", error.message}, {"hint", error.hint}, {"details", error.details}, {"retryable", error.retryable}};
  (void)now('e', json::serialize(told));
}

}  // namespace chitty::host::daemon
