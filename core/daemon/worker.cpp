#include "daemon/worker.hpp"

#include "daemon/clerk.hpp"
#include "daemon/database_url.hpp"
#include "daemon/host_tables.hpp"
#include "daemon/identity.hpp"
#include "daemon/listener.hpp"
#include "daemon/listening_socket.hpp"
#include "daemon/local_folder.hpp"
#include "daemon/services.hpp"

#include "base/time.hpp"

#include <csignal>
#include <cstdlib>
#include <unistd.h>

namespace chitty::daemon {
namespace {

constexpr auto grace = std::chrono::seconds(10);
constexpr auto last_writes = std::chrono::seconds(3);  // with the grace, less than the supervisor waits (supervisor.cpp)

void wait_for_end() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  int signal = 0;
  while (::sigwait(&wanted, &signal) != 0) {
  }
}

// SIGTERM within a second.
bool told_to_end() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  const timespec second{1, 0};
  return ::sigtimedwait(&wanted, nullptr, &second) == SIGTERM;
}

Result<std::unique_ptr<Store>> open_store(const Options& options) {
  auto url = database_url(options);
  if (!url) return url.error();
  return Store::open(*url, options.paths.library);
}

// A database that cannot be opened is a refusal at the first start. Later it was there already, and may come back: it is
// waited for. Null: told to end meanwhile.
Result<std::unique_ptr<Store>> wait_for_store(const Options& options, Board& board, Log& log) {
  auto store = open_store(options);
  if (!store && board.served) log.warn("waiting for the database: " + store.error().message);
  while (!store && board.served) {
    if (told_to_end()) return std::unique_ptr<Store>();
    store = open_store(options);
  }
  return store;
}

}  // namespace

int run_worker(const Options& options, Board& board, const std::vector<int>& sockets, Log& log) {
  watch_crashes(board);
  set_service_log(log);
  const LocalFolder folder(options.paths.data, options.paths.state);
  auto store = wait_for_store(options, board, log);
  if (!store) {
    const auto& why = store.error();
    log.error(why.message + (why.hint.empty() ? "" : " " + why.hint));
    return worker_not_configured;
  }
  if (!*store) return worker_stopped;
  (*store)->watch([&](std::string_view what) { log.warn(what); });
  const Blobs blobs(folder.blobs());
  ServiceWorld world{**store, blobs};
  const Services services = open_services(options.paths, world, &board, log);
  Limiter limiter;
  Refusals refusals;
  IdentityCheck tokens(folder.token_file(), services, world, limiter, &log);
  AccessLog access(folder.access_log());
  const HostCheck hosts(bound_port(sockets.front()), options.allow_remote);
  Dispatcher dispatcher({services, world, tokens, hosts, limiter, &refusals, &access, &log, &board});
  world.peers = &dispatcher;
  Clerk clerk(watch_thread);
  const auto with_store = [&](std::string what, auto work) {  // a database that is busy or gone is one for the next time
    auto session = (*store)->lend("chittyd");
    const Result<void> done = session ? work(**session) : Result<void>(session.error());
    if (!done) log.warn(what.append(" could not be written: ").append(done.error().message));
  };
  with_store("limits", [&](StoreSession& session) { return limiter.load(session, now_ms()); });
  clerk.every(std::chrono::seconds(3), [&] { tokens.tell_uses(); });
  clerk.every(std::chrono::seconds(1), [&] {
    with_store("limits", [&](StoreSession& session) { return limiter.synchronise(session, now_ms()); });
  });
  clerk.every(std::chrono::milliseconds(500), [&] {
    with_store("refusals", [&](StoreSession& session) { return refusals.write(session, now_ms()); });
  });

  const auto write_the_last = [&] {  // one of those calls, or another daemon, may hold the write lock for longer than anyone waits
    const bool written = clerk.stop(last_writes);
    if (!written) log.warn("the last uses of tokens, limits and refusals were not written: the database is locked");
    return written;
  };

  Listener::Plan plan;
  plan.threads = options.threads;
  plan.on_thread = watch_thread;
  const auto begin_anew = [&](const HostedService& service) {  // it holds a thread, and perhaps the write lock, for good
    log.error("a request to " + service.name + " does not end, though it was told to: the worker begins anew");
    const InService there(service.number);
    std::abort();  // counted as that service's crash
  };
  plan.on_tick = [&] {
    tokens.refresh(), access.flush();
    if (const auto* hangs = tokens.hangs()) begin_anew(*hangs);
  };
  plan.on_failure = [&](std::string_view what) { log.error("a request failed inside: " + std::string(what)); };
  plan.patience.reply = std::chrono::seconds(options.reply_limit);
  plan.patience.stubborn = plan.patience.reply / 4;
  plan.on_hang = begin_anew;
  {
    Listener listener(dispatcher, std::move(plan));
    listener.start(sockets);
    board.ready = board.served = 1;
    clerk.start();
    log.info("ready with " + std::to_string(services.size()) + " services");
    wait_for_end();
    if (!listener.stop(grace)) {
      log.info("some requests did not finish in time and were cut off");
      access.flush();
      write_the_last();
      ::_exit(worker_stopped);  // under the calls that still run
    }
  }
  if (!write_the_last()) ::_exit(worker_stopped);  // under the duty that still waits
  if (auto session = (*store)->lend()) (*session)->checkpoint();
  log.info("all requests finished");
  return worker_stopped;
}

}  // namespace chitty::daemon
