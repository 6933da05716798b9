#include "plugin/sealed.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/trust.hpp"

namespace chitty::host {

namespace {

Error changed(const CatalogueRow& row) {
  return make_error(Code::plugin_fault,
                    std::string(row.path) + " changed on disk; not loading it",
                    "Run the command again; if it happens again, some program keeps rewriting the file.");
}

Error no_copy(const CatalogueRow& row) {
  return make_error(
      Code::host_fault,
      "No safe copy of " + std::string(row.path) + " could be made in memory: " + system_words(errno) + ".",
      "Wait a moment, then run the command again.");
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
  std::error_code ec;
  const auto real = std::filesystem::canonical(row.path, ec);
  if (ec) return changed(row);
  if (const auto doubt = distrust(real, Reach::all))
    return make_error(Code::plugin_fault, std::string(row.path) + " is not loaded: " + doubt->why + ".", doubt->hint());
  if (row.proven && look_at(real.c_str()).stamp == row.stamp) return real.string();
  return sealed_copy(row);
}

}  // namespace chitty::host
