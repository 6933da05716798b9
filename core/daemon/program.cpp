#include "daemon/program.hpp"

#include "base/base64.hpp"
#include "base/time.hpp"
#include "daemon/listening_socket.hpp"
#include "daemon/local_folder.hpp"
#include "daemon/owner_token.hpp"
#include "daemon/supervisor.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chitty::daemon {
namespace {

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

// Folder, token, lock, sockets, board: what must be there before a worker is.
Result<int> serve(const Options& options, Log& log) {
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
  return supervise(options, *board, *pid_file, std::move(*sockets), log);
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
  block_signals();
  allow_many_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is a disk that is full: an error, no crash
  ::umask(0077);
  const std::unique_ptr<Log> log = options->log.empty() ? std::make_unique<Log>() : std::make_unique<Log>(options->log);
  const auto code = serve(*options, *log);
  if (code) return *code;
  if (!options->log.empty()) log->error(code.error().message);
  return refuse(code.error());
}

}  // namespace chitty::daemon
