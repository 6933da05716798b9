#include "base/process/apart_child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "base/process/orders.hpp"
#include "base/process/pipe.hpp"

namespace chitty::host {

namespace {

struct Raw {
  const char* program;
  char* const* words;
  char* const* environment;
};

// After fork, in a process that may have had many threads: system calls alone.
[[noreturn]] void be_child(const ChildOrder& order, const Raw& raw, int report, pid_t parent) {
  ::setsid();
  if (order.orders < 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(127);
  }
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGALRM, SIGXFSZ}) ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
  for (int i = 0; i < 3; ++i) ::dup2(order.streams[static_cast<std::size_t>(i)], i);
  int first_other = 3;
  if (order.orders >= 0) {
    const int high = ::fcntl(report, F_DUPFD_CLOEXEC, orders_fd + 1);  // the report must not lie where the orders go
    if (order.orders == orders_fd) ::fcntl(orders_fd, F_SETFD, 0);
    else ::dup2(order.orders, orders_fd);
    report = high, first_other = orders_fd + 1;
  }
  ::close_range(static_cast<unsigned>(first_other), ~0U, CLOSE_RANGE_CLOEXEC);
  ::execve(raw.program, raw.words, raw.environment);
  const int error = errno;
  (void)!::write(report, &error, sizeof error);
  ::_exit(127);
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (const auto& text : texts) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

void wait_for(pid_t child, int* status) {
  while (::waitpid(child, status, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

Result<pid_t> start_child(const ChildOrder& order) {
  CHITTY_TRY(auto report, Pipe::make());
  const auto words = pointers(order.words), environment = pointers(order.environment);
  struct sigaction children {};
  if (::sigaction(SIGCHLD, nullptr, &children) == 0 && children.sa_handler == SIG_IGN) ::signal(SIGCHLD, SIG_DFL);  // else nobody could wait for it
  const pid_t parent = ::getpid(), child = ::fork();
  if (child < 0) return system_failure("A process cannot be started", errno);
  if (child == 0) be_child(order, {order.program.c_str(), words.data(), environment.data()}, report.write.get(), parent);
  report.write = Fd();
  int error = 0;
  while (::read(report.read.get(), &error, sizeof error) < 0 && errno == EINTR) {
  }
  if (error == 0) return child;
  wait_for(child, nullptr);
  return system_failure(order.program + " cannot be started", error);
}

bool has_ended(pid_t child) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == child;
}

int reap_group(pid_t child) {
  ::kill(-child, SIGKILL);  // its number is its own until it is reaped
  int status = 0;
  wait_for(child, &status);
  return status;
}

}  // namespace chitty::host
