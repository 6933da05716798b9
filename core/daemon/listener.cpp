#include "daemon/listener.hpp"

#include <boost/asio/post.hpp>

#include <sys/resource.h>

#include <thread>

namespace chitty::daemon {
namespace {

namespace asio = boost::asio;
constexpr auto tick_time = std::chrono::milliseconds(100);

constexpr std::size_t most_refused = 64;  // connections over the limit that are told so; others are closed

// One descriptor each, and some for the database, logs and blobs.
std::size_t usual_connections() {
  rlimit limit{};
  const std::size_t descriptors = ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 1024;
  return std::min<std::size_t>(16384, descriptors > 1024 ? descriptors - 512 : descriptors / 2);
}

Refusal too_many_connections() {
  Error error = make_error(Code::unreachable, "Too many connections are open to this daemon.", "Close some, or try again in a moment.");
  return refused_because("too_many_connections", refusal_for(std::move(error)));
}

Crew::Plan crew_plan(const Listener::Plan& plan) {
  Crew::Plan crew;
  crew.base = plan.threads ? plan.threads : std::max(2u, std::thread::hardware_concurrency());
  crew.on_thread = plan.on_thread, crew.on_failure = plan.on_failure;
  return crew;
}

}  // namespace

Listener::Listener(Dispatcher& dispatcher, Plan plan)
    : dispatcher_(dispatcher), plan_(std::move(plan)),
      crew_(io_, crew_plan(plan_)) {
  if (plan_.most_connections == 0) plan_.most_connections = usual_connections();
  if (plan_.most_held > 0) connections_.most_held = plan_.most_held;
}

Listener::~Listener() {
  if (!stopped_) stop(std::chrono::milliseconds(0));
  crew_.join();
}

void Listener::start(const std::vector<int>& sockets) {
  for (const int socket : sockets) {
    auto& acceptor = acceptors_.emplace_back(io_.get_executor());
    acceptor.assign(asio::ip::tcp::v4(), socket);  // an IPv6 socket accepts by the same calls
    acceptor.non_blocking(true);
    accept(acceptor);
  }
  crew_.start();
  clock_ = std::thread([this] { watch_clock(); });
}

void Listener::accept(Acceptor& acceptor) {
  acceptor.async_accept(io_.get_executor(), [this, &acceptor](boost::system::error_code ec, Connection::Socket socket) {
    if (ec == asio::error::operation_aborted || !acceptor.is_open()) return;
    if (ec) return retry_later(acceptor);  // out of descriptors or memory: those who are connected go first
    if (connections_.make_room(plan_.most_connections))
      std::make_shared<Connection>(std::move(socket), dispatcher_, connections_, plan_.patience)->start();
    else if (connections_.size() < plan_.most_connections + most_refused)
      std::make_shared<Connection>(std::move(socket), dispatcher_, connections_, plan_.patience)->start_refused(too_many_connections());
    accept(acceptor);
  });
}

void Listener::retry_later(Acceptor& acceptor) {
  auto timer = std::make_shared<Timer>(io_.get_executor(), std::chrono::milliseconds(100));
  timer->async_wait([this, timer, &acceptor](boost::system::error_code ec) {
    if (!ec && acceptor.is_open()) accept(acceptor);
  });
}

void Listener::watch_clock() {
  if (plan_.on_thread) plan_.on_thread();
  std::unique_lock lock(clock_mutex_);
  while (!clock_end_.wait_for(lock, tick_time, [this] { return clock_ends_; })) {
    lock.unlock();
    crew_.look_at_clock();
    const auto* hangs = connections_.look_at_clock();
    if (hangs && plan_.on_hang) plan_.on_hang(*hangs);
    if (plan_.on_tick) plan_.on_tick();
    lock.lock();
  }
}

bool Listener::stop(std::chrono::milliseconds grace) {
  stopped_ = true;
  asio::post(io_, [this] {
    boost::system::error_code ec;
    for (auto& acceptor : acceptors_) acceptor.close(ec);
  });
  connections_.close_idle();
  const auto begin = std::chrono::steady_clock::now();
  while (connections_.size() > 0 && std::chrono::steady_clock::now() - begin < grace) {
    if (std::chrono::steady_clock::now() - begin > grace / 3) connections_.cancelling = true;
    connections_.close_idle();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const bool clean = connections_.size() == 0;
  connections_.cancelling = true;
  io_.stop();
  {
    const std::lock_guard guard(clock_mutex_);
    clock_ends_ = true;
  }
  clock_end_.notify_all();
  if (clock_.joinable()) clock_.join();
  if (clean) crew_.join();
  return clean;
}

}  // namespace chitty::daemon
