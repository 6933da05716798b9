#include "daemon/supervisor.hpp"

#include "base/leave.hpp"
#include "base/time.hpp"
#include "daemon/crash_book.hpp"
#include "daemon/worker.hpp"

#include <csignal>
#include <cstring>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace chitty::daemon {
namespace {

constexpr auto longest_pause = std::chrono::milliseconds(5000);
constexpr auto stop_limit = std::chrono::seconds(15);  // a worker that does not end by then is killed

sigset_t our_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&set, signal);
  return set;
}

// The next of our signals, or 0 when the time is over.
int next_signal(std::chrono::milliseconds at_most) {
  const sigset_t set = our_signals();
  const timespec limit{at_most.count() / 1000, at_most.count() % 1000 * 1000000};
  const int signal = ::sigtimedwait(&set, nullptr, &limit);
  return signal > 0 ? signal : 0;
}

class Supervisor {
 public:
  Supervisor(const Options& options, Board& board, PidFile& pid_file, std::vector<Fd> sockets, Log& log)
      : options_(options), board_(board), pid_file_(pid_file), sockets_(std::move(sockets)), log_(log) {}

  int run() {
    while (!stopping_) {
      const int status = run_one_worker();
      if (stopping_) break;
      if (WIFEXITED(status) && WEXITSTATUS(status) == worker_not_configured) return worker_not_configured;
      if (asked_anew_) asked_anew_ = false;
      else after_crash(status);
    }
    log_.info("stopped");
    return 0;
  }

 private:
  // Fork, and wait until it has ended; signals to stop or to begin anew are handed on.
  int run_one_worker() {
    board_.forget_worker();
    const pid_t supervisor = ::getpid();
    const pid_t worker = ::fork();
    if (worker == 0) be_worker(supervisor);
    if (worker < 0) {
      log_.error("no worker could be started: " + system_words(errno));
      return 0;
    }
    int status = 0;
    auto deadline = std::chrono::steady_clock::time_point::max();
    while (::waitpid(worker, &status, WNOHANG) == 0) {
      const int signal = next_signal(std::chrono::milliseconds(250));
      if (signal == SIGTERM || signal == SIGINT) stopping_ = true;
      if (signal == SIGHUP) asked_anew_ = true, log_.info("a new worker was asked for");
      if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP) {
        ::kill(worker, SIGTERM);
        deadline = std::chrono::steady_clock::now() + stop_limit;
      }
      if (std::chrono::steady_clock::now() > deadline) ::kill(worker, SIGKILL);
    }
    return status;
  }

  [[noreturn]] void be_worker(pid_t supervisor) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != supervisor) ::_exit(0);  // it has died meanwhile
    pid_file_.let_go();
    std::vector<int> sockets;
    for (auto& socket : sockets_) sockets.push_back(socket.release());
    const int code = run_worker(options_, board_, sockets, log_);
    leave(code);
  }

  void after_crash(int status) {
    std::string hash;
    const std::string culprit = CrashBook::culprit_of(board_, status, hash);
    const std::string how = WIFSIGNALED(status) ? std::string("signal ") + ::strsignal(WTERMSIG(status))
                                                : "exit code " + std::to_string(WEXITSTATUS(status));
    log_.error("the worker ended by " + how + (culprit.empty() ? "" : ", in the service " + culprit));
    ++board_.restarts;
    const std::int64_t now = now_ms();
    if (!culprit.empty() && book_.note(board_, culprit, hash, now))
      log_.error("the service " + culprit + " is quarantined: it crashed the worker " + std::to_string(CrashBook::too_often) +
                 " times within a minute");
    pause_ = now - last_crash_ > CrashBook::window_ms ? std::chrono::milliseconds(50) : std::min(pause_ * 2, longest_pause);
    last_crash_ = now;
    const auto end = std::chrono::steady_clock::now() + pause_;
    while (std::chrono::steady_clock::now() < end && !stopping_) {
      const int signal = next_signal(std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()));
      stopping_ = signal == SIGTERM || signal == SIGINT;
    }
  }

  const Options& options_;
  Board& board_;
  PidFile& pid_file_;
  std::vector<Fd> sockets_;
  Log& log_;
  CrashBook book_;
  bool stopping_ = false, asked_anew_ = false;
  std::chrono::milliseconds pause_{50};
  std::int64_t last_crash_ = 0;
};

}  // namespace

void block_signals() {
  const sigset_t set = our_signals();
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

int supervise(const Options& options, Board& board, PidFile& pid_file, std::vector<Fd> sockets, Log& log) {
  return Supervisor(options, board, pid_file, std::move(sockets), log).run();
}

}  // namespace chitty::daemon
