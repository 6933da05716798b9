// The daemon's own log: one line a thing, with time, level and process; tokens taken out.
#pragma once

#include "daemon/watch/rotating_file.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

class Log {
 public:
  enum class Level {
    debug,
    info,
    warn,
    error
  };

  Log() = default;                                  // to stderr
  explicit Log(const std::filesystem::path& file);  // to a file of at most 10 MiB, and one before it

  void write(Level level, std::string_view text);  // [any-thread] Line breaks become spaces
  void info(std::string_view text) { write(Level::info, text); }
  void warn(std::string_view text) { write(Level::warn, text); }
  void error(std::string_view text) { write(Level::error, text); }

 private:
  std::mutex mutex_;
  std::unique_ptr<RotatingFile> file_;
};

// From here on this value, of 6 bytes and more, becomes "***" as well. [any-thread]
void keep_out_of_logs(std::string secret);

// Tokens of ours and bearer credentials become "***".
std::string without_secrets(std::string_view text);

}  // namespace chitty::host::daemon
