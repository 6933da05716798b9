#include "daemon/serve/listener.hpp"

#include <chitty/client_key.hpp>

#include "daemon/gate/failed_logins.hpp"

#include <boost/asio/post.hpp>

#include <sys/resource.h>

#include <thread>

namespace chitty::host::daemon {
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

HttpError too_many_connections() {
  Error error = make_error(Code::unreachable, "Too many connections are open to this daemon.", "Close some, or try again in a moment.");
  return rejected("too_many_connections", http_error_for(std::move(error)));
}

ThreadPool::Plan pool_plan(const Listener::Plan& plan) {
  ThreadPool::Plan pool;
  pool.base = plan.threads ? plan.threads : std::max(2u, std::thread::hardware_concurrency());
  pool.on_thread = plan.on_thread;
  pool.on_failure = plan.on_failure;
  return pool;
}

}  // namespace

Listener::Listener(Dispatcher& dispatcher, Plan plan)
    : dispatcher_(dispatcher), plan_(std::move(plan)), pool_(io_, pool_plan(plan_)) {
  connections_.most = plan_.most_connections > 0 ? plan_.most_connections : usual_connections();
  if (plan_.shared_by_clients) connections_.share = std::max<std::size_t>(1, connections_.most / 4);
  if (plan_.most_held > 0) connections_.most_held = plan_.most_held;
}

Listener::~Listener() {
  if (!stopped_) stop(std::chrono::milliseconds(0));
  pool_.join();
}

void Listener::start(const std::vector<int>& sockets) {
  for (const int socket : sockets) {
    auto& acceptor = acceptors_.emplace_back(io_.get_executor());
    acceptor.assign(asio::ip::tcp::v4(), socket);  // an IPv6 socket accepts by the same calls
    acceptor.non_blocking(true);
    accept(acceptor, acceptors_.size() - 1);
  }
  pool_.start();
  clock_ = std::thread([this] { watch_clock(); });
}

void Listener::accept(Acceptor& acceptor, std::size_t number) {
  acceptor.async_accept(io_.get_executor(), [this, &acceptor, number](boost::system::error_code ec, Connection::Socket socket) {
    if (ec == asio::error::operation_aborted || !acceptor.is_open()) return;
    if (ec) return retry_later(acceptor, number);  // out of descriptors or memory: those who are connected go first
    if (plan_.on_accept) plan_.on_accept(number);
    take_in(std::move(socket), plan_.tls && number >= plan_.first_tls);
    accept(acceptor, number);
  });
}

void Listener::take_in(Connection::Socket socket, bool by_tls) {
  std::string client;
  if (connections_.share > 0) {
    boost::system::error_code ec;
    const auto address = socket.remote_endpoint(ec);
    client = ec ? "unknown" : client_key(address.address().to_string());
  }
  auto tls = by_tls ? plan_.tls->session(socket.native_handle()) : nullptr;
  if (by_tls && !tls) return;  // there is no memory for it
  const auto room = connections_.make_room(client);
  const auto make = [&](std::string counted_as) {
    return std::make_shared<Connection>(std::move(socket), std::move(tls), dispatcher_, connections_, plan_.patience, std::move(counted_as),
                                        room == Connections::Room::reserve);
  };
  if (room != Connections::Room::none) make(std::move(client))->start();
  else if (connections_.size() < connections_.most + Connections::reserve + most_refused)
    make({})->start_refused(too_many_connections());
}

void Listener::retry_later(Acceptor& acceptor, std::size_t number) {
  if (plan_.on_no_descriptors) plan_.on_no_descriptors();
  auto timer = std::make_shared<Timer>(io_.get_executor(), std::chrono::milliseconds(100));
  timer->async_wait([this, timer, &acceptor, number](boost::system::error_code ec) {
    if (!ec && acceptor.is_open()) accept(acceptor, number);
  });
}

// Asked for by the clock, answered by a thread that takes up work; the next is asked for when this one has been answered.
void Listener::beat() {
  if (!plan_.on_beat || beat_asked_.exchange(true)) return;
  asio::post(io_, [this] {
    plan_.on_beat();
    beat_asked_ = false;
  });
}

void Listener::watch_clock() {
  if (plan_.on_thread) plan_.on_thread();
  std::unique_lock lock(clock_mutex_);
  while (!clock_end_.wait_for(lock, tick_time, [this] { return clock_ends_; })) {
    lock.unlock();
    pool_.tick();
    dispatcher_.tick();
    beat();
    const auto* hangs = connections_.tick();
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
  if (clean) pool_.join();
  return clean;
}

}  // namespace chitty::host::daemon
