#include "net/engine/dial.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <cerrno>

namespace chitty::host {
namespace {

using namespace std::chrono_literals;

// A socket that is connecting, or the error that it ended with at once.
Fd begin(const Address& address, int& error) {
  Fd socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  const int on = 1;
  if (socket) ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const int done =
      socket ? ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address.storage), address.size) : -1;
  error = done == 0 || errno == EINPROGRESS ? 0 : errno;
  return error ? Fd() : std::move(socket);
}

int outcome_of(int socket) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

Error refused(const std::string& who, int error) {
  const bool nobody = error == ECONNREFUSED;
  return unreachable(
      "Cannot reach " + who + " (" + system_words(error) + ").", nobody ? "refused" : "no_route", true,
      nobody ? "Check that the service is running at this address." : "Check the network.");
}

}  // namespace

Result<Fd> dial(const std::vector<Address>& addresses, const Context& context, const std::string& who) {
  const auto until = Clock::now() + context.options.timeout;
  std::vector<Fd> trying;
  std::size_t next = 0;
  int last_error = ECONNREFUSED;
  for (;;) {
    if (next < addresses.size()) {
      int error = 0;
      auto socket = begin(addresses[next++], error);
      if (error) last_error = error;
      if (socket) trying.push_back(std::move(socket));
    }
    if (trying.empty() && next == addresses.size()) return refused(who, last_error);
    if (trying.empty()) continue;

    std::vector<pollfd> fds;
    for (const auto& socket : trying) fds.push_back({socket.get(), POLLOUT, 0});
    const auto patience = next < addresses.size() ? std::min(until, Clock::now() + 250ms) : until;
    const auto woken = wait_ready(fds.data(), fds.size(), patience, context);
    if (woken == Woken::stopped) return stopped(context, who);
    if (woken == Woken::late && patience == until) return silent(context, who, "did not accept the connection");
    for (std::size_t i = fds.size(); woken == Woken::ready && i-- > 0;) {
      if (!fds[i].revents) continue;
      const int error = outcome_of(fds[i].fd);
      if (!error) return std::move(trying[i]);
      last_error = error;
      trying.erase(trying.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

}  // namespace chitty::host
