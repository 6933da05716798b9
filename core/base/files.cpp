#include "base/files.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace chitty::host {

namespace fs = std::filesystem;

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = other.release();
  }
  return *this;
}

std::string system_words(int error) {
  char buffer[128];
  return ::strerror_r(error, buffer, sizeof buffer);
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd waiting{fd, POLLOUT, 0};
      (void)::poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

namespace {

Error file_error(Code code, std::string_view what, const fs::path& path, int error) {
  Error made = make_error(code, std::string(what) + " " + path.string() + ": " + system_words(error));
  made.details["errno"] = error;
  return made;
}

// Make the rename itself durable.
void sync_folder(const fs::path& folder) {
  if (const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)); fd) ::fsync(fd.get());
}

}  // namespace

Result<std::string> read_file(const fs::path& path) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return file_error(errno == ENOENT ? Code::not_found : Code::configuration, "Cannot read", path, errno);
  struct stat facts {};
  if (::fstat(fd.get(), &facts) == 0 && S_ISDIR(facts.st_mode)) return file_error(Code::configuration, "Cannot read", path, EISDIR);
  std::string content;
  content.reserve(static_cast<std::size_t>(facts.st_size));
  char piece[65536];
  for (;;) {
    const auto got = ::read(fd.get(), piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error(Code::configuration, "Cannot read", path, errno);
    if (got == 0) return content;
    content.append(piece, static_cast<std::size_t>(got));
  }
}

Result<void> make_folder(const fs::path& path) {
  if (path.empty()) return {};
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0) {
    if (S_ISDIR(facts.st_mode)) return {};
    return file_error(Code::configuration, "Cannot create folder", path, ENOTDIR);
  }
  if (auto made = make_folder(path.parent_path()); !made) return made;
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return file_error(Code::configuration, "Cannot create folder", path, errno);
  return {};
}

Result<void> replace_file(const fs::path& path, std::string_view content, unsigned mode) {
  if (auto made = make_folder(path.parent_path()); !made) return made;
  std::string temporary = path.string() + ".XXXXXX";
  const Fd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd) return file_error(Code::configuration, "Cannot write", path, errno);

  auto fail = [&](int error) {
    ::unlink(temporary.c_str());
    return file_error(Code::configuration, "Cannot write", path, error);
  };
  if (::fchmod(fd.get(), mode) != 0) return fail(errno);
  if (!write_all(fd.get(), content)) return fail(errno);
  if (::fsync(fd.get()) != 0) return fail(errno);
  if (::rename(temporary.c_str(), path.c_str()) != 0) return fail(errno);
  sync_folder(path.parent_path());
  return {};
}

Result<void> rewrite_file(const fs::path& path, std::string_view content) {
  const Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  const auto fail = [&] { return file_error(Code::configuration, "Cannot write", path, errno); };
  if (!fd) return fail();
  if (const int error = ::posix_fallocate(fd.get(), 0, static_cast<off_t>(content.size())); error != 0 && error != EINVAL && error != EOPNOTSUPP)
    return file_error(Code::configuration, "Cannot write", path, error);
  if (auto written = write_all(fd.get(), content); !written) return fail();
  if (::ftruncate(fd.get(), static_cast<off_t>(content.size())) != 0 || ::fsync(fd.get()) != 0) return fail();
  return {};
}

Result<FileLock> FileLock::take(const fs::path& path, std::chrono::milliseconds patience) {
  const fs::path lock = path.string() + ".lock";
  if (auto made = make_folder(lock.parent_path()); !made) return made.error();
  Fd fd(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd) return file_error(Code::configuration, "Cannot lock", path, errno);
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return file_error(Code::configuration, "Cannot lock", path, errno);
    if (std::chrono::steady_clock::now() > give_up)
      return make_error(Code::conflict, "Another process has been writing " + path.string() + " for too long.",
                        "Wait for it to end, then run the command again.");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return FileLock(std::move(fd));
}

Result<MappedFile> MappedFile::open(const fs::path& path) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return file_error(errno == ENOENT ? Code::not_found : Code::configuration, "Cannot read", path, errno);
  struct stat facts {};
  if (::fstat(fd.get(), &facts) != 0) return file_error(Code::configuration, "Cannot read", path, errno);
  if (!S_ISREG(facts.st_mode)) return make_error(Code::configuration, "Cannot read " + path.string() + ": it is not a file.");
  MappedFile mapped;
  if (facts.st_size == 0) return mapped;
  void* at = ::mmap(nullptr, static_cast<std::size_t>(facts.st_size), PROT_READ, MAP_PRIVATE, fd.get(), 0);
  if (at == MAP_FAILED) return file_error(Code::configuration, "Cannot read", path, errno);
  mapped.data_ = static_cast<const char*>(at);
  mapped.size_ = static_cast<std::size_t>(facts.st_size);
  return mapped;
}

MappedFile::~MappedFile() {
  if (data_) ::munmap(const_cast<char*>(data_), size_);
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace chitty::host
