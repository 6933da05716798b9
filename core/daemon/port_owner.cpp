#include "daemon/port_owner.hpp"

#include "base/files.hpp"
#include "base/text.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>

namespace chitty::daemon {
namespace {

// Inodes of the sockets that listen on the port. A line: "sl local_address rem_address st ... uid timeout inode".
void add_listeners(const char* table, std::uint16_t port, std::set<unsigned long>& inodes) {
  std::FILE* file = std::fopen(table, "re");
  if (!file) return;
  char line[512], address[64];
  unsigned found_port = 0, state = 0;
  unsigned long inode = 0;
  while (std::fgets(line, sizeof line, file)) {
    const int fields = std::sscanf(line, " %*d: %63[0-9A-Fa-f]:%x %*[^ ] %x %*s %*s %*s %*s %*s %lu", address, &found_port,
                                   &state, &inode);
    if (fields == 4 && state == 0x0A && found_port == port) inodes.insert(inode);
  }
  std::fclose(file);
}

bool holds_one(const std::filesystem::path& descriptors, const std::set<unsigned long>& inodes) {
  std::error_code ec;
  for (const auto& entry : std::filesystem::directory_iterator(descriptors, ec)) {
    std::error_code link_error;
    const std::string target = std::filesystem::read_symlink(entry.path(), link_error).string();
    if (target.rfind("socket:[", 0) == 0 && inodes.count(std::strtoul(target.c_str() + 8, nullptr, 10))) return true;
  }
  return false;
}

}  // namespace

std::string port_owner(std::uint16_t port) {
  std::set<unsigned long> inodes;
  add_listeners("/proc/net/tcp", port, inodes);
  add_listeners("/proc/net/tcp6", port, inodes);
  if (inodes.empty()) return {};
  std::error_code ec;
  for (const auto& process : std::filesystem::directory_iterator("/proc", ec)) {
    const std::string pid = process.path().filename().string();
    if (pid.find_first_not_of("0123456789") != std::string::npos || !holds_one(process.path() / "fd", inodes)) continue;
    const auto name = read_file(process.path() / "comm");
    return (name ? std::string(trim(*name)) : std::string("a program")) + " (process " + pid + ")";
  }
  return {};
}

}  // namespace chitty::daemon
