// Hands spans to a collector, on a thread of its own. No request waits for it: what finds the queue full is lost, and counted.
#pragma once

#include "daemon/trace/span.hpp"

#include "net/transport.hpp"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chitty::host::daemon {

class SpanExporter {
 public:
  static constexpr std::size_t most_waiting = 4096, most_at_once = 512;

  // `url`: of the collector, with its path (https://collector.example/v1/traces). `library`: where net.so is. `failed` is told once of a
  // failure until something is handed over again; on the thread.
  SpanExporter(std::string url, std::filesystem::path library, std::function<void(std::string_view)> failed, std::function<void()> on_thread = {});
  ~SpanExporter();  // what waits is handed over, for a second at most
  SpanExporter(const SpanExporter&) = delete;

  void add(Span span);  // [any-thread]

  struct Counts {
    std::atomic<std::uint64_t> sent{0}, dropped{0}, failed{0};
  };
  const Counts& counts() const { return counts_; }

 private:
  void run();
  void hand_over(const std::vector<Span>& batch);
  Result<void> post(const std::string& body);

  const std::string url_;
  const std::filesystem::path library_;
  const std::function<void(std::string_view)> failed_;
  const std::function<void()> on_thread_;
  std::unique_ptr<Transport> transport_;  // the thread's
  CancelToken cancel_;
  std::mutex mutex_;
  std::condition_variable changed_, ended_;
  std::vector<Span> waiting_;
  bool ends_ = false, has_ended_ = false, fails_ = false;
  Counts counts_;
  std::thread thread_;
};

}  // namespace chitty::host::daemon
