// File metadata read without opening the file: its stamp, which changes when the file does, and who may write
// it.
#pragma once

#include <cstdint>

namespace chitty::host {

struct FileStamp {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0, changed_ns = 0;  // since 1970; `changed` cannot be set back by anyone

  bool operator==(const FileStamp&) const = default;
};

// A look at a path, links followed.
struct FileLook {
  FileStamp stamp;
  int error = 0;  // errno; 0: it is there
  bool is_file = false, is_folder = false;
  bool only_owner_writes = false;  // the owner being this process's user or root
};
FileLook look_at(const char* path);
FileLook look_at(int fd);

// The clock by which the system stamps files.
std::int64_t stamp_clock_ns();

// Was the file changed clearly before `time`? If not, it may have changed again since without a new stamp (git's racy
// rule): clocks of file systems tick every few milliseconds, of some every two seconds.
bool is_settled(const FileStamp& stamp, std::int64_t time_ns);

}  // namespace chitty::host
