#include "local/health_client.hpp"

#include "local/ip_address.hpp"

#include "base/files.hpp"

#include <boost/json/parse.hpp>

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace chitty::host {
namespace {

Error unreachable(const std::string& host, std::uint16_t port, int error) {
  return make_error(Code::unreachable, "Nothing answers at " + host + ":" + std::to_string(port) + ": " + system_words(error) + ".");
}

// Connected by the system, and taken by nobody: a process that is stopped, or hangs.
Error silent(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout) {
  Error error = make_error(Code::unreachable, "chittyd at " + host + ":" + std::to_string(port) + " does not answer within " +
                                                  std::to_string(timeout.count() / 1000) + " s.");
  error.details["reason"] = "silent";
  return error;
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

struct Place {
  const std::string& host;
  std::uint16_t port;
  std::chrono::milliseconds timeout;
};

// The whole reply; `fields` of the request end in a line break each.
Result<std::string> get(const Place& place, const std::string& path, const std::string& fields) {
  const auto& [host, port, timeout] = place;
  auto fd = connect_to(host, port, timeout);
  if (!fd) return fd.error();
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const std::string request = "GET " + path + " HTTP/1.1\r\nHost: " + shown + ":" + std::to_string(port) + "\r\n" + fields + "Connection: close\r\n\r\n";
  if (::send(fd->get(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    return unreachable(host, port, errno);
  std::string answer;
  char piece[4096];
  ssize_t got = 0;
  while ((got = ::recv(fd->get(), piece, sizeof piece, 0)) > 0 && answer.size() < (1u << 20))
    answer.append(piece, static_cast<std::size_t>(got));
  if (answer.empty() && got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return silent(host, port, timeout);
  if (answer.empty()) return unreachable(host, port, got < 0 ? errno : ECONNRESET);
  return answer;
}

std::optional<json::object> object_in(const std::string& answer) {
  const auto body = answer.find("\r\n\r\n");
  boost::system::error_code ec;
  json::value value;
  if (body != std::string::npos) value = json::parse(std::string_view(answer).substr(body + 4), ec);
  if (ec || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

}  // namespace

Result<json::object> ask_health(const std::string& host, std::uint16_t port, const std::string& page, std::chrono::milliseconds timeout) {
  const auto answer = get({host, port, timeout}, page, {});
  if (!answer) return answer.error();
  auto health = object_in(*answer);
  if (!health || !health->contains("instance"))
    return make_error(Code::malformed, "The program at " + host + ":" + std::to_string(port) + " is not chittyd.");
  return std::move(*health);
}

Result<json::object> ask_as_owner(const std::string& host, std::uint16_t port, const std::string& path, const std::string& token,
                                  std::chrono::milliseconds timeout) {
  const auto answer = get({host, port, timeout}, path, "Authorization: Bearer " + token + "\r\n");
  if (!answer) return answer.error();
  auto object = object_in(*answer);
  if (!object) return make_error(Code::malformed, "chittyd's answer to " + path + " is not a JSON object.");
  if (answer->starts_with("HTTP/1.1 200 ")) return std::move(*object);
  const auto* message = object->if_contains("message");
  Error error = make_error(Code::unreachable, message && message->is_string() ? std::string(message->get_string()) : "chittyd does not answer " + path + ".");
  error.details["reason"] = "refused_owner";
  return error;
}

}  // namespace chitty::host
