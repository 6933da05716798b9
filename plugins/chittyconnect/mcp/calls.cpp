#include "calls.hpp"

#include <algorithm>

namespace chittyconnect::mcp {

Calls::Calls(Run run, Post post, std::size_t at_once, std::size_t waiting) : run_(std::move(run)), post_(std::move(post)), at_once_(at_once), waiting_(waiting) {}

Calls::~Calls() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    jobs_.clear();
    for (const auto& stop : running_) stop->store(true);
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

bool Calls::run(Order order, std::function<void(std::string)> line, std::function<void(Outcome)> done) {
  const std::lock_guard lock(mutex_);
  if (ends_ || jobs_.size() >= waiting_) return false;
  jobs_.push_back({std::move(order), std::move(line), std::move(done)});
  if (idle_ < jobs_.size() && threads_.size() < at_once_) threads_.emplace_back([this] { work(); });
  changed_.notify_one();
  return true;
}

void Calls::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [this] { return ends_ || !jobs_.empty(); });
    --idle_;
    if (ends_) return;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    const auto stop = job.order.stop;
    running_.push_back(stop);
    lock.unlock();
    Outcome outcome;
    if (*stop)
      outcome.ended = "stopped";
    else
      outcome = run_(job.order, [&](std::string_view text) {
        if (job.line) post_([line = job.line, said = std::string(text)] { line(said); });
      });
    post_([done = std::move(job.done), outcome = std::move(outcome)]() mutable { done(std::move(outcome)); });
    job = {};
    lock.lock();
    running_.erase(std::find(running_.begin(), running_.end(), stop));
  }
}

}  // namespace chittyconnect::mcp
