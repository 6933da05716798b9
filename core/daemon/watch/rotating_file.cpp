#include "daemon/watch/rotating_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

struct Size {
  bool is_ours = false;  // the name still leads to the open file: another process may have put it aside
  std::uint64_t bytes = 0;
};

Size size_of(int fd, const std::filesystem::path& path) {
  struct stat open {
  }, named{};
  if (::fstat(fd, &open) != 0 || ::stat(path.c_str(), &named) != 0) return {};
  return {open.st_dev == named.st_dev && open.st_ino == named.st_ino, static_cast<std::uint64_t>(open.st_size)};
}

}  // namespace

void RotatingFile::open() { fd_ = Fd(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)); }

void RotatingFile::make_room(std::uint64_t for_bytes) {
  auto size = size_of(fd_.get(), path_);
  if (!size.is_ours) {
    open();
    size = size_of(fd_.get(), path_);
  }
  if (!fd_ || size.bytes == 0 || size.bytes + for_bytes <= most_) return;
  ::flock(fd_.get(), LOCK_EX);  // two processes put aside one file, not one the other's new one
  std::error_code ec;
  if (size_of(fd_.get(), path_).is_ours) std::filesystem::rename(path_, path_.string() + ".1", ec);
  open();
}

void RotatingFile::add(std::string_view lines) {
  if (!fd_) open();
  if (fd_) make_room(lines.size());
  if (fd_) (void)!::write(fd_.get(), lines.data(), lines.size());
}

}  // namespace chitty::host::daemon
