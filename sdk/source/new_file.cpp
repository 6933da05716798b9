#include <chitty/new_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace chitty {

namespace {

Error cannot(const std::string& doing, const std::string& path, const std::string& hint) {
  return make_error(Code::configuration, "cannot " + doing + " '" + path + "': " + std::generic_category().message(errno),
                    hint);
}

// Closed whatever happens.
struct Open {
  int number;
  explicit Open(int opened) : number(opened) {}
  Open(const Open&) = delete;
  ~Open() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

Result<NewFile> NewFile::beside(const std::string& path, bool secret, std::string hint) {
  std::string made = path + ".XXXXXX";
  const Open file(::mkstemp(made.data()));  // 0600
  if (file.number < 0) return cannot("write", path, hint);
  NewFile created(path, made, hint);
  if (!secret && ::fchmod(file.number, 0644) != 0) return cannot("write", path, hint);
  return created;
}

NewFile::~NewFile() {
  if (!made_.empty()) ::unlink(made_.c_str());
}

Result<void> NewFile::write(std::string_view content) const {
  const Open file(::open(made_.c_str(), O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC));
  if (file.number < 0) return cannot("write", path_, hint_);
  while (!content.empty()) {
    const auto written = ::write(file.number, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot("write", path_, hint_);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.number) != 0) return cannot("write", path_, hint_);
  return {};
}

Result<void> NewFile::exchange() {
  if (::rename(made_.c_str(), path_.c_str()) != 0) return cannot("replace", path_, hint_);
  made_.clear();
  return {};
}

}  // namespace chitty
