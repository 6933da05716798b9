#include "stdio.hpp"

#include <boost/json/serialize.hpp>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace chittyconnect::mcp {

using chitty::Result;

namespace {

constexpr int poll_ms = 100;
constexpr std::int64_t patience_at_end_ms = 2000, idle_every_ms = 1000;

// What is to be written, gathered and written at once.
struct Output {
  std::string text;
};

class Line : public Outlet {
 public:
  explicit Line(std::shared_ptr<Output> output) : output_(std::move(output)) {}
  void message(std::string text) override { output_->text += text + "\n"; }
  void answer(std::string text, int) override { output_->text += text + "\n"; }
  void drop() override {}

 private:
  std::shared_ptr<Output> output_;
};

// Bytes to lines. What is longer than a message may be is passed over, and told once.
class Lines {
 public:
  template <class Take>
  void add(std::string_view bytes, const Take& take) {
    for (std::size_t at = 0; at < bytes.size();) {
      const auto end = bytes.find('\n', at);
      const auto part = bytes.substr(at, end == std::string_view::npos ? end : end - at);
      if (buffer_.size() <= most_bytes) buffer_ += part.substr(0, most_bytes + 1 - buffer_.size());
      if (end == std::string_view::npos) return;
      take(buffer_);
      buffer_.clear();
      at = end + 1;
    }
  }
  template <class Take>
  void finish(const Take& take) {
    if (!buffer_.empty()) take(buffer_);
    buffer_.clear();
  }

 private:
  std::string buffer_;
};

}  // namespace

Mailbox::Mailbox() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Mailbox::~Mailbox() { ::close(fd_); }

void Mailbox::post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  work_.push_back(std::move(work));
  const std::uint64_t one = 1;
  (void)!::write(fd_, &one, sizeof one);
}

void Mailbox::empty() {
  std::uint64_t count = 0;
  (void)!::read(fd_, &count, sizeof count);
  std::deque<std::function<void()>> work;
  {
    const std::lock_guard lock(mutex_);
    work.swap(work_);
  }
  for (const auto& one : work) one();
}

Result<void> serve_stdio(chitty::Host& host, Server& server, Mailbox& mailbox, std::list<std::weak_ptr<Client>>& clients, const std::function<void()>& idle) {
  const auto output = std::make_shared<Output>();
  const auto client = std::make_shared<Client>();
  client->caller = "stdio";
  client->announce = [output](std::string text) { output->text += text + "\n"; };
  clients.push_back(client);
  const auto take = [&](const std::string& text) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) return;
    const auto outlet = std::make_shared<Line>(output);
    auto parsed = parse(text);
    if (parsed.error) return outlet->answer(json::serialize(failure(nullptr, *parsed.error)), 400);
    if (parsed.value.is_array()) return server.receive_batch(client, std::move(parsed.value.get_array()), outlet);
    server.receive(client, message_of(std::move(parsed.value)), outlet);
  };
  Lines lines;
  std::vector<char> buffer(64 << 10);
  bool open = true;
  std::int64_t end_at = 0, idle_at = host.now() + idle_every_ms;
  while (!host.cancelled() && (open || (!client->works.empty() && host.now() < end_at))) {
    pollfd fds[] = {{mailbox.fd(), POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    ::poll(fds, open ? 2 : 1, poll_ms);
    mailbox.empty();
    if (open && fds[1].revents != 0) {
      CHITTY_TRY(const auto got, host.read_input(buffer.data(), buffer.size()));
      lines.add({buffer.data(), got}, take);
      if (got == 0) {
        lines.finish(take);
        open = false, end_at = host.now() + patience_at_end_ms;
      }
    }
    server.tick(clients);
    if (host.now() >= idle_at) idle(), idle_at = host.now() + idle_every_ms;
    if (output->text.empty()) continue;
    CHITTY_DO(host.bytes(output->text));
    output->text.clear();
    CHITTY_DO(host.wait(std::chrono::nanoseconds(0)));  // sends it
  }
  server.close();
  server.leave(client);
  if (!output->text.empty()) CHITTY_DO(host.bytes(output->text));
  return {};
}

}  // namespace chittyconnect::mcp
