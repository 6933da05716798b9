#include "daemon/listening_socket.hpp"

#include "daemon/ip_address.hpp"

#include "daemon/port_owner.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

namespace chitty::daemon {
namespace {

Error cannot_listen(const std::string& host, std::uint16_t port, int error) {
  if (error == EADDRINUSE) {
    const std::string who = port_owner(port);
    return make_error(Code::conflict, "Port " + std::to_string(port) + " is taken" + (who.empty() ? "" : " by " + who) + ".",
                      "Choose another port, or stop the program that has it.");
  }
  return make_error(Code::configuration, "Cannot listen at " + host + ":" + std::to_string(port) + ": " + system_words(error) + ".",
                    error == EACCES ? "Ports below 1024 belong to root: choose a higher one."
                                    : "Listen at an address of this machine, such as 127.0.0.1.");
}

}  // namespace

Result<Fd> open_listener(const std::string& host, std::uint16_t port) {
  const auto address = ip_address(host, port);
  if (!address)
    return make_error(Code::invalid_argument, "'" + host + "' is not an IP address.", "Write it as 127.0.0.1:4271 or [::1]:4271.");
  Fd fd(::socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return cannot_listen(host, port, errno);
  const int on = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd.get(), address->get(), address->size) != 0 || ::listen(fd.get(), 1024) != 0)
    return cannot_listen(host, port, errno);
  return fd;
}

Result<void> check_port_is_free(const std::string& host, std::uint16_t port) {
  auto fd = open_listener(host, port);
  if (!fd) return fd.error();
  return {};
}

std::uint16_t bound_port(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

}  // namespace chitty::daemon
