#include "base/process/inherited.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

namespace chitty::host {

namespace {

constexpr rlim_t fewest_files = 32;  // three streams, plugin, index, locks, and a connection with its proxy and files

// /dev/null in the other direction, so that using the stream fails as it would if it were still closed.
void fill(int stream, int flags) {
  if (::fcntl(stream, F_GETFD) >= 0 || errno != EBADF) return;
  const int opened = ::open("/dev/null", flags);  // the lowest free number: this stream, as those below are open
  if (opened != stream) ::_exit(3);
}

}  // namespace

void secure_standard_streams() {
  fill(STDIN_FILENO, O_WRONLY);
  fill(STDOUT_FILENO, O_RDONLY);
  fill(STDERR_FILENO, O_WRONLY);
}

Result<void> start_safely() {
  secure_standard_streams();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return {};
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
    (void)::getrlimit(RLIMIT_NOFILE, &limit);
  }
  if (limit.rlim_cur >= fewest_files) return {};
  return make_error(Code::configuration, "The limit of open files is " + std::to_string(limit.rlim_cur) + ", too low to work with.",
                    "Raise it in this shell: ulimit -n 1024");
}

std::filesystem::path working_folder() {
  std::error_code ec;
  auto folder = std::filesystem::current_path(ec);
  return ec ? std::filesystem::path() : folder;
}

}  // namespace chitty::host
