#include "daemon/health_client.hpp"

#include "daemon/ip_address.hpp"

#include "base/files.hpp"

#include <boost/json/parse.hpp>

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace chitty::daemon {
namespace {

Error unreachable(const std::string& host, std::uint16_t port, int error) {
  return make_error(Code::unreachable, "Nothing answers at " + host + ":" + std::to_string(port) + ": " + system_words(error) + ".");
}

Result<Fd> connect_to(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout) {
  const auto address = ip_address(host, port);
  if (!address)
    return make_error(Code::configuration, "'" + host + "' is not an IP address of this machine.");
  Fd fd(::socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto ms = timeout.count();
  const timeval limit{static_cast<time_t>(ms / 1000), static_cast<suseconds_t>(ms % 1000 * 1000)};
  ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (::connect(fd.get(), address->get(), address->size) != 0) return unreachable(host, port, errno);
  return fd;
}

}  // namespace

Result<json::object> ask_health(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout) {
  auto fd = connect_to(host, port, timeout);
  if (!fd) return fd.error();
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const std::string request = "GET /health HTTP/1.1\r\nHost: " + shown + ":" + std::to_string(port) + "\r\nConnection: close\r\n\r\n";
  if (::send(fd->get(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    return unreachable(host, port, errno);
  std::string answer;
  char piece[4096];
  ssize_t got = 0;
  while ((got = ::recv(fd->get(), piece, sizeof piece, 0)) > 0 && answer.size() < (1u << 20))
    answer.append(piece, static_cast<std::size_t>(got));
  if (answer.empty()) return unreachable(host, port, got < 0 ? errno : ECONNRESET);
  const auto body = answer.find("\r\n\r\n");
  boost::system::error_code ec;
  json::value value;
  if (body != std::string::npos) value = json::parse(std::string_view(answer).substr(body + 4), ec);
  if (ec || !value.is_object() || !value.get_object().contains("instance"))
    return make_error(Code::malformed, "What answers at " + host + ":" + std::to_string(port) + " is not a chittyd.");
  return std::move(value.get_object());
}

}  // namespace chitty::daemon
