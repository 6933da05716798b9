#include "source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace chittycases::commands {

using namespace chitty;

namespace {

Error unreadable(const std::string& path, int number) {
  return make_error(number == ENOENT ? Code::not_found : Code::configuration, "cannot read file '" + path + "': " + std::generic_category().message(number));
}

Error unfit(const std::string& path, const std::string& what, std::string hint) { return usage_error("cannot upload '" + path + "': " + what, std::move(hint)); }

}  // namespace

Result<Source> Source::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return unreadable(path, errno);
  struct stat about = {};
  Source source(path, descriptor, 0);
  if (::fstat(descriptor, &about) != 0) return unreadable(path, errno);
  if (S_ISDIR(about.st_mode)) return unfit(path, "it is a directory", "Upload its files one by one");
  if (!S_ISREG(about.st_mode)) return unfit(path, "it is not a regular file", "Save its content in a file first");
  if (about.st_size == 0) return unfit(path, "it is empty", "Check that it was saved");
  source.size_ = about.st_size;
  return source;
}

Source::Source(Source&& other) noexcept : path_(std::move(other.path_)), descriptor_(other.descriptor_), size_(other.size_) { other.descriptor_ = -1; }

Source::~Source() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::string> Source::sha256(Host& host) const {
  CHITTY_TRY(auto hash, host.crypto().hash());
  std::string buffer(256 << 10, '\0');
  for (std::int64_t at = 0;;) {
    if (host.cancelled()) return make_error(Code::cancelled, "cancelled");
    CHITTY_TRY(const auto got, read(buffer.data(), buffer.size(), at));
    if (got == 0) return hash.digest();
    hash.add(std::string_view(buffer).substr(0, got));
    at += static_cast<std::int64_t>(got);
  }
}

Result<std::size_t> Source::read(char* buffer, std::size_t capacity, std::int64_t offset) const {
  for (;;) {
    const auto got = ::pread(descriptor_, buffer, capacity, offset);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return unreadable(path_, errno);
  }
}

}  // namespace chittycases::commands
