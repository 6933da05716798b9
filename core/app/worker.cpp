#include "app/worker.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

#include "app/call/run.hpp"
#include "app/program.hpp"
#include "base/process/orders.hpp"

namespace chitty::host {

namespace {

constexpr int most_orders = 1000;  // what a plugin loses, or keeps for ever, has a bound

// The streams of one order as this process's own, and afterwards nobody's, so that its reader sees their end.
class Streams {
 public:
  explicit Streams(std::array<Fd, 3> given) {
    for (int i = 0; i < 3; ++i) ::dup2(given[static_cast<std::size_t>(i)].get(), i);
  }
  ~Streams() {
    std::fflush(nullptr);
    const Fd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    for (int i = 0; i < 3; ++i) ::dup2(nothing.get(), i);
  }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
};

OrderAnswer carry_out(Order order, const Result<void>& started, Staying& staying) {
  const Streams streams(std::move(order.streams));
  const int code = run_program({order.words.begin() + 1, order.words.end()}, started, &staying);
  return {staying.declined ? OrderAnswer::Kind::declined : OrderAnswer::Kind::done, code};
}

}  // namespace

int run_worker(const Result<void>& started) {
  ::fcntl(orders_fd, F_SETFD, FD_CLOEXEC);
  end_with(orders_fd);
  Opened opened;
  for (int left = most_orders; left > 0; --left) {
    auto order = next_order(orders_fd);
    if (!order) return 0;
    if (!answer_order(orders_fd, {OrderAnswer::Kind::begun})) return 0;
    Staying staying{opened};
    auto answer = carry_out(std::move(*order), started, staying);
    if (left == 1 && answer.kind == OrderAnswer::Kind::done) answer.kind = OrderAnswer::Kind::last;
    if (!answer_order(orders_fd, answer)) return 0;
  }
  return 0;
}

}  // namespace chitty::host
