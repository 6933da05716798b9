#include "daemon/crew.hpp"

namespace chitty::daemon {
namespace {

thread_local Crew* own_crew = nullptr;
thread_local unsigned depth = 0;
constexpr auto patience = std::chrono::seconds(2);  // how long a stand-in stays without work

}  // namespace

Crew::Blocking::Blocking() noexcept : crew_(own_crew) {
  if (!crew_ || depth++ > 0) return;
  crew_->blocked_.fetch_add(1);
  if (crew_->total_.load() - crew_->blocked_.load() < crew_->plan_.base && !crew_->io_.stopped()) crew_->call_stand_in();
}

Crew::Blocking::~Blocking() {
  if (crew_ && --depth == 0) crew_->blocked_.fetch_sub(1);
}

void Crew::start() {
  total_ += plan_.base;
  for (unsigned i = 0; i < plan_.base; ++i) always_.emplace_back([this] { work_always(); });
}

void Crew::join() {
  for (auto& thread : always_)
    if (thread.joinable()) thread.join();
  always_.clear();
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return standing_in_ == 0; });
}

void Crew::run_safely(const std::function<std::size_t()>& run) {
  try {
    run();
  } catch (const std::exception& failure) {
    plan_.on_failure(failure.what());
  } catch (...) {
    plan_.on_failure("an exception without words");
  }
}

void Crew::work_always() {
  own_crew = this;
  if (plan_.on_thread) plan_.on_thread();
  while (!io_.stopped()) run_safely([this] { return io_.run(); });
}

void Crew::call_stand_in() noexcept {
  const std::lock_guard guard(mutex_);
  if (total_.load() >= plan_.most) return;
  ++total_, ++standing_in_;  // before it runs: it may have to wait at once, and be counted then
  try {
    std::thread([this] { stand_in(); }).detach();
  } catch (...) {  // no more threads to be had: the others wait a little
    --total_, --standing_in_;
  }
}

void Crew::stand_in() {
  own_crew = this;
  if (plan_.on_thread) plan_.on_thread();
  bool needed = true;
  while (needed && !io_.stopped()) {
    std::size_t done = 0;
    run_safely([&] { return done = io_.run_one_for(patience); });
    needed = done > 0 && total_.load() - blocked_.load() <= plan_.base;
  }
  const std::lock_guard guard(mutex_);
  --total_, --standing_in_;
  ended_.notify_all();
}

}  // namespace chitty::daemon
