#include "daemon/process/worker.hpp"

#include "daemon/process/own_sockets.hpp"

#include "daemon/watch/background_writer.hpp"
#include "daemon/process/certificate_watch.hpp"
#include "daemon/process/policy_keeper.hpp"
#include "daemon/process/places.hpp"
#include "daemon/process/operator_settings.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/host/outside.hpp"
#include "daemon/gate/identity.hpp"
#include "daemon/serve/identity_service.hpp"
#include "daemon/serve/listener.hpp"
#include "local/listening_socket.hpp"
#include "local/local_folder.hpp"
#include "daemon/host/event_delivery.hpp"
#include "daemon/host/provider.hpp"
#include "daemon/host/services.hpp"
#include "daemon/host/tending.hpp"
#include "daemon/store/outbox.hpp"
#include "daemon/watch/trusted_clock.hpp"

#include "base/exit_code.hpp"
#include "base/time.hpp"
#include "config/secret/secrets.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

constexpr auto grace = std::chrono::seconds(10);
constexpr std::int64_t descriptor_patience = 10'000;   // milliseconds
constexpr auto last_turn = std::chrono::seconds(2);    // of a service's own work, which has been told to stop before
constexpr auto last_writes = std::chrono::seconds(3);  // with the grace, less than the supervisor waits (supervisor.cpp)

// Of a service's settings; the log never shows it.
Result<std::string> own_secret(const Paths& paths, const std::string& reference) {
  auto secret = resolve_secret(reference, paths);
  if (secret) keep_out_of_logs(*secret);
  return secret;
}

void wait_for_end() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  int signal = 0;
  while (::sigwait(&wanted, &signal) != 0) {
  }
}

// Everything that answers requests, each part made from those before it, ended in the opposite order.
class Worker {
 public:
  // `settings`: what the operator has set.
  Worker(const Options& options, OperatorSettings settings, SharedState& shared, const std::vector<int>& sockets, ServerTls* tls, Log& log,
         Store& store, const Blobs& blobs)
      : options_(options), shared_(shared), sockets_(sockets), tls_(tls), log_(log), store_(store), folder_(options.paths.data, options.paths.state), outside_(options.paths.library, std::move(settings.reach)), world_{store_, blobs, nullptr, std::move(settings.quotas), options.develop, options.paths, std::move(settings.services), [&options](const std::string& reference) { return own_secret(options.paths, reference); }, &outside_, std::move(settings.enabled)}, services_(open_services(options.paths, world_, &shared, log)), provider_(IdentityService::choose(services_, world_, &log)), tokens_(folder_.token_file(), provider_.get(), limiter_, &log), access_(folder_.access_log()), policy_limiter_(store_, shared.instance), policy_provider_(in_order("policy")), spans_(exporter_to(settings.traces)), dispatcher_({services_, world_, tokens_, names(), limiter_, &rejections_, &access_, &log, &shared, tls, tls ? url_of(options.tls.host, bound_port(sockets.back()), "https") : std::string(), options.check_replies, options.paths.library, policy_provider_ ? &policy_limiter_ : nullptr, policy_provider_ ? &traffic_ : nullptr, spans_.get()}), writer_(watch_thread), policy_writer_(watch_thread), tending_(services_, world_, log, watch_thread), own_sockets_(sockets) {
    if (tls_) certificate_.emplace(*tls_, log_).tick();  // the supervisor has read it when it began
    look_after_store();
    world_.peers = &dispatcher_;
    world_.authority = "127.0.0.1:" + std::to_string(bound_port(sockets_.front()));
    with_store("limits", [this](StoreConnection& connection) { return limiter_.load(connection, trusted_ms()); });
    plan_writing();
  }

  // Until told to end.
  void run() {
    {
      Listener listener(dispatcher_, listening());
      listener.start(sockets_);
      shared_.ready = shared_.served = 1;
      writer_.start();
      policy_writer_.start();
      store_.exchange_changes(watch_thread);
      tending_.start();
      log_.info("ready with " + std::to_string(services_.size()) + " services");
      wait_for_end();
      stop_watching_sockets();
      tending_.begin_stop();
      if (!listener.stop(grace)) {
        log_.info("some requests did not finish in time and were cut off");
        access_.flush();
        write_the_last();
        ::_exit(exit_done);  // under the calls that still run
      }
    }
    const bool at_rest = tending_.stop(last_turn);
    if (!at_rest) log_.warn("a service's own work did not stop in time and was cut off");
    if (!write_the_last() || !at_rest) ::_exit(exit_done);  // under what still waits
    if (auto connection = store_.lend()) (*connection)->checkpoint();
    log_.info("all requests finished");
  }

