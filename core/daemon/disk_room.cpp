#include "daemon/disk_room.hpp"

#include "base/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace chitty::daemon {

Result<void> check_room(const std::filesystem::path& folder) {
  std::string name = (folder / ".room-XXXXXX").string();
  const Fd fd(::mkostemp(name.data(), O_CLOEXEC));
  const int error = fd ? ::posix_fallocate(fd.get(), 0, least_room) : errno;
  if (fd) ::unlink(name.c_str());
  if (error == 0 || error == EINVAL || error == EOPNOTSUPP) return {};  // some file systems promise nothing beforehand
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    return make_error(Code::configuration, "The disk is full: there is no room in " + folder.string() + " (" + system_words(error) + ").",
                      "Make room on the disk and try again.");
  return make_error(Code::configuration, "Cannot write in " + folder.string() + " (" + system_words(error) + ").",
                    "Make the folder writable.");
}

}  // namespace chitty::daemon
