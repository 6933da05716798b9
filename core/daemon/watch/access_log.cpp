#include "daemon/watch/access_log.hpp"

#include "base/random.hpp"
#include "base/time.hpp"
#include "base/json_pieces.hpp"

namespace chitty::host::daemon {
namespace {

constexpr std::size_t enough = 64 * 1024;

// `name` is written as it is, with all that is before the value.
void append_text(std::string& line, std::string_view name, std::string_view value) { append_quoted(line.append(name), value); }
void append_count(std::string& line, std::string_view name, std::uint64_t value) {
  append_number(line.append(name), static_cast<std::int64_t>(value));
}

}  // namespace

AccessLog::AccessLog(const std::filesystem::path& file) : file_(file, 64u << 20) {
  const auto random = random_text(9);
  daemon_ = random ? *random : std::to_string(now_ms());
}

void AccessLog::add(const AccessEntry& entry) {
  bool full = false;
  {
    const std::lock_guard guard(mutex_);
    if (entry.time_ms / 1000 != second_) {
      second_ = entry.time_ms / 1000;
      second_text_ = rfc3339(second_ * 1000);
      second_text_.resize(19);  // without its milliseconds and the Z
    }
    const auto ms = static_cast<int>(entry.time_ms % 1000);
    const char fraction[] = {'.', static_cast<char>('0' + ms / 100), static_cast<char>('0' + ms / 10 % 10),
                             static_cast<char>('0' + ms % 10), 'Z', '"', 0};
    lines_.append("{\"time\":\"").append(second_text_).append(fraction);
    append_text(lines_, R"(,"id":)", entry.request_id);
    append_text(lines_, R"(,"method":)", entry.method);
    append_text(lines_, R"(,"path":)", entry.path);
    append_text(lines_, R"(,"service":)", entry.service);
    append_text(lines_, R"(,"route":)", entry.route);
    if (!entry.led_by.empty()) append_text(lines_, R"(,"ledBy":)", entry.led_by);
    append_text(lines_, R"(,"caller":)", entry.caller);
    append_count(lines_, R"(,"status":)", static_cast<std::uint64_t>(entry.status));
    append_count(lines_, R"(,"bytesIn":)", entry.bytes_in);
    append_count(lines_, R"(,"bytesOut":)", entry.bytes_out);
    append_count(lines_, R"(,"durationUs":)", entry.microseconds);
    if (entry.stream) lines_ += R"(,"stream":true)";
    append_text(lines_, R"(,"peer":)", entry.peer);
    append_text(lines_, R"(,"daemon":)", daemon_);
    append_count(lines_, R"(,"seq":)", ++number_);
    lines_ += "}\n";
    full = lines_.size() >= enough;
  }
  if (full) flush();
}

void AccessLog::flush() {
  const std::lock_guard file_guard(file_mutex_);
  std::string taken;
  {
    const std::lock_guard guard(mutex_);
    taken.swap(lines_);
  }
  if (!taken.empty()) file_.add(taken);
}

}  // namespace chitty::host::daemon
