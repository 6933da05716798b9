#include "daemon/store/change_exchange.hpp"

namespace chitty::host::daemon {
namespace {

constexpr auto turn = std::chrono::milliseconds(50);  // others are told at most so often, and a stop is seen so soon
constexpr int turns_of_rest = 20;                     // before a lost connection is made anew

}  // namespace

void ChangeExchange::start(std::function<void()> on_thread) {
  if (dialect_.single_writer()) {  // nobody else writes
    hears_ = true;
    return;
  }
  if (!dialect_.has_change_channel()) return;
  thread_ = std::thread([this, on_thread = std::move(on_thread)] {
    if (on_thread) on_thread();
    run();
  });
}

void ChangeExchange::stop() {
  ends_ = true;
  if (thread_.joinable()) thread_.join();
}

void ChangeExchange::run() {
  while (!ends_) {
    if (const auto channel = dialect_.change_channel()) {
      hears_ = true;
      changes_.heard_all();
      exchange(**channel);
      hears_ = false;
    }
    rest();
  }
}

void ChangeExchange::exchange(ChangeChannel& channel) {
  while (!ends_) {
    if (const auto names = changes_.untold(); !names.empty())
      if (!channel.tell(names)) return;
    const auto heard = channel.hear(turn);
    if (!heard) return;
    for (const auto& name : *heard) changes_.heard(name);
  }
}

void ChangeExchange::rest() {
  for (int i = 0; i < turns_of_rest && !ends_; ++i) std::this_thread::sleep_for(turn);
}

}  // namespace chitty::host::daemon
