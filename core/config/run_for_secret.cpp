#include "config/secrets.hpp"

#include "base/child_process.hpp"
#include "base/files.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace chitty {

namespace {

constexpr std::size_t largest = 64 * 1024;

Error failed(const std::string& why) {
  return make_error(Code::configuration, "The command of an exec: reference " + why + ".", "Run it by hand to see what it says.");
}

}  // namespace

Result<std::string> run_for_secret(const std::string& command, std::chrono::milliseconds limit) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return failed("cannot be started: " + system_words(errno));
  const Fd reading(ends[0]);
  Fd writing(ends[1]);
  const auto child = start_child({"/bin/sh", {"sh", "-c", command}, writing.get()});
  if (!child) return failed("cannot be started");
  writing = Fd();

  const auto give_up = std::chrono::steady_clock::now() + limit;
  const std::string too_long = "took longer than " + std::to_string(limit.count() / 1000) + " seconds";
  std::string output, why;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(give_up - std::chrono::steady_clock::now());
    pollfd waiting{reading.get(), POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      why = too_long;
      break;
    }
    char piece[4096];
    const auto got = ::read(reading.get(), piece, sizeof piece);
    if (got <= 0) break;
    output.append(piece, static_cast<std::size_t>(got));
    if (output.size() > largest) {
      why = "wrote more than 64 KiB";
      break;
    }
  }
  // It may have closed its output and go on.
  int status = 0;
  bool ended = false;
  while (why.empty() && !(ended = ::waitpid(*child, &status, WNOHANG) == *child)) {
    if (std::chrono::steady_clock::now() >= give_up) why = too_long;
    else ::usleep(2000);
  }
  if (!why.empty()) ::kill(-*child, SIGKILL);
  while (!ended && ::waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!why.empty()) return failed(why);
  if (WIFSIGNALED(status)) return failed("was ended by signal " + std::to_string(WTERMSIG(status)));
  if (WEXITSTATUS(status) != 0) return failed("ended with status " + std::to_string(WEXITSTATUS(status)));
  return output;
}

}  // namespace chitty
