#include "base/process/apart_workers.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>

#include "base/process/apart_child.hpp"
#include "base/process/orders.hpp"

namespace chitty::host {

namespace {

constexpr std::size_t most_waiting = 8, most_declined = 1000;

std::string kind_of(const ApartOrder& order) {
  std::string kind = order.words.at(1);
  for (const auto& variable : order.environment) (kind += '\0') += variable;
  return kind;
}

// The command's words, as far as they may be some: at most three.
std::string command_in(const ApartOrder& order) {
  std::string command;
  for (std::size_t i = 1; i < order.words.size() && i < 4 && !order.words[i].starts_with('-'); ++i) (command += order.words[i]) += ' ';
  return command;
}

std::optional<ApartWorkers::Worker> begin(const ApartOrder& order, std::string kind) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return std::nullopt;
  Fd ours(ends[0]);
  const Fd theirs(ends[1]), nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  const std::vector<std::string> words{worker_name};
  const auto child = start_child({order.program, words, order.environment, {nothing.get(), nothing.get(), nothing.get()}, theirs.get()});
  if (!child) return std::nullopt;
  return ApartWorkers::Worker{std::move(kind), *child, std::move(ours)};
}

}  // namespace

ApartWorkers::~ApartWorkers() {
  for (const auto& worker : waiting_) reap_group(worker.process);
}

std::optional<ApartWorkers::Worker> ApartWorkers::give(const ApartOrder& order, const std::array<int, 3>& streams) {
  if (order.words.size() < 2) return std::nullopt;
  const auto kind = kind_of(order);
  for (;;) {
    std::optional<Worker> worker;
    {
      const std::lock_guard lock(mutex_);
      if (declined_.contains(command_in(order))) return std::nullopt;
      const auto found = std::find_if(waiting_.rbegin(), waiting_.rend(), [&](const Worker& one) { return one.kind == kind; });
      if (found != waiting_.rend()) {
        worker = std::move(*found);
        waiting_.erase(std::next(found).base());
      }
    }
    const bool is_new = !worker;
    if (is_new) worker = begin(order, kind);
    if (!worker) return std::nullopt;
    if (give_order(worker->orders.get(), order.words, streams)) return worker;
    reap_group(worker->process);  // it has ended meanwhile, or this is more than an order holds
    if (is_new) return std::nullopt;
  }
}

void ApartWorkers::take_back(Worker worker) {
  std::optional<Worker> goes;
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(worker));
    if (waiting_.size() <= most_waiting) return;
    goes = std::move(waiting_.front());
    waiting_.pop_front();
  }
  reap_group(goes->process);
}

void ApartWorkers::declined(const ApartOrder& order) {
  const std::lock_guard lock(mutex_);
  if (declined_.size() < most_declined) declined_.insert(command_in(order));
}

}  // namespace chitty::host
