#include "base/confined/keeper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/confined/descendants.hpp"
#include "base/confined/walls.hpp"

extern char** environ;

namespace chitty::host {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int between_looks = 5;  // milliseconds

void put_in_places(const int (&files)[keeper_files]) {
  int high[keeper_files];
  for (int i = 0; i < keeper_files; ++i) high[i] = ::fcntl(files[i], F_DUPFD, 64);
  for (int i = 0; i < keeper_files; ++i) ::dup2(high[i], i);
  ::close_range(keeper_files, ~0u, 0);
}

void forget_our_signals() {
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void tell(const KeeperReport& report) { [[maybe_unused]] const auto written = ::write(file_report, &report, sizeof report); }

[[noreturn]] void be_program(const char* name, const ProgramLimits& limits, bool alone) {
  ::setsid();
  ::umask(077);
  if (::fchdir(file_folder) != 0) ::_exit(127);
  limit_self(limits, alone);
  KeeperReport report{-2, 0, 0, wall_off_files(file_folder) ? KeeperReport::files : 0};
  tell(report);  // of the walls; what stops it from beginning is told in another
  ::close(file_folder), ::close(file_control);
  ::fcntl(file_report, F_SETFD, FD_CLOEXEC);
  char* const words[] = {const_cast<char*>(name), nullptr};
  char* const nothing[] = {nullptr};
  ::fexecve(file_program, words, nothing);
  report = {-1, errno, 0, 0};
  tell(report);
  ::_exit(127);
}

// Kill what is there until nothing is: each that dies gives us its children.
void end_all(bool alone) {
  if (alone) {
    ::kill(-1, SIGKILL);
    return;  // and the system ends them all with us
  }
  for (int round = 0; round < 2000; ++round) {
    for (const pid_t process : descendants()) ::kill(process, SIGKILL);
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    if (::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD) return;
    ::poll(nullptr, 0, 1);
  }
}

// Until it ends by itself, or hits a limit, or is not wanted any more.
KeeperReport watch(pid_t program, const ProgramLimits& limits, Clock::time_point end) {
  for (;;) {
    int status = 0;
    for (pid_t ended; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      if (ended != program) continue;
      if (WIFSIGNALED(status)) return {static_cast<int>(ProgramEnd::How::signal), WTERMSIG(status), 0, 0};
      return {static_cast<int>(ProgramEnd::How::exited), WEXITSTATUS(status), 0, 0};
    }
    const auto all = descendants();
    if (all.size() > limits.processes) return {static_cast<int>(ProgramEnd::How::processes), 0, 0, 0};
    if (memory_of(all) > limits.memory) return {static_cast<int>(ProgramEnd::How::memory), 0, 0, 0};
    if (Clock::now() >= end) return {static_cast<int>(ProgramEnd::How::time), 0, 0, 0};
    pollfd control{file_control, POLLIN, 0};
    if (::poll(&control, 1, between_looks) > 0) return {static_cast<int>(ProgramEnd::How::signal), SIGKILL, 0, 0};
  }
}

}  // namespace

void be_keeper(const int (&files)[keeper_files], const char* name, const ProgramLimits& limits) {
  put_in_places(files);
  forget_our_signals();
  ::setsid();
  const auto end = Clock::now() + limits.time;
  const bool alone = limits.namespaces && wall_off_processes();
  if (alone) {  // the next process is the first of the namespace
    const pid_t first = ::fork();
    if (first != 0) {
      ::close_range(0, ~0u, 0);
      if (first > 0) ::waitpid(first, nullptr, 0);
      ::_exit(first < 0 ? 1 : 0);
    }
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  const pid_t program = ::fork();
  if (program == 0) be_program(name, limits, alone);
  for (const int file : {file_input, file_output, file_errors, file_program}) ::close(file);
  KeeperReport report{-1, errno, 0, 0};
  if (program > 0) report = watch(program, limits, end);
  const bool ended = report.how == static_cast<int>(ProgramEnd::How::exited) || report.how == static_cast<int>(ProgramEnd::How::signal);
  report.left_behind = std::max(0, static_cast<int>(descendants().size()) - (ended ? 0 : 1));  // one of those is the program itself
  report.walls = alone ? KeeperReport::processes : 0;
  end_all(alone);
  tell(report);
  ::_exit(0);
}

}  // namespace chitty::host