 private:
  // By which this daemon may be called.
  HostCheck names() const {
    HostCheck::Tls tls{0, {}};
    if (tls_) tls = {bound_port(sockets_.back()), [this](std::string_view host) { return tls_->is_for(host); }};
    return HostCheck(bound_port(sockets_.front()), options_.allow_remote, std::move(tls));
  }

  // A database that is busy or gone is one for the next time.
  template <class Work>
  void with_store(std::string what, Work work) {
    auto connection = store_.lend("chittyd");
    const Result<void> done = connection ? work(**connection) : Result<void>(connection.error());
    if (!done) log_.warn(what.append(" could not be written: ").append(done.error().message));
  }

  void look_after_store() {
    if (auto done = store_.look_after(trusted_ms()); !done) log_.warn("the database's record was not kept: " + done.error().message);
  }

  void plan_writing() {
    writer_.every(std::chrono::seconds(3), [this] { tokens_.tell_uses(); });
    writer_.every(std::chrono::seconds(1), [this] {
      with_store("limits", [this](StoreConnection& connection) { return limiter_.synchronise(connection, trusted_ms()); });
    });
    writer_.every(std::chrono::seconds(1), [this] { look_after_store(); });
    writer_.every(std::chrono::milliseconds(500), [this] {
      with_store("refusals", [this](StoreConnection& connection) { return rejections_.write(connection, now_ms()); });
    });
    plan_events();
    plan_policy();
  }

  std::unique_ptr<SpanExporter> exporter_to(const std::string& url) {
    if (url.empty()) return nullptr;
    return std::make_unique<SpanExporter>(
        url, options_.paths.library, [this](std::string_view why) { log_.warn("traces could not be handed over: " + std::string(why)); }, watch_thread);
  }

  const HostedService* in_order(std::string_view role) {
    const auto* provider = provider_of(role, services_, &log_);
    return provider && !provider->out_of_order ? provider : nullptr;
  }

  // On a thread of its own: a change is in force within a second, whatever the other duties wait for.
  void plan_policy() {
    if (!policy_provider_) return;
    policy_.emplace(*policy_provider_, world_, dispatcher_, policy_limiter_, traffic_, log_);
    policy_->look();
    policy_limiter_.join();
    policy_writer_.every(std::chrono::milliseconds(100), [this] { policy_->look(); });
    policy_writer_.every(std::chrono::seconds(1), [this] { synchronise_limits(policy_limiter_.synchronise()); });
    policy_writer_.every(std::chrono::hours(24 * 365), [this] { synchronise_limits(policy_limiter_.finish()); });  // at the end
    writer_.every(std::chrono::seconds(3), [this] { policy_->tell(); });
  }
  void synchronise_limits(const Result<void>& done) {
    if (!done && !limits_wait_) log_.warn("the limits of the policy could not be kept in the database: " + done.error().message);
    limits_wait_ = !done;
  }

  // Who provides the role takes the events; while nobody does, and where it cannot, they may not grow without end.
  void plan_events() {
    const auto* keeper = provider_of("events", services_, &log_);
    if (keeper && !keeper->out_of_order) {
      delivery_.emplace(*keeper, world_);
      writer_.every(std::chrono::milliseconds(200), [this] { deliver_events(); });
    }
    writer_.every(std::chrono::seconds(10), [this, keeper] {
      with_store("events", [keeper](StoreConnection& connection) -> Result<void> {
        const auto trimmed = trim_outbox(connection, now_ms(), keeper ? outbox_of_provider : OutboxLimit());
        return trimmed ? Result<void>() : Result<void>(trimmed.error());
      });
    });
  }

  // A failure is told once, until it is over.
  void deliver_events() {
    const auto done = delivery_->deliver();
    if (!done && !events_wait_) log_.warn("events wait, since they could not be delivered: " + done.error().message);
    if (done && events_wait_) log_.info("the events that waited are delivered");
    events_wait_ = !done;
  }

  // One of those duties, or another daemon, may hold the write lock for longer than anyone waits.
  bool write_the_last() {
    const bool written = policy_writer_.stop(last_writes) && writer_.stop(last_writes);
    if (!written) log_.warn("the last uses of tokens, limits and refusals were not written: the database is locked");
    return written;
  }

