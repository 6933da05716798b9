#include "base/confined/sealed_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace chitty::host {

namespace {

constexpr unsigned may_run = 0x0010u;  // MFD_EXEC, which kernels before 6.3 do not know

int memory_file(const char* name) {
  const int made = ::memfd_create(name, MFD_ALLOW_SEALING | MFD_CLOEXEC | may_run);
  return made >= 0 || errno != EINVAL ? made : ::memfd_create(name, MFD_ALLOW_SEALING | MFD_CLOEXEC);
}

Error failed() { return make_error(Code::host_fault, "A file in memory cannot be made: " + system_words(errno) + "."); }

}  // namespace

Result<Fd> sealed_file(const char* name, std::string_view bytes) {
  Fd file(memory_file(name));
  if (!file || !write_all(file.get(), bytes)) return failed();
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0) return failed();
  if (::lseek(file.get(), 0, SEEK_SET) != 0) return failed();
  return file;
}

Result<std::string> bytes_of(const Fd& file) {
  const auto size = ::lseek(file.get(), 0, SEEK_END);
  if (size < 0) return failed();
  std::string bytes(static_cast<std::size_t>(size), '\0');
  for (std::size_t at = 0; at < bytes.size();) {
    const auto got = ::pread(file.get(), bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return failed();
    at += static_cast<std::size_t>(got);
  }
  if (::lseek(file.get(), 0, SEEK_SET) != 0) return failed();
  return bytes;
}

}  // namespace chitty::host
