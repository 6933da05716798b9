#include "config/secrets.hpp"

#include "base/files.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

extern char** environ;

namespace chitty {

namespace {

constexpr std::size_t largest = 64 * 1024;

Error failed(const std::string& why) {
  return make_error(Code::configuration, "The command of an exec: reference " + why + ".", "Run it by hand to see what it says.");
}

// The command in its own process group, so that what it started ends with it.
Result<pid_t> start(const std::string& command, int output) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&files, output, 1);
  ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  sigset_t none, ordinary;
  ::sigemptyset(&none);
  ::sigemptyset(&ordinary);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGXFSZ}) ::sigaddset(&ordinary, number);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &ordinary);
  const char* words[] = {"sh", "-c", command.c_str(), nullptr};
  pid_t child = -1;
  const int error = ::posix_spawn(&child, "/bin/sh", &files, &attributes, const_cast<char**>(words), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  if (error != 0) return failed("cannot be started: " + system_words(error));
  return child;
}

}  // namespace

Result<std::string> run_for_secret(const std::string& command, std::chrono::milliseconds limit) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return failed("cannot be started: " + system_words(errno));
  const Fd reading(ends[0]);
  Fd writing(ends[1]);
  auto child = start(command, writing.get());
  if (!child) return child.error();
  writing = Fd();

  const auto give_up = std::chrono::steady_clock::now() + limit;
  std::string output, why;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(give_up - std::chrono::steady_clock::now());
    pollfd waiting{reading.get(), POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      why = "took longer than " + std::to_string(limit.count() / 1000) + " seconds";
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
  if (!why.empty()) ::kill(-*child, SIGKILL);
  int status = 0;
  while (::waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!why.empty()) return failed(why);
  if (WIFSIGNALED(status)) return failed("was ended by signal " + std::to_string(WTERMSIG(status)));
  if (WEXITSTATUS(status) != 0) return failed("ended with status " + std::to_string(WEXITSTATUS(status)));
  return output;
}

}  // namespace chitty
