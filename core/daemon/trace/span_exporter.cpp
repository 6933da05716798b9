#include "daemon/trace/span_exporter.hpp"

#include <algorithm>
#include <chrono>

namespace chitty::host::daemon {
namespace {

constexpr auto pause = std::chrono::seconds(1);  // between two batches, unless there is much
constexpr auto patience = std::chrono::seconds(5);
constexpr auto last_patience = std::chrono::seconds(1);

}  // namespace

SpanExporter::SpanExporter(std::string url, std::filesystem::path library, std::function<void(std::string_view)> failed, std::function<void()> on_thread)
    : url_(std::move(url)), library_(std::move(library)), failed_(std::move(failed)), on_thread_(std::move(on_thread)), thread_([this] { run(); }) {}

SpanExporter::~SpanExporter() {
  {
    std::unique_lock lock(mutex_);
    ends_ = true;
    changed_.notify_all();
    ended_.wait_for(lock, last_patience, [this] { return has_ended_; });
  }
  cancel_.cancel(CancelToken::Why::interrupted);
  thread_.join();
}

void SpanExporter::add(Span span) {
  bool much = false;
  {
    const std::lock_guard guard(mutex_);
    if (waiting_.size() >= most_waiting) {
      counts_.dropped.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    waiting_.push_back(std::move(span));
    much = waiting_.size() == most_at_once;
  }
  if (much) changed_.notify_one();
}

void SpanExporter::run() {
  if (on_thread_) on_thread_();
  for (bool last = false; !last;) {
    std::vector<Span> batch;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, pause, [&] { return ends_ || waiting_.size() >= most_at_once; });
      last = ends_;
      batch.swap(waiting_);
    }
    for (std::size_t at = 0; at < batch.size(); at += most_at_once)
      hand_over({batch.begin() + static_cast<std::ptrdiff_t>(at), batch.begin() + static_cast<std::ptrdiff_t>(std::min(at + most_at_once, batch.size()))});
  }
  {
    const std::lock_guard guard(mutex_);
    has_ended_ = true;
  }
  ended_.notify_all();
}

void SpanExporter::hand_over(const std::vector<Span>& batch) {
  const auto done = post(otlp_json(batch, CHITTY_VERSION));
  (done ? counts_.sent : counts_.failed).fetch_add(batch.size(), std::memory_order_relaxed);
  if (!done && !fails_ && failed_) failed_(done.error().message);
  fails_ = !done;
}

Result<void> SpanExporter::post(const std::string& body) {
  if (!transport_) {
    auto opened = open_transport(library_);
    if (!opened) return opened.error();
    transport_ = std::move(*opened);
  }
  HttpRequest request;
  request.method = "POST", request.url = url_, request.body = body, request.follow = false;
  request.headers = {{"Content-Type", "application/json"}};
  NetOptions options;
  options.timeout = patience, options.retries = 0, options.user_agent = "chittyd/" CHITTY_VERSION;
  auto reply = transport_->send(request, options, cancel_);
  if (!reply) return reply.error();
  if ((*reply)->status() >= 300) return error_of_reply(**reply, "the collector of traces at " + url_);
  auto body_read = read_all(**reply, 1u << 20);
  return body_read ? Result<void>() : Result<void>(body_read.error());
}

}  // namespace chitty::host::daemon
