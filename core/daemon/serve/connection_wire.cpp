// A connection seen from the service that runs on it: blocking reads of the body, blocking writes of the reply; and from the
// clock.
#include "daemon/serve/connection.hpp"
#include "daemon/watch/thread_pool.hpp"

#include <algorithm>
#include <poll.h>
#include <sys/socket.h>

namespace chitty::host::daemon {
namespace {

constexpr auto slice = std::chrono::milliseconds(1000);
constexpr std::int64_t stands_still = 1'000'000'000;  // a request of which nothing has come for so long makes room for others

Error client_gone() { return make_error(Code::unreachable, "The client has closed the connection."); }

}  // namespace

// In slices: when threads become few, a client that is waited for gives its own back.
Result<void> Connection::wait_blocking(short events, std::uint64_t bytes) {
  using std::chrono::milliseconds;
  const ThreadPool::Blocking blocking;
  Pace& pace = events == POLLIN ? coming_ : going_;
  const auto begin = Pace::Clock::now();
  const auto at_most = pace.next(patience_, bytes, false);
  pace.wait_from(begin);
  for (auto left = at_most; left > milliseconds(0); left = at_most - std::chrono::duration_cast<milliseconds>(Pace::Clock::now() - begin)) {
    pollfd one{socket_.native_handle(), socket_.waits_for(events), 0};
    const int ready = ::poll(&one, 1, static_cast<int>(std::min(left, slice).count()));
    if (ready < 0 && errno != EINTR) return client_gone();
    if (ready > 0) {
      pace.wait_until(Pace::Clock::now());
      return {};
    }
    if (ready == 0 && ThreadPool::few_left()) break;
  }
  pace.wait_until(Pace::Clock::now());
  Error error = make_error(Code::timeout, "The client was too slow.");
  error.details["cause"] = "client_too_slow";
  return error;
}

Result<std::size_t> Connection::read_body(char* buffer, std::size_t capacity) {
  while (body_taken_ == body_.size()) {
    body_.clear(), body_taken_ = 0;
    if (parser_->is_done()) return std::size_t{0};
    if (const auto ec = feed(); ec == http::error::body_limit) {
      Error error = usage_error("The body is too large for this address.", "Send less.");
      error.details["cause"] = "body_too_large";
      return error;
    } else if (ec == http::error::buffer_overflow) {
      Error error = usage_error("The body's chunk extensions or trailers are too large.", "At most 16 KiB are read.");
      error.details["cause"] = "trailers_too_large";
      return error;
    } else if (ec) {
      return usage_error("The body is malformed: " + ec.message() + ".");
    }
    if (!body_.empty() || parser_->is_done()) continue;
    make_room(64 * 1024);
    const ssize_t got = socket_.read_now(buffer_.data() + end_, buffer_.size() - end_);
    if (got > 0) end_ += static_cast<std::size_t>(got), more_time();
    else if (got == 0 || !ClientStream::is_later(errno)) return client_gone();
    else if (auto ready = wait_blocking(POLLIN, parser_->body_bytes()); !ready) return ready.error();
  }
  const std::size_t given = std::min(capacity, body_.size() - body_taken_);
  std::copy_n(body_.data() + body_taken_, given, buffer);
  body_taken_ += given;
  return given;
}

Result<void> Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = socket_.write_now(bytes.data(), bytes.size());
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent)), sent_ += static_cast<std::uint64_t>(sent);
    else if (!ClientStream::is_later(errno)) return client_gone();
    else if (auto ready = wait_blocking(POLLOUT, sent_); !ready) return ready;
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

const ServiceId* Connection::look_at_service(std::int64_t now) {
  pollfd one{socket_.native_handle(), POLLRDHUP, 0};
  if (gone_.load(std::memory_order_relaxed) == INT64_MAX && ::poll(&one, 1, 0) > 0) gone_ = now;
  const std::int64_t stopping_since = std::min(deadline(), gone_.load(std::memory_order_relaxed));
  const bool hangs = now - std::min(now, stopping_since) > std::chrono::nanoseconds(patience_.stubborn).count();
  return hangs ? in_service_.load(std::memory_order_relaxed) : nullptr;
}

const ServiceId* Connection::tick(std::chrono::steady_clock::time_point at) {
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

std::optional<Connection::Rank> Connection::rank(std::chrono::steady_clock::time_point at) const {
  const auto what = waiting_.load(std::memory_order_acquire);
  const std::int64_t since = since_.load(std::memory_order_relaxed);
  if (what == Waiting::idle) return Rank{0, since};
  const std::int64_t now = std::chrono::nanoseconds(at.time_since_epoch()).count();
  if ((what == Waiting::head || what == Waiting::body) && now - since > stands_still) return Rank{1, since};
  return std::nullopt;
}

// Unless something has come meanwhile. Whoever has sent a part of a request is told why.
bool Connection::end_waiting() {
  auto what = waiting_.load(std::memory_order_acquire);
  const bool waits = what == Waiting::idle || what == Waiting::head || what == Waiting::body;
  if (!waits || !waiting_.compare_exchange_strong(what, Waiting::nothing)) return false;
  if (what != Waiting::idle) timed_out_ = true;
  ended_ = true;
  ::shutdown(socket_.native_handle(), what == Waiting::idle ? SHUT_RDWR : SHUT_RD);
  return true;
}

}  // namespace chitty::host::daemon
