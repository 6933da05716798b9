#include "out_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace chittyschema {

using namespace chitty;

Error OutFile::cannot() const { return make_error(Code::configuration, "cannot write '" + path_ + "': " + std::generic_category().message(errno), "Choose another file: --out FILE"); }

Result<OutFile> OutFile::beside(const std::string& path) {
  std::string made = path + ".XXXXXX";
  const int number = ::mkstemp(made.data());
  OutFile file(path, number < 0 ? std::string() : made, number);
  if (number < 0) return file.cannot();
  struct stat before {};
  if (::fchmod(number, ::stat(path.c_str(), &before) == 0 ? before.st_mode & 0777 : 0644) != 0) return file.cannot();
  return file;
}

OutFile::OutFile(OutFile&& other) noexcept
    : path_(std::move(other.path_)), made_(std::exchange(other.made_, {})), held_(std::move(other.held_)), number_(std::exchange(other.number_, -1)) {}

OutFile::~OutFile() {
  if (number_ >= 0) ::close(number_);
  if (!made_.empty()) ::unlink(made_.c_str());
}

Result<void> OutFile::write(std::string_view text) {
  held_ += text;
  return held_.size() < (1u << 18) ? Result<void>() : flush();
}

Result<void> OutFile::flush() {
  for (std::string_view rest = held_; !rest.empty();) {
    const auto written = ::write(number_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot();
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return held_.clear(), Result<void>();
}

Result<void> OutFile::exchange() {
  CHITTY_DO(flush());
  if (::fsync(number_) != 0 || ::rename(made_.c_str(), path_.c_str()) != 0) return cannot();
  made_.clear();
  const auto slash = path_.rfind('/');
  const int folder = ::open(slash == path_.npos ? "." : path_.substr(0, slash + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return {};
  ::fsync(folder);
  ::close(folder);
  return {};
}

}  // namespace chittyschema
