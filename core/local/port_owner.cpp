#include "local/port_owner.hpp"

#include "base/files.hpp"
#include "local/listeners.hpp"
#include "base/text.hpp"

#include <cstdlib>
#include <filesystem>
#include <set>

namespace chitty::host {
namespace {

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
  for (const auto& one : listeners_at(port)) inodes.insert(one.socket);
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

}  // namespace chitty::host
