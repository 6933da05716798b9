#include "daemon/forward/backend.hpp"

#include "net/engine/dial.hpp"

#include <chitty/address_policy.hpp>

#include <algorithm>

namespace chitty::host::daemon {
namespace {

bool is_over(const Line& line, Backend::Clock::time_point now) {
  return now - line.idle_since > Backend::longest_idle || now - line.made > Backend::oldest;
}

Failure forbidden_address(const ForwardRoute& route, std::string_view word) {
  auto failure = unreachable_backend(route.id, "destination_ip_prohibited", "has an address that no request may be sent to (" + std::string(word) + ")");
  failure.refusal.error.hint =
      word == "metadata" ? "No route can lead to such an address." : "Whoever may decide it can allow private addresses for the route.";
  failure.may_try_again = failure.of_backend = false;
  return failure;
}

}  // namespace

Backend::~Backend() { around_.kept -= idle_.size(); }

std::unique_ptr<Line> Backend::take() {
  const auto now = Clock::now();
  for (;;) {
    std::unique_ptr<Line> line;
    {
      const std::lock_guard guard(mutex_);
      if (idle_.empty()) return nullptr;
      line = std::move(idle_.back());
      idle_.pop_back();
      --around_.kept;
    }
    if (!is_over(*line, now) && line->channel->is_idle()) return line;
  }
}

void Backend::keep(std::unique_ptr<Line> line) {
  line->kept = true;
  line->idle_since = Clock::now();
  const std::lock_guard guard(mutex_);
  if (idle_.size() >= most_kept || around_.kept >= Surroundings::most_kept) return;
  ++around_.kept;
  idle_.push_back(std::move(line));
}

void Backend::close_old(Clock::time_point now) {
  std::vector<std::unique_ptr<Line>> old;  // closed when the lock is given back
  const std::lock_guard guard(mutex_);
  const auto first = std::stable_partition(idle_.begin(), idle_.end(), [&](const auto& line) { return !is_over(*line, now); });
  std::move(first, idle_.end(), std::back_inserter(old));
  idle_.erase(first, idle_.end());
  around_.kept -= old.size();
}

std::variant<std::unique_ptr<Line>, Failure> Backend::connect(const ForwardRoute& route) {
  const CancelToken never;
  NetOptions options;
  options.timeout = route.timeout;
  const Context context{never, options};
  const auto addresses = resolve(url_.host, url_.port, context);
  if (!addresses) return dial_failure(route.id, addresses.error());
  for (const auto& address : *addresses)
    if (const auto word = why_forbidden(address.storage, allow_private_); !word.empty()) return forbidden_address(route, word);
  auto socket = dial(*addresses, context, url_.origin());
  if (!socket) return dial_failure(route.id, socket.error());
  auto line = std::make_unique<Line>();
  line->made = Clock::now();
  if (!url_.tls()) {
    line->channel = plain_channel(std::move(*socket));
    return line;
  }
  const auto network = around_.network();
  if (!network) return dial_failure(route.id, network.error());
  auto secured = (*network)->secure(std::move(*socket), url_.host, context.options, never);
  if (!secured) return dial_failure(route.id, secured.error());
  line->channel = std::move(*secured);
  return line;
}

}  // namespace chitty::host::daemon
