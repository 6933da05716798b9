#include "local/listeners.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

namespace chitty::host {

namespace {

constexpr unsigned listening = 0x0A;

// As the table writes them: words of the machine's byte order (all that Linux runs chitty on is little-endian).
bool reaches_loopback(const char* address) {
  for (const char* one : {"00000000", "0100007F", "00000000000000000000000000000000", "00000000000000000000000001000000",
                          "0000000000000000FFFF00000100007F"})
    if (std::strcmp(address, one) == 0) return true;
  return std::strlen(address) == 8 && std::strcmp(address + 6, "7F") == 0;  // 127.x.y.z
}

// A line: "sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode". Those that listen stand first.
void add(const char* table, std::uint16_t port, std::vector<Listener>& found) {
  std::FILE* file = std::fopen(table, "re");
  if (!file) return;
  char line[512], address[64];
  (void)!std::fgets(line, sizeof line, file);  // the titles
  while (std::fgets(line, sizeof line, file)) {
    unsigned found_port = 0, state = 0, user = 0;
    unsigned long socket = 0;
    const int fields = std::sscanf(line, " %*d: %63[0-9A-Fa-f]:%x %*[^ ] %x %*s %*s %*s %u %*s %lu", address, &found_port, &state, &user, &socket);
    if (fields != 5) continue;
    if (state != listening) break;
    if (found_port == port) found.push_back({user, socket, reaches_loopback(address)});
  }
  std::fclose(file);
}

std::string name_of_user(unsigned user) {
  char buffer[1024];
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(user, &entry, buffer, sizeof buffer, &found) == 0 && found) return found->pw_name;
  return std::to_string(user);
}

}  // namespace

std::vector<Listener> listeners_at(std::uint16_t port) {
  std::vector<Listener> found;
  add("/proc/net/tcp", port, found);
  add("/proc/net/tcp6", port, found);
  return found;
}

Result<std::string> own_listener(std::uint16_t port) {
  std::string word;
  for (const auto& one : listeners_at(port)) {
    if (!one.is_loopback) continue;
    if (one.user != 0 && one.user != ::geteuid()) {
      Error error = make_error(Code::unreachable,
                               "port " + std::to_string(port) + " of this machine belongs to a process of the user " + name_of_user(one.user) +
                                   ", so it is not your chittyd; your credential was not sent",
                               "Start yours on another port, or give that service its own environment: chitty config set "
                               "chittyos.environments.NAME.baseUrl http://127.0.0.1:" +
                                   std::to_string(port));
      error.details["reason"] = "stranger";
      return error;
    }
    word += std::to_string(one.socket) + " ";
  }
  return word;
}

}  // namespace chitty::host
