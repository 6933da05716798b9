#include "plugin/sealed.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "base/files.hpp"
#include "base/hash.hpp"

namespace chitty {

namespace {

Error changed(const CatalogueRow& row) {
  return make_error(Code::plugin_fault,
                    std::string(row.path) + " has changed since it was looked at, so it was not opened.",
                    "Run the command again; if this comes back, something rewrites the file all the time.");
}

Error no_copy(const CatalogueRow& row) {
  return make_error(
      Code::host_fault,
      "No safe copy of " + std::string(row.path) + " could be made in memory: " + system_words(errno) + ".",
      "Put it in a folder that only you can write.");
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<std::string> sealed_copy(const CatalogueRow& row) {
  const auto bytes = read_file(std::string(row.path));
  if (!bytes) return bytes.error();
  if (hex(sha256(*bytes)) != row.sha256) return changed(row);
  Fd fd(::memfd_create("chitty-plugin", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd || !write_all(fd.get(), *bytes)) return no_copy(row);
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    return no_copy(row);
  // Kept open for ever: the loader knows libraries by path, and another copy must never get this one's number.
  return "/proc/self/fd/" + std::to_string(fd.release());
}

Result<std::string> loadable_path(const CatalogueRow& row) {
  const std::string path(row.path);
  if (!is_owner_only(path)) return sealed_copy(row);
  const FileLook look = look_at(path.c_str());
  if (row.proven && look.stamp == row.stamp) return path;
  const auto bytes = read_file(path);
  if (!bytes) return bytes.error();
  if (hex(sha256(*bytes)) != row.sha256) return changed(row);
  return path;
}

}  // namespace chitty
