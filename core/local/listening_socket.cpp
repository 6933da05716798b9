#include "local/listening_socket.hpp"

#include "local/ip_address.hpp"

#include "local/port_owner.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace chitty::host {
namespace {

constexpr int first_inherited = 3;  // SD_LISTEN_FDS_START
constexpr int most_inherited = 64;

int socket_option(int fd, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  return ::getsockopt(fd, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

bool listens_for_tcp(int fd) {
  const int domain = socket_option(fd, SO_DOMAIN);
  return (domain == AF_INET || domain == AF_INET6) && socket_option(fd, SO_TYPE) == SOCK_STREAM && socket_option(fd, SO_ACCEPTCONN) == 1;
}

Error cannot_listen(const std::string& host, std::uint16_t port, int error) {
  if (error == EADDRINUSE) {
    const std::string who = port_owner(port);
    return make_error(Code::conflict, "Port " + std::to_string(port) + " is taken" + (who.empty() ? "" : " by " + who) + ".",
                      "Choose another port, or stop the program that has it.");
  }
  return make_error(Code::configuration, "Cannot listen on " + host + ":" + std::to_string(port) + ": " + system_words(error) + ".",
                    error == EACCES ? "Ports below 1024 need root; choose a higher one."
                                    : "Use an address of this machine, such as 127.0.0.1.");
}

}  // namespace

Result<Fd> open_listener(const std::string& host, std::uint16_t port) {
  const auto address = ip_address(host, port);
  if (!address)
    return make_error(Code::invalid_argument, "'" + host + "' is not an IP address.", "Write it as 127.0.0.1 or ::1.");
  Fd fd(::socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return cannot_listen(host, port, errno);
  const int on = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd.get(), address->get(), address->size) != 0 || ::listen(fd.get(), 1024) != 0)
    return cannot_listen(host, port, errno);
  return fd;
}

Result<std::vector<Fd>> inherited_sockets() {
  const char* pid = std::getenv("LISTEN_PID");
  const char* said = std::getenv("LISTEN_FDS");
  if (!pid || !said || pid != std::to_string(::getpid())) return std::vector<Fd>();
  const std::string text = said;
  int count = -1;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  const auto refuse = [&](const std::string& why) {
    return make_error(Code::configuration, "The environment says LISTEN_FDS=" + text + ", but " + why + ".",
                      "Start chittyd from a systemd socket unit, or without LISTEN_PID and LISTEN_FDS.");
  };
  if (problem != std::errc() || end != text.data() + text.size() || count < 0 || count > most_inherited)
    return refuse("that is not a number from 0 to " + std::to_string(most_inherited));
  for (int fd = first_inherited; fd < first_inherited + count; ++fd)
    if (!listens_for_tcp(fd)) return refuse("descriptor " + std::to_string(fd) + " is not a listening TCP socket");
  std::vector<Fd> sockets;
  for (int fd = first_inherited; fd < first_inherited + count; ++fd) {
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    sockets.emplace_back(fd);
  }
  ::unsetenv("LISTEN_PID");
  ::unsetenv("LISTEN_FDS");
  return sockets;
}

Result<void> check_port_is_free(const std::string& host, std::uint16_t port) {
  auto fd = open_listener(host, port);
  if (!fd) return fd.error();
  return {};
}

Result<void> wait_for_port(std::uint16_t port) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  for (;;) {
    auto free = check_port_is_free("127.0.0.1", port);
    if (free || !port_owner(port).empty() || std::chrono::steady_clock::now() >= end) return free;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Result<std::uint16_t> free_port() {
  auto fd = open_listener("127.0.0.1", 0);
  if (!fd) return fd.error();
  return bound_port(fd->get());
}

std::uint16_t bound_port(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

}  // namespace chitty::host
