#include "check/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

namespace chitty::host {

namespace {

using Clock = std::chrono::steady_clock;

// What the child answers with, as its exit code.
enum Code {
  ended_itself = 0,
  done = 10,
  done_untraced = 11,
  threw = 12
};

// A guest's process: no terminal, no streams, no handlers of ours, and gone when its parent is.
void make_bare() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setsid();
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, stream);
}

[[noreturn]] void be_child(Notes& notes, const std::function<void(Tracer&)>& work) {
  make_bare();
  Tracer tracer(notes);
  try {
    work(tracer);
  } catch (...) {
    leave_child(threw);
  }
  tracer.look();
  leave_child(tracer.sees_system_calls() ? done : done_untraced);
}

ChildEnd read_end(int status) {
  ChildEnd end;
  end.traced = true;
  if (WIFSIGNALED(status)) {
    end.how = ChildEnd::How::crashed;
    end.signal = WTERMSIG(status);
  } else if (WEXITSTATUS(status) == threw) {
    end.how = ChildEnd::How::crashed;
    end.signal = SIGABRT;
  } else if (WEXITSTATUS(status) == done_untraced) {
    end.traced = false;
  } else if (WEXITSTATUS(status) != done) {
    end.how = ChildEnd::How::ended_itself;
  }
  return end;
}

}  // namespace

ChildEnd run_in_child(Notes& notes, std::chrono::milliseconds limit, const std::function<void(Tracer&)>& work) {
  const pid_t child = ::fork();
  if (child < 0) return {.how = ChildEnd::How::not_started};
  if (child == 0) be_child(notes, work);
  const auto end = Clock::now() + limit;
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return read_end(status);
    if (ended < 0 && errno != EINTR) return {.how = ChildEnd::How::not_started};
    if (Clock::now() > end) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, &status, 0);
  return {.how = ChildEnd::How::too_slow, .traced = true};
}

}  // namespace chitty::host
