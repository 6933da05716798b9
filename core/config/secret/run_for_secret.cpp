#include "config/secret/secrets.hpp"

#include "base/process/child_process.hpp"
#include "base/files.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <optional>

namespace chitty::host {

namespace {

using Clock = CancelToken::Clock;

constexpr std::size_t largest = 64 * 1024;

Error failed(const std::string& why) {
  return make_error(Code::configuration, "The command of an exec: reference " + why + ".", "Run it by hand to see what it says.");
}

}  // namespace

Result<std::string> run_for_secret(const std::string& command, std::chrono::milliseconds limit, const CancelToken* cancel) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return failed("cannot be started: " + system_words(errno));
  const Fd reading(ends[0]);
  Fd writing(ends[1]);
  const auto child = start_child({"/bin/sh", {"sh", "-c", command}, writing.get()});
  if (!child) return failed("cannot be started");
  writing = Fd();

  const auto give_up = Clock::now() + limit;
  std::optional<Error> why;  // it must end
  const auto goes_on = [&] {
    if (cancel && cancel->cancelled()) why = make_error(Code::cancelled, "Stopped while the command of an exec: reference was running.");
    else if (Clock::now() >= give_up) why = failed("took longer than " + std::to_string(limit.count() / 1000) + " seconds");
    return !why;
  };
  std::string output;
  while (goes_on()) {
    pollfd waiting[] = {{reading.get(), POLLIN, 0}, {cancel ? cancel->wake_fd() : -1, POLLIN, 0}};
    const auto until = std::min(give_up, cancel ? cancel->deadline().value_or(give_up) : give_up);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (::poll(waiting, std::size(waiting), static_cast<int>(std::max<std::int64_t>(0, left))) <= 0 || !waiting[0].revents) continue;
    char piece[4096];
    const auto got = ::read(reading.get(), piece, sizeof piece);
    if (got <= 0) break;
    output.append(piece, static_cast<std::size_t>(got));
    if (output.size() > largest) {
      why = failed("wrote more than 64 KiB");
      break;
    }
  }
  // It may have closed its output and go on.
  int status = 0;
  bool ended = false;
  while (!why && !(ended = ::waitpid(*child, &status, WNOHANG) == *child) && goes_on()) ::usleep(2000);
  if (why) ::kill(-*child, SIGKILL);  // with all that it started: no Ctrl-C reaches it, it has no terminal
  while (!ended && ::waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  if (why) return *why;
  if (WIFSIGNALED(status)) return failed("was ended by signal " + std::to_string(WTERMSIG(status)));
  if (WEXITSTATUS(status) != 0) return failed("ended with status " + std::to_string(WEXITSTATUS(status)));
  return output;
}

}  // namespace chitty::host
