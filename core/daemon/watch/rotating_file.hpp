// A file that lines are added to, bounded: beyond its size it becomes NAME.1 and a new one begins.
#pragma once

#include "base/files.hpp"

#include <filesystem>
#include <string_view>

namespace chitty::host::daemon {

// Not for two threads at once; its owner locks. Several processes may add to one file: supervisor and worker do. A disk that
// takes nothing loses lines, never the daemon.
class RotatingFile {
 public:
  RotatingFile(std::filesystem::path path, std::uint64_t most_bytes) : path_(std::move(path)), most_(most_bytes) {}
  void add(std::string_view lines);  // one write; whole lines

 private:
  void open();
  void make_room(std::uint64_t for_bytes);
  std::filesystem::path path_;
  std::uint64_t most_;
  Fd fd_;
};

}  // namespace chitty::host::daemon
