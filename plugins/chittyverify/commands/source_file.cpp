#include "source_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chitty/time.hpp>
#include <system_error>

namespace chittyverify {

using namespace chitty;

namespace {

constexpr std::int64_t most_bytes = std::int64_t(1) << 40;  // as schema/submission.json has it

Error unreadable(const std::string& path, int number) {
  return make_error(number == ENOENT ? Code::not_found : Code::configuration, "cannot read file '" + path + "': " + std::generic_category().message(number));
}

Error unfit(const std::string& path, const std::string& what, std::string hint) {
  return usage_error("cannot submit '" + path + "': " + what, std::move(hint));
}

Result<void> fit(const std::string& path, const struct stat& about) {
  if (S_ISDIR(about.st_mode)) return unfit(path, "it is a directory", "Submit its files one by one, or an archive of it");
  if (S_ISFIFO(about.st_mode)) return unfit(path, "it is a pipe, which has no size and no time", "Save it in a file first");
  if (!S_ISREG(about.st_mode)) return unfit(path, "it is not a regular file", "Save its content in a file first");
  if (about.st_size > most_bytes) return unfit(path, "it has more than 1 TiB", "Submit it in parts");
  if (about.st_size == 0) return unfit(path, "it is empty", "Check that it was saved");
  return {};
}

bool same_time(const timespec& one, const timespec& other) { return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec; }

}  // namespace

// Without waiting, for a pipe would keep us until somebody writes to it.
Result<SourceFile> SourceFile::open(const std::string& path) {
  if (path == "-") return unfit(path, "standard input has no size and no time", "Save it in a file first");
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return unreadable(path, errno);
  struct stat about = {};
  SourceFile file(path, descriptor, about);
  if (::fstat(descriptor, &file.about_) != 0) return unreadable(path, errno);
  CHITTY_DO(fit(path, file.about_));
  return file;
}

SourceFile::SourceFile(SourceFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(other.descriptor_), about_(other.about_) {
  other.descriptor_ = -1;
}

SourceFile::~SourceFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string SourceFile::name() const { return path_.substr(path_.rfind('/') + 1); }

std::string SourceFile::modified_at() const {
  return rfc3339(static_cast<std::int64_t>(about_.st_mtim.tv_sec) * 1000 + about_.st_mtim.tv_nsec / 1'000'000);
}

std::string SourceFile::identity() const {
  char host[256] = {};
  (void)::gethostname(host, sizeof host - 1);
  std::string text = host;
  for (const auto number : {static_cast<long long>(about_.st_dev), static_cast<long long>(about_.st_ino), static_cast<long long>(about_.st_size), static_cast<long long>(about_.st_mtim.tv_sec),
                            static_cast<long long>(about_.st_mtim.tv_nsec)})
    text += "\n" + std::to_string(number);
  return text;
}

Result<std::size_t> SourceFile::read(char* buffer, std::size_t capacity, std::int64_t offset) const {
  for (;;) {
    const auto got = ::pread(descriptor_, buffer, capacity, offset);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return unreadable(path_, errno);
  }
}

Result<void> SourceFile::unchanged() const {
  struct stat now = {}, there = {};
  if (::fstat(descriptor_, &now) != 0) return unreadable(path_, errno);
  if (now.st_size != about_.st_size || !same_time(now.st_mtim, about_.st_mtim))
    return make_error(Code::conflict, "'" + path_ + "' changed while it was sent, so it was not submitted", "Submit it again once nobody writes to it");
  if (::stat(path_.c_str(), &there) != 0 || there.st_ino != about_.st_ino || there.st_dev != about_.st_dev)
    return make_error(Code::conflict, "'" + path_ + "' was removed or replaced while it was sent, so it was not submitted", "Submit it again");
  return {};
}

}  // namespace chittyverify
