#include "net/engine/visit.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <cerrno>

#include "base/files.hpp"
#include "net/engine/context.hpp"
#include "net/engine/visit_request.hpp"

namespace chitty::host {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_wait = 10min;  // without a deadline: nobody logs in for longer
constexpr auto for_a_head = 10s;
constexpr auto for_a_page = 2s;
constexpr auto for_the_last_bytes = 200ms;
constexpr std::size_t most_visitors = 16;  // browsers open connections ahead and say nothing on them

// Whoever has connected and not yet said what they want.
struct Guest {
  Fd socket;
  VisitRequest request;
  Clock::time_point until;
};

bool ready_for(int socket, short what, Clock::time_point until) {
  pollfd one{socket, what, 0};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
  return left > 0 && ::poll(&one, 1, static_cast<int>(left)) > 0;
}

// All of it, then wait a little until the other side has read it: closing over unread bytes would throw it away.
void send_last(int socket, std::string_view page) {
  const auto until = Clock::now() + for_a_page;
  while (!page.empty()) {
    const auto sent = ::send(socket, page.data(), page.size(), MSG_NOSIGNAL);
    if (sent >= 0)
      page.remove_prefix(static_cast<std::size_t>(sent));
    else if (errno != EINTR && (errno != EAGAIN || !ready_for(socket, POLLOUT, until)))
      return;
  }
  ::shutdown(socket, SHUT_WR);
  char unread[4096];
  const auto end = Clock::now() + for_the_last_bytes;
  while (ready_for(socket, POLLIN, end) && ::recv(socket, unread, sizeof unread, 0) > 0) {
  }
}

class Loopback : public Visitor {
 public:
  Loopback(Fd listener, std::uint16_t port, std::string path)
      : listener_(std::move(listener)),
        host_("127.0.0.1:" + std::to_string(port)),
        path_(std::move(path)),
        url_("http://" + host_ + path_) {}
  ~Loopback() override {
    if (visitor_) answer("Go back to the terminal: it says what came of this.");
  }

  const std::string& url() const override { return url_; }
  Result<json::object> wait(const CancelToken& cancel) override;
  void answer(std::string_view text) override {
    if (!visitor_) return;
    send_last(visitor_.get(), visit_page(200, text));
    visitor_ = Fd();
  }

 private:
  void let_in();
  std::optional<Result<json::object>> hear(Guest& guest);
  Error nobody_came(const Context& context) const;

  Fd listener_;
  std::string host_, path_, url_;
  std::vector<Guest> guests_;
  Fd visitor_;  // the one who brought the answer, waiting for a page
};

Error Loopback::nobody_came(const Context& context) const {
  if (context.cancel.cancelled() && context.cancel.why() != CancelToken::Why::timed_out)
    return make_error(Code::cancelled, "Stopped while waiting for the browser.");
  return make_error(Code::timeout,
                    "No browser came to " + url_ + " within " + seconds_text(Clock::now() - context.began) + ".",
                    "Open the page and agree there, or allow more time with --timeout.");
}

void Loopback::let_in() {
  Fd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket) return;  // gone again
  if (guests_.size() == most_visitors) guests_.erase(guests_.begin());
  guests_.push_back({std::move(socket), VisitRequest(host_, path_), Clock::now() + for_a_head});
}

// What this guest's next bytes lead to: nothing yet, or the end of the wait. A guest without a socket has left.
std::optional<Result<json::object>> Loopback::hear(Guest& guest) {
  char piece[4096];
  const auto got = ::recv(guest.socket.get(), piece, sizeof piece, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return {};
  const int status = got > 0 ? guest.request.take({piece, static_cast<std::size_t>(got)}) : -1;
  if (status == 0) return {};
  Fd socket = std::move(guest.socket);
  if (status < 0) return {};
  if (status != 200) {
    send_last(socket.get(), visit_page(status, "There is nothing here."));
    return {};
  }
  auto query = guest.request.query();
  if (query)
    visitor_ = std::move(socket);
  else
    send_last(socket.get(), visit_page(400, query.error().message));
  return query;
}

Result<json::object> Loopback::wait(const CancelToken& cancel) {
  const Context context{cancel, {}};
  const auto give_up = context.began + longest_wait;
  for (;;) {
    std::erase_if(guests_, [](const Guest& guest) { return !guest.socket || guest.until <= Clock::now(); });
    std::vector<pollfd> fds{{listener_.get(), POLLIN, 0}};
    auto until = give_up;
    for (const auto& guest : guests_) {
      fds.push_back({guest.socket.get(), POLLIN, 0});
      until = std::min(until, guest.until);
    }
    const Woken woken = wait_ready(fds.data(), fds.size(), until, context);
    if (woken == Woken::stopped || Clock::now() >= give_up) return nobody_came(context);
    if (woken == Woken::late) continue;
    for (std::size_t i = 0; i < guests_.size(); ++i)
      if (fds[i + 1].revents)
        if (auto end = hear(guests_[i])) return *end;
    if (fds[0].revents) let_in();
  }
}

bool is_plain_path(std::string_view path) {
  return path.starts_with('/') && path.size() <= 256 && std::all_of(path.begin(), path.end(), [](unsigned char c) {
           return std::isalnum(c) || std::string_view("/-._~").find(static_cast<char>(c)) != std::string_view::npos;
         });
}

}  // namespace

Result<std::unique_ptr<Visitor>> listen_for_visit(std::uint32_t port, std::string_view path) {
  if (port > 65535)
    return usage_error("invalid port " + std::to_string(port) + ".",
                       "Ports go from 1 to 65535; 0 is any free one.");
  if (!is_plain_path(path))
    return usage_error("'" + std::string(path) + "' is not a path", "Write it as /callback");
  Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  if (listener) ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  socklen_t size = sizeof address;
  auto* place = reinterpret_cast<sockaddr*>(&address);
  if (!listener || ::bind(listener.get(), place, size) != 0 || ::listen(listener.get(), 16) != 0 ||
      ::getsockname(listener.get(), place, &size) != 0)
    return make_error(
        Code::conflict,
        "cannot listen on 127.0.0.1:" + std::to_string(port) + ": " + system_words(errno),
        "Choose another port, or 0 for any free one.");
  return std::unique_ptr<Visitor>(
      std::make_unique<Loopback>(std::move(listener), ntohs(address.sin_port), std::string(path)));
}

}  // namespace chitty::host
