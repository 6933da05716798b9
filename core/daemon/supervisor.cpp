#include "daemon/supervisor.hpp"

#include "base/leave.hpp"
#include "base/time.hpp"
#include "base/base64.hpp"
#include "daemon/crash_book.hpp"
#include "daemon/listening_socket.hpp"
#include "daemon/local_folder.hpp"
#include "daemon/owner_token.hpp"
#include "daemon/pid_file.hpp"
#include "daemon/worker.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
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

// Sockets that systemd has opened (sd_listen_fds), else our own.
Result<std::vector<Fd>> listening_sockets(const Options& options) {
  std::vector<Fd> sockets;
  const char* pid = std::getenv("LISTEN_PID");
  const char* count = std::getenv("LISTEN_FDS");
  if (pid && count && std::atoi(pid) == ::getpid()) {
    for (int fd = 3; fd < 3 + std::atoi(count); ++fd) {
      ::fcntl(fd, F_SETFD, FD_CLOEXEC);
      ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
      sockets.emplace_back(fd);
    }
    ::unsetenv("LISTEN_PID"), ::unsetenv("LISTEN_FDS");
  }
  if (!sockets.empty()) return sockets;
  auto own = open_listener(options.host, options.port);
  if (!own) return own.error();
  sockets.push_back(std::move(*own));
  return sockets;
}

// As many as the system lets us have: one for each client.
void allow_many_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
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

// Folder, token, lock, sockets, board: what must be there before a worker is.
Result<int> supervise(const Options& options, Log& log) {
  const LocalFolder folder(options.paths.data, options.paths.state);
  if (auto made = make_folder(folder.root); !made) return made.error();
  ::chmod(folder.root.c_str(), 0700);
  if (auto made = make_folder(folder.state); !made) return made.error();
  if (auto token = keep_owner_token(folder.token_file()); !token) return token.error();
  auto pid_file = PidFile::take(folder.pid_file());
  if (!pid_file) return pid_file.error();
  auto sockets = listening_sockets(options);
  if (!sockets) return sockets.error();
  Board* board = Board::make();
  if (!board) return make_error(Code::host_fault, "The system gave no memory to share with the worker.");
  char random[12] = {};
  (void)!::getrandom(random, sizeof random, 0);
  std::snprintf(board->instance, sizeof board->instance, "%s", base64url({random, sizeof random}).c_str());
  board->started_ms = now_ms();
  const std::string address = url_of(options.host, bound_port(sockets->front().get()));
  if (auto written = pid_file->write({::getpid(), board->instance, address, board->started_ms}); !written) return written.error();
  log.info("chittyd " CHITTY_VERSION " at " + address + ", data in " + folder.root.string());
  return Supervisor(options, *board, *pid_file, std::move(*sockets), log).run();
}

}  // namespace

int run(int argc, char** argv) {
  const auto options = parse_options(argc, argv, Paths::of_this_process());
  const auto refuse = [](const Error& error) {
    std::fprintf(stderr, "error: %s\n%s%s%s", error.message.c_str(), error.hint.empty() ? "" : "hint: ", error.hint.c_str(),
                 error.hint.empty() ? "" : "\n");
    return error.kind() == 1 ? 2 : error.kind() == 5 ? 6 : 3;
  };
  if (!options) return refuse(options.error());
  if (!options->print.empty()) {
    std::fputs(options->print.c_str(), stdout);
    return 0;
  }
  const sigset_t set = our_signals();
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  allow_many_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is a disk that is full: an error, no crash
  ::umask(0077);
  const std::unique_ptr<Log> log = options->log.empty() ? std::make_unique<Log>() : std::make_unique<Log>(options->log);
  const auto code = supervise(*options, *log);
  if (code) return *code;
  if (!options->log.empty()) log->error(code.error().message);
  return refuse(code.error());
}

}  // namespace chitty::daemon
