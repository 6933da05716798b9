#include "daemon/forward/tunnel.hpp"

#include "daemon/watch/thread_pool.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <vector>

namespace chitty::host::daemon {
namespace {

using Clock = std::chrono::steady_clock;
using State = Channel::State;
constexpr std::chrono::milliseconds slice{200};
constexpr std::size_t most = 32 * 1024;

// The client's side, which its connection goes on to own.
class ClientSide final : public Channel {
 public:
  explicit ClientSide(BareClient& client) : client_(client) {}
  int socket() const override { return client_.socket(); }
  Moved read(char* buffer, std::size_t capacity) override {
    const auto got = client_.read_now(buffer, capacity);
    return got == 0 ? Moved{State::ended} : moved(got, POLLIN);
  }
  Moved write(std::string_view bytes) override { return moved(client_.write_now(bytes.data(), bytes.size()), POLLOUT); }
  void end_writing() override { client_.stop_sending(); }
  bool is_idle() override { return false; }

 private:
  Moved moved(std::ptrdiff_t done, short usual) const {
    if (done >= 0) return {State::some, static_cast<std::size_t>(done)};
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return {State::broken, 0, errno};
    return {client_.waits_for(usual) & POLLOUT ? State::wants_write : State::wants_read};
  }
  BareClient& client_;
};

// One direction.
class Flow {
 public:
  Flow(Channel& from, Channel& to, std::string_view first) : from_(from), to_(to), memory_(std::max(most, first.size())) {
    std::copy(first.begin(), first.end(), memory_.begin());
    end_ = first.size();
  }

  // As far as it goes without waiting. False: a side is broken.
  bool move() {
    for (;;) {
      needs_from_ = needs_to_ = 0;
      if (begin_ < end_) {
        const auto put = to_.write({memory_.data() + begin_, end_ - begin_});
        if (put.state != State::some) return waits(put.state, needs_to_);
        begin_ += put.bytes, moved_ += put.bytes;
        continue;
      }
      if (over_) return true;
      begin_ = end_ = 0;
      const auto got = from_.read(memory_.data(), memory_.size());
      if (got.state == State::some) {
        end_ = got.bytes;
        continue;
      }
      if (got.state != State::ended) return waits(got.state, needs_from_);
      over_ = true;
      to_.end_writing();
    }
  }
  bool over() const { return over_ && begin_ == end_; }
  std::uint64_t moved() const { return moved_; }
  short needs_from() const { return needs_from_; }
  short needs_to() const { return needs_to_; }

 private:
  static bool waits(State state, short& need) {
    need = state == State::wants_read ? POLLIN : POLLOUT;
    return state != State::broken;
  }
  Channel &from_, &to_;
  std::vector<char> memory_;
  std::size_t begin_ = 0, end_ = 0;
  std::uint64_t moved_ = 0;
  short needs_from_ = 0, needs_to_ = 0;
  bool over_ = false;
};

}  // namespace

TunnelEnd run_tunnel(Wire& wire, BareClient& client, Channel& backend, std::string_view to_client, std::chrono::milliseconds idle) {
  ClientSide front(client);
  Flow down(backend, front, to_client), up(front, backend, client.unread());
  const ThreadPool::Blocking blocking;
  auto last = Clock::now();
  std::uint64_t before = 0;
  while (!wire.stopping()) {
    if (!down.move() || !up.move() || (down.over() && up.over())) break;
    const auto now = Clock::now();
    if (const auto moved = down.moved() + up.moved(); moved != before) before = moved, last = now;
    else if (now - last > idle) break;
    std::array<pollfd, 2> both{pollfd{front.socket(), static_cast<short>(up.needs_from() | down.needs_to()), 0},
                               pollfd{backend.socket(), static_cast<short>(down.needs_from() | up.needs_to()), 0}};
    for (auto& one : both)
      if (one.events == 0) one.fd = -1;  // nothing is wanted of it; it would be ready for its end again and again
    (void)::poll(both.data(), both.size(), static_cast<int>(slice.count()));
  }
  return {down.moved(), up.moved()};
}

}  // namespace chitty::host::daemon
