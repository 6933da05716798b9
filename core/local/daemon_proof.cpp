#include "local/daemon_proof.hpp"

#include "base/files.hpp"
#include "local/health_client.hpp"
#include "local/listeners.hpp"
#include "local/pid_file.hpp"
#include "local/port_owner.hpp"
#include "local/running_health.hpp"

#include <boost/json/parse.hpp>

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace chitty::host {

namespace {

// The sockets that a process has open, by inode; none where it cannot be seen.
std::vector<unsigned long> sockets_of(int pid) {
  constexpr const char* kind = "socket:[";
  std::vector<unsigned long> found;
  const std::string folder = "/proc/" + std::to_string(pid) + "/fd";
  const std::unique_ptr<DIR, int (*)(DIR*)> all(::opendir(folder.c_str()), ::closedir);
  if (!all) return found;
  char target[64];
  while (const auto* entry = ::readdir(all.get())) {
    const auto length = ::readlinkat(::dirfd(all.get()), entry->d_name, target, sizeof target - 1);
    if (length <= 0) continue;
    target[length] = '\0';
    if (std::strncmp(target, kind, std::strlen(kind)) == 0) found.push_back(std::strtoul(target + std::strlen(kind), nullptr, 10));
  }
  return found;
}

// `word` as own_listener() gives it: the sockets' numbers.
bool holds_all(int pid, const std::string& word) {
  const auto held = sockets_of(pid);
  const char* at = word.c_str();
  for (char* end = nullptr;; at = end) {
    const auto socket = std::strtoul(at, &end, 10);
    if (end == at) return true;
    if (std::find(held.begin(), held.end(), socket) == held.end()) return false;
  }
}

bool knows_instance(std::uint16_t port, const std::string& instance) {
  const auto health = ask_health("127.0.0.1", port, "/health", std::chrono::seconds(3));
  const auto* said = health ? health->if_contains("instance") : nullptr;
  return said && !instance.empty() && *said == json::value(instance);
}

Error not_ours(std::uint16_t port) {
  const auto who = port_owner(port);
  Error error = make_error(Code::unreachable,
                           "port " + std::to_string(port) + " of this machine belongs to " + (who.empty() ? "another program" : who) +
                               ", which is not your chittyd; your credential was not sent",
                           "Stop that program, or give that service its own environment: chitty config set "
                           "chittyos.environments.NAME.baseUrl http://127.0.0.1:" +
                               std::to_string(port));
  error.details["reason"] = "stranger";
  return error;
}

}  // namespace

std::uint16_t port_of_daemon(const std::filesystem::path& folder) {
  if (const auto running = running_daemon(folder / "chittyd.pid"); running && !running->address.empty()) return port_of(running->address);
  const auto text = read_file(folder / "chittyd.json");
  boost::system::error_code ec;
  const auto settings = text ? json::parse(*text, ec) : json::value();
  const auto* object = settings.if_object();
  const auto* port = object && !ec ? object->if_contains("port") : nullptr;
  return port && port->is_int64() ? static_cast<std::uint16_t>(port->get_int64()) : 0;
}

Result<std::string> daemon_listener(std::uint16_t port, const std::filesystem::path& folder) {
  const auto word = own_listener(port);
  if (!word || word->empty()) return word;
  const auto running = running_daemon(folder / "chittyd.pid");
  if (!running) return not_ours(port);
  if (holds_all(running->pid, *word) || knows_instance(port, running->instance)) return word;
  return not_ours(port);
}

}  // namespace chitty::host
