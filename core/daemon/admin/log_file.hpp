// A log that is followed: line by line, through its being put aside (`NAME.1`) and made anew.
#pragma once

#include "base/files.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

class LogFile {
 public:
  // From so many bytes before its end (of the one put aside too, where this one is shorter), at the beginning of a line.
  LogFile(std::filesystem::path path, std::uint64_t before_end);

  // Every whole line that there is now.
  void read(const std::function<void(std::string_view line)>& take);

 private:
  void drain(const std::function<void(std::string_view line)>& take);
  bool was_put_aside() const;

  std::filesystem::path path_;
  Fd fd_;
  std::string rest_;  // of a line that is not whole yet
  bool skips_ = false;
};

}  // namespace chitty::host::daemon
