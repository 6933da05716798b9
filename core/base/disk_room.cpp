#include "base/disk_room.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/files.hpp"

namespace chitty::host {

namespace {

// Written and not only reserved: some file systems promise nothing beforehand.
int write_zeros(int fd, std::size_t bytes) {
  static constexpr char zeros[4096] = {};
  while (bytes > 0) {
    const auto written = ::write(fd, zeros, std::min(bytes, sizeof zeros));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes -= static_cast<std::size_t>(written);
  }
  return ::fsync(fd) == 0 ? 0 : errno;
}

}  // namespace

Result<void> check_room(const std::filesystem::path& folder, std::size_t bytes) {
  std::string name = (folder / ".room-XXXXXX").string();
  const Fd fd(::mkostemp(name.data(), O_CLOEXEC));
  int error = fd ? 0 : errno;
  if (fd) ::unlink(name.c_str()), error = write_zeros(fd.get(), bytes);
  if (error == 0) return {};
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    return make_error(Code::configuration,
                      "The disk is full: there is no room in " + folder.string() + " (" + system_words(error) + ").",
                      "Free some space on the disk and try again.");
  return make_error(Code::configuration, "Cannot write in " + folder.string() + " (" + system_words(error) + ").",
                    "Make the folder writable.");
}

}  // namespace chitty::host
