// Which chittyd runs on a data folder: a file with its process and address, under a lock that the kernel drops when the
// process ends. The lock is the truth; the file's words are for people and for `status`.
#pragma once

#include "base/files.hpp"

#include <chitty/error.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace chitty::host {

struct RunningDaemon {
  int pid = 0;
  std::string instance;         // random, also in /health
  std::string address;          // "http://127.0.0.1:4271"
  std::int64_t started_ms = 0;  // since 1970
};

// Held by the supervisor for its life; the file is emptied when it goes.
class PidFile {
 public:
  // CONFLICT when another chittyd holds it (the message names its pid), CONFIGURATION when the folder cannot be written.
  static Result<PidFile> take(const std::filesystem::path& path);
  PidFile(PidFile&&) noexcept = default;
  PidFile& operator=(PidFile&&) = delete;
  ~PidFile();

  Result<void> write(const RunningDaemon& running);
  void let_go() { fd_ = Fd(); }  // in a child, which must not hold its parent's lock

 private:
  explicit PidFile(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
};

// Who holds the lock now; nobody when the file is absent or only left behind.
std::optional<RunningDaemon> running_daemon(const std::filesystem::path& path);

// True when there is a file with words in it and nobody behind it.
bool is_stale(const std::filesystem::path& path);

}  // namespace chitty::host