  Listener::Plan listening() {
    Listener::Plan plan;
    plan.threads = options_.threads;
    plan.shared_by_clients = options_.allow_remote;
    plan.tls = tls_;
    plan.first_tls = sockets_.size() - 1;
    plan.on_thread = watch_thread;
    shared_.clock_beat = shared_.crew_beat = SharedState::life_ms();
    plan.on_beat = [this] { shared_.crew_beat = SharedState::life_ms(); };
    plan.on_accept = [this](std::size_t socket) {
      if (socket < SharedState::most_listeners) ++shared_.accepted[socket];
      if (shared_.descriptors_gone != 0) shared_.descriptors_gone = 0;
    };
    plan.on_no_descriptors = [this] {
      if (shared_.descriptors_gone != 0) return;
      shared_.descriptors_gone = SharedState::life_ms();
      log_.error("no descriptors are left: nobody new can be answered until some are closed");
    };
    plan.on_tick = [this] { tick(); };
    plan.on_failure = [this](std::string_view what) { log_.error("internal error in a request: " + std::string(what)); };
    plan.patience.reply = std::chrono::seconds(options_.reply_limit);
    plan.patience.stubborn = plan.patience.reply / 4;
    plan.on_hang = [this](const ServiceId& service) { begin_anew(service); };
    return plan;
  }

  void tick() {
    shared_.clock_beat = SharedState::life_ms();
    look_at_sockets();
    if (const auto since = shared_.descriptors_gone.load(); since != 0 && SharedState::life_ms() - since > descriptor_patience)
      give_up("no descriptors have come free for ten seconds");
    tokens_.refresh();
    access_.flush();
    tending_.look();
    if (certificate_) certificate_->tick();
    if (const auto* hangs = tokens_.hangs()) begin_anew(*hangs);
  }

  // Under a lock, so that none is looked at while the listener closes it.
  void look_at_sockets() {
    const std::lock_guard guard(watching_);
    if (!stopping_ && !own_sockets_.are_there()) give_up("a plugin has closed or replaced a socket that the daemon listens at");
  }
  void stop_watching_sockets() {
    const std::lock_guard guard(watching_);
    stopping_ = true;
  }

  // Nobody's fault that could be told.
  [[noreturn]] void give_up(std::string_view why) {
    log_.error(std::string(why) + ": restarting the worker");
    shared_.charge(0);
    ::_exit(worker_gave_up);
  }

  // The service holds a thread, and perhaps the write lock, for good: counted as its crash.
  [[noreturn]] void begin_anew(const ServiceId& service) {
    log_.error("a request to " + service.name + " did not stop when told to; restarting the worker");
    const InService there(service.number);
    std::abort();
  }

  const Options& options_;
  SharedState& shared_;
  const std::vector<int>& sockets_;
  ServerTls* const tls_;
  Log& log_;
  Store& store_;
  const LocalFolder folder_;
  Outside outside_;
  ServiceWorld world_;
  const Services services_;
  Limiter limiter_;
  RejectionLog rejections_;
  const std::unique_ptr<IdentityService> provider_;
  IdentityCheck tokens_;
  AccessLog access_;
  PolicyLimiter policy_limiter_;
  Traffic traffic_;
  const HostedService* const policy_provider_;  // null: none, or none that is in order
  const std::unique_ptr<SpanExporter> spans_;   // null: nobody collects them
  Dispatcher dispatcher_;
  std::optional<CertificateWatch> certificate_;
  std::optional<EventDelivery> delivery_;
  bool events_wait_ = false;
  std::optional<PolicyKeeper> policy_;
  bool limits_wait_ = false;
  BackgroundWriter writer_, policy_writer_;
  Tending tending_;
  const OwnSockets own_sockets_;
  std::mutex watching_;
  bool stopping_ = false;  // the sockets are closed then
};

}  // namespace

int run_worker(const Options& options, SharedState& shared, const std::vector<int>& sockets, ServerTls* tls, Log& log) {
  watch_crashes(shared);
  set_service_log(log);
  std::optional<DatabaseRecord> record;
  auto store = wait_for_store(options, record, shared, log);
  if (!store) {
    const auto& why = store.error();
    log.error(why.message + (why.hint.empty() ? "" : " " + why.hint));
    return exit_configuration;
  }
  if (!*store) return exit_done;
  (*store)->watch([&log](std::string_view what) { log.warn(what); });
  settle_clock(**store, record->is_known(), log);
  auto settings = operator_settings(options.paths);
  if (!settings) {
    log.error(settings.error().message + " " + settings.error().hint);
    return exit_configuration;
  }
  auto blobs = ready_blobs(options, shared, log);
  if (!blobs) {
    log.error(blobs.error().message + " " + blobs.error().hint);
    return exit_configuration;
  }
  Worker(options, std::move(*settings), shared, sockets, tls, log, **store, **blobs).run();
  return exit_done;
}

}  // namespace chitty::host::daemon
