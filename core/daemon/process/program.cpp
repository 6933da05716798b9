#include "daemon/process/program.hpp"

#include "base/exit_code.hpp"
#include "base/message.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "local/listening_socket.hpp"
#include "local/local_folder.hpp"
#include "local/owner_token.hpp"
#include "daemon/admin/program.hpp"
#include "daemon/process/database_url.hpp"
#include "daemon/process/supervisor.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

// What systemd has opened for us, else our own socket.
Result<std::vector<Fd>> listening_sockets(const Options& options, std::vector<Fd> inherited) {
  if (!inherited.empty()) return inherited;
  auto own = open_listener(options.host, options.port);
  if (!own) return own.error();
  inherited.push_back(std::move(*own));
  return inherited;
}

// A certificate and key that do not serve are refused before anything is made or started.
Result<std::unique_ptr<ServerTls>> certificate_of(const Options& options) {
  if (!options.tls) return std::unique_ptr<ServerTls>();
  return open_server_tls(options.paths.library, {options.tls.certificate, options.tls.key});
}

// Folder, token, lock, sockets, shared state: what must be there before a worker is.
Result<int> serve(const Options& options, std::vector<Fd> inherited, Log& log) {
  const auto tls = certificate_of(options);
  if (!tls) return tls.error();
  const LocalFolder folder(options.paths.data, options.paths.state);
  if (auto made = make_folder(folder.root); !made) return made.error();
  ::chmod(folder.root.c_str(), 0700);
  if (auto made = make_folder(folder.state); !made) return made.error();
  if (auto token = keep_owner_token(folder.token_file()); !token) return token.error();
  auto pid_file = PidFile::take(folder.pid_file());
  if (!pid_file) return pid_file.error();
  auto sockets = listening_sockets(options, std::move(inherited));
  if (!sockets) return sockets.error();
  if (*tls) {
    auto own = open_listener(options.tls.host, options.tls.port);
    if (!own) return own.error();
    sockets->push_back(std::move(*own));
  }
  SharedState* shared = SharedState::make();
  if (!shared) return make_error(Code::host_fault, "The system gave no memory to share with the worker.");
  const auto instance = random_text(12);
  if (!instance) return instance.error();
  std::snprintf(shared->instance, sizeof shared->instance, "%s", instance->c_str());
  shared->started_ms = now_ms();
  const std::string address = url_of(options.host, bound_port(sockets->front().get()));
  if (auto written = pid_file->write({::getpid(), shared->instance, address, shared->started_ms}); !written) return written.error();
  log.info("chittyd " CHITTY_VERSION " at " + address + ", data in " + folder.root.string());
  if (*tls)
    log.info("TLS at " + url_of(options.tls.host, bound_port(sockets->back().get()), "https") + ", its certificate is valid until " +
             rfc3339((*tls)->facts().ends));
  return supervise(options, *shared, *pid_file, std::move(*sockets), tls->get(), log);
}

}  // namespace

int run(int argc, char** argv, const Result<void>& started) {
  const auto options = parse_options(argc, argv, Paths::of_this_process());
  const auto refuse = [](const Error& error) {
    const std::string hint = error.hint.empty() ? "" : "hint: " + as_hint(error.hint) + "\n";
    std::fprintf(stderr, "error: %s\n%s", as_message(error.message).c_str(), hint.c_str());
    return exit_code(error);
  };
  if (!started) return refuse(started.error());
  if (!options) return refuse(options.error());
  if (!options->print.empty()) {
    std::fputs(options->print.c_str(), stdout);
    return 0;
  }
  if (options->owner_work >= 0) {
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    ::umask(0077);
    return work_for_owner(options->owner_work, options->paths, database_url(*options));
  }
  auto inherited = inherited_sockets();  // before anything of ours can have one of their numbers
  if (!inherited) return refuse(inherited.error());
  block_signals();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is a disk that is full: an error, no crash
  ::umask(0077);
  const std::unique_ptr<Log> log = options->log.empty() ? std::make_unique<Log>() : std::make_unique<Log>(options->log);
  const auto code = serve(*options, std::move(*inherited), *log);
  if (code) return *code;
  if (!options->log.empty()) log->error(code.error().message);
  return refuse(code.error());
}

}  // namespace chitty::host::daemon
