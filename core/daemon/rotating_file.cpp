#include "daemon/rotating_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chitty::daemon {

void RotatingFile::open() {
  fd_ = Fd(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  struct stat facts {};
  size_ = fd_ && ::fstat(fd_.get(), &facts) == 0 ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

void RotatingFile::add(std::string_view lines) {
  if (!fd_) open();
  if (fd_ && size_ > 0 && size_ + lines.size() > most_) {
    std::error_code ec;
    std::filesystem::rename(path_, path_.string() + ".1", ec);
    open();
  }
  if (fd_ && ::write(fd_.get(), lines.data(), lines.size()) > 0) size_ += lines.size();
}

}  // namespace chitty::daemon
