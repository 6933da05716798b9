// A connection seen from the service that runs on it: blocking reads of the body, blocking writes of the reply; and from the
// clock.
#include "daemon/connection.hpp"
#include "daemon/crew.hpp"

#include <algorithm>
#include <poll.h>
#include <sys/socket.h>

namespace chitty::daemon {
namespace {

Error client_gone() { return make_error(Code::unreachable, "The client has closed the connection."); }

}  // namespace

Result<void> Connection::wait_blocking(short events) {
  const Crew::Blocking blocking;
  pollfd one{socket_.native_handle(), events, 0};
  const int ready = ::poll(&one, 1, static_cast<int>(patience_.body.count()));
  if (ready == 0) return make_error(Code::timeout, "The client was too slow.");
  if (ready < 0 && errno != EINTR) return client_gone();
  return {};
}

Result<std::size_t> Connection::read_body(char* buffer, std::size_t capacity) {
  while (body_taken_ == body_.size()) {
    body_.clear(), body_taken_ = 0;
    if (parser_->is_done()) return std::size_t{0};
    if (const auto ec = feed(); ec == http::error::body_limit) {
      Error error = usage_error("The body is larger than this address takes.", "Send less.");
      error.details["cause"] = "body_too_large";
      return error;
    } else if (ec) {
      return usage_error("The body is malformed: " + ec.message() + ".");
    }
    if (!body_.empty() || parser_->is_done()) continue;
    make_room(64 * 1024);
    const ssize_t got = ::recv(socket_.native_handle(), buffer_.data() + end_, buffer_.size() - end_, MSG_DONTWAIT);
    if (got > 0) end_ += static_cast<std::size_t>(got), more_time();
    else if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) return client_gone();
    else if (auto ready = wait_blocking(POLLIN); !ready) return ready.error();
  }
  const std::size_t given = std::min(capacity, body_.size() - body_taken_);
  std::copy_n(body_.data() + body_taken_, given, buffer);
  body_taken_ += given;
  return given;
}

Result<void> Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return client_gone();
    else if (auto ready = wait_blocking(POLLOUT); !ready) return ready;
  }
  return {};
}

// While a body still comes, the reply has its whole time after each piece; once it has begun, no end is set.
void Connection::more_time() {
  if (deadline() != INT64_MAX) wait_for(Waiting::service, patience_.reply);
}

bool Connection::gone() const {
  return gone_.load(std::memory_order_relaxed) != INT64_MAX || all_.cancelling.load(std::memory_order_relaxed) || late();
}

const HostedService* Connection::look_at_service(std::int64_t now) {
  pollfd one{socket_.native_handle(), POLLRDHUP, 0};
  if (gone_.load(std::memory_order_relaxed) == INT64_MAX && ::poll(&one, 1, 0) > 0) gone_ = now;
  const std::int64_t stopping_since = std::min(deadline(), gone_.load(std::memory_order_relaxed));
  const bool hangs = now - std::min(now, stopping_since) > std::chrono::nanoseconds(patience_.stubborn).count();
  return hangs ? in_service_.load(std::memory_order_relaxed) : nullptr;
}

const HostedService* Connection::look_at_clock(std::chrono::steady_clock::time_point at) {
  const auto what = waiting_.load(std::memory_order_acquire);
  const std::int64_t now = std::chrono::nanoseconds(at.time_since_epoch()).count();
  if (what == Waiting::service) return look_at_service(now);
  if (now < deadline()) return nullptr;
  timed_out_ = true;  // the read that is under way ends, and its handler sees why
  ::shutdown(socket_.native_handle(), what == Waiting::head || what == Waiting::body ? SHUT_RD : SHUT_RDWR);
  return nullptr;
}

void Connection::close_if_idle() {
  const auto what = waiting_.load(std::memory_order_acquire);
  if (what == Waiting::idle || what == Waiting::head) ::shutdown(socket_.native_handle(), SHUT_RD);  // what has come is answered
}

std::optional<std::int64_t> Connection::idle_until() const {
  if (waiting_.load(std::memory_order_acquire) != Waiting::idle) return std::nullopt;
  return deadline();
}

void Connection::close_idle_now() {
  auto idle = Waiting::idle;  // unless a request has come meanwhile
  if (waiting_.compare_exchange_strong(idle, Waiting::nothing)) ::shutdown(socket_.native_handle(), SHUT_RDWR);
}

bool Connections::make_room(std::size_t most) {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard guard(mutex_);
  if (all_.size() < most) return true;
  if (now - looked_ < std::chrono::milliseconds(100)) return false;
  std::vector<std::pair<std::int64_t, Connection*>> idle;
  for (auto* connection : all_)
    if (const auto until = connection->idle_until()) idle.emplace_back(*until, connection);
  if (idle.empty()) {
    looked_ = now;
    return false;
  }
  const auto share = static_cast<std::ptrdiff_t>(std::min(idle.size(), most / 64 + 1));  // so that not everyone who comes looks at all
  std::partial_sort(idle.begin(), idle.begin() + share, idle.end());
  std::for_each(idle.begin(), idle.begin() + share, [](const auto& one) { one.second->close_idle_now(); });
  return true;
}

void Connections::add(Connection* connection) {
  const std::lock_guard guard(mutex_);
  all_.insert(connection);
}

void Connections::remove(Connection* connection) {
  const std::lock_guard guard(mutex_);
  all_.erase(connection);
}

bool Connections::hold(std::size_t wanted, std::size_t& held) {
  const std::size_t all = held_.fetch_add(wanted - held) + wanted - held;
  held = wanted;
  return all <= most_held;
}

std::size_t Connections::size() const {
  const std::lock_guard guard(mutex_);
  return all_.size();
}

const HostedService* Connections::look_at_clock() {
  const auto now = std::chrono::steady_clock::now();
  const HostedService* hangs = nullptr;
  const std::lock_guard guard(mutex_);
  for (auto* connection : all_)
    if (const auto* service = connection->look_at_clock(now)) hangs = service;
  return hangs;
}

void Connections::close_idle() {
  draining = true;
  const std::lock_guard guard(mutex_);
  for (auto* connection : all_) connection->close_if_idle();
}

}  // namespace chitty::daemon
