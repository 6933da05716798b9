#include "daemon/process/supervisor.hpp"

#include "base/process/leave.hpp"
#include "base/exit_code.hpp"
#include "base/time.hpp"
#include "daemon/process/crash_history.hpp"
#include "daemon/process/watchdog.hpp"
#include "daemon/process/worker.hpp"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace chitty::host::daemon {
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
  Supervisor(const Options& options, SharedState& shared, PidFile& pid_file, std::vector<Fd> sockets, ServerTls* tls, Log& log)
      : options_(options), shared_(shared), pid_file_(pid_file), sockets_(std::move(sockets)), tls_(tls), log_(log), watchdog_(shared, sockets_, std::chrono::seconds(options.watchdog)) {}

  int run() {
    while (!stopping_) {
      const int status = run_one_worker();
      if (stopping_) break;
      // Of one that was ready, or whose plugin has called exit, the code means nothing.
      const bool by_itself = shared_.ready == 0 && shared_.charged == 0;
      if (by_itself && WIFEXITED(status) && WEXITSTATUS(status) == exit_configuration) return exit_configuration;
      if (asked_anew_) asked_anew_ = false;
      else after_crash(status);
    }
    log_.info("stopped");
    return 0;
  }

 private:
  // Fork, and wait until it has ended; signals to stop or to begin anew are handed on.
  int run_one_worker() {
    shared_.forget_worker();
    watchdog_.forget(), hung_.reset();
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
      if (signal == SIGHUP) {
        asked_anew_ = true;
        log_.info("a new worker was requested");
      }
      if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP) {
        ::kill(worker, SIGTERM);
        deadline = std::chrono::steady_clock::now() + stop_limit;
      }
      if (std::chrono::steady_clock::now() > deadline) ::kill(worker, SIGKILL);
      if (!hung_ && !stopping_ && !asked_anew_ && (hung_ = watchdog_.look_at(worker))) {
        log_.error("the worker is ended: " + hung_->why);
        shared_.charge(hung_->service);
        ::kill(worker, SIGKILL);  // a stopped one hears no other
      }
    }
    return status;
  }

  [[noreturn]] void be_worker(pid_t supervisor) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != supervisor) ::_exit(0);  // it has died meanwhile
    pid_file_.let_go();
    std::vector<int> sockets;
    for (auto& socket : sockets_) sockets.push_back(socket.release());
    const int code = run_worker(options_, shared_, sockets, tls_, log_);
    leave(code);
  }

  void after_crash(int status) {
    std::string hash;
    const std::string culprit = CrashHistory::culprit_of(shared_, status, hash);
    const std::string how = hung_ ? hung_->why : WIFSIGNALED(status) ? std::string("signal ") + ::strsignal(WTERMSIG(status))
                                                                     : "exit code " + std::to_string(WEXITSTATUS(status));
    std::snprintf(shared_.last_end, sizeof shared_.last_end, "%s%s%s", how.c_str(), culprit.empty() ? "" : ", in the service ", culprit.c_str());
    shared_.last_end_ms = now_ms();
    log_.error("the worker ended" + std::string(hung_ ? ": " : " by ") + how + (culprit.empty() ? "" : ", in the service " + culprit));
    ++shared_.restarts;
    const std::int64_t now = now_ms();
    if (hung_ && hung_->never_started && !culprit.empty() && CrashHistory::quarantine(shared_, culprit, hash, now, 1, true))
      log_.error("the service " + culprit + " is quarantined: its start does not end");
    else if (!culprit.empty() && history_.note(shared_, culprit, hash, now))
      log_.error("the service " + culprit + " is quarantined: it crashed the worker " + std::to_string(CrashHistory::too_often) +
                 " times within a minute");
    pause_ = now - last_crash_ > CrashHistory::window_ms ? std::chrono::milliseconds(50) : std::min(pause_ * 2, longest_pause);
    last_crash_ = now;
    const auto end = std::chrono::steady_clock::now() + pause_;
    while (std::chrono::steady_clock::now() < end && !stopping_) {
      const int signal = next_signal(std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()));
      stopping_ = signal == SIGTERM || signal == SIGINT;
    }
  }

  const Options& options_;
  SharedState& shared_;
  PidFile& pid_file_;
  std::vector<Fd> sockets_;
  ServerTls* const tls_;
  Log& log_;
  Watchdog watchdog_;
  std::optional<Watchdog::Verdict> hung_;  // the worker that runs, or ended just now
  CrashHistory history_;
  bool stopping_ = false, asked_anew_ = false;
  std::chrono::milliseconds pause_{50};
  std::int64_t last_crash_ = 0;
};

}  // namespace

void block_signals() {
  const sigset_t set = our_signals();
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

int supervise(const Options& options, SharedState& shared, PidFile& pid_file, std::vector<Fd> sockets, ServerTls* tls, Log& log) {
  return Supervisor(options, shared, pid_file, std::move(sockets), tls, log).run();
}

}  // namespace chitty::host::daemon
