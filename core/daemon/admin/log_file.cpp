#include "daemon/admin/log_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

Fd opened(const std::filesystem::path& path) { return Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)); }

std::uint64_t size_of(const Fd& fd) {
  struct stat facts {};
  return fd && ::fstat(fd.get(), &facts) == 0 ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

}  // namespace

LogFile::LogFile(std::filesystem::path path, std::uint64_t before_end) : path_(std::move(path)), fd_(opened(path_)) {
  const auto size = size_of(fd_);
  Fd aside = size < before_end ? opened(path_.string() + ".1") : Fd();
  const auto size_aside = size_of(aside);
  if (size_aside > 0) {
    fd_ = std::move(aside);  // read to its end, it is found put aside, and the newer one comes next
    before_end -= size;
  }
  const auto here = size_aside > 0 ? size_aside : size;
  if (!fd_ || here <= before_end) return;
  skips_ = true;  // to the end of the line that it is in the middle of
  (void)::lseek(fd_.get(), static_cast<off_t>(here - before_end), SEEK_SET);
}

bool LogFile::was_put_aside() const {
  struct stat open {
  }, named{};
  return ::stat(path_.c_str(), &named) == 0 && (!fd_ || ::fstat(fd_.get(), &open) != 0 || open.st_ino != named.st_ino || open.st_dev != named.st_dev);
}

void LogFile::drain(const std::function<void(std::string_view line)>& take) {
  char piece[65536];
  for (ssize_t got = 0; fd_ && (got = ::read(fd_.get(), piece, sizeof piece)) > 0;) {
    rest_.append(piece, static_cast<std::size_t>(got));
    std::size_t at = 0;
    for (std::size_t end = 0; (end = rest_.find('\n', at)) != std::string::npos; at = end + 1) {
      if (!skips_) take(std::string_view(rest_).substr(at, end - at));
      skips_ = false;
    }
    rest_.erase(0, at);
  }
}

void LogFile::read(const std::function<void(std::string_view line)>& take) {
  drain(take);
  if (!was_put_aside()) return;
  drain(take);  // what came between the two looks
  rest_.clear(), skips_ = false;
  fd_ = opened(path_);
  drain(take);
}

}  // namespace chitty::host::daemon
