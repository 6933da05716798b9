#include "local/daemon_search.hpp"

#include "base/text.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <map>

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

// The value behind an option among a process's words, or empty.
std::string value_of(const std::vector<std::string>& words, std::string_view option) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i] == option) return words[i + 1];
  return {};
}

bool is_mine(const fs::path& process) {
  struct stat facts {};
  return ::stat(process.c_str(), &facts) == 0 && facts.st_uid == ::geteuid();
}

// The fourth field of /proc/PID/stat, behind the name in brackets, which may hold anything.
int parent_of(const fs::path& process) {
  const auto text = read_file(process / "stat");
  const auto bracket = text ? text->rfind(')') : std::string::npos;
  if (bracket == std::string::npos || bracket + 4 >= text->size()) return 0;
  return std::atoi(text->c_str() + bracket + 4);
}

}  // namespace

std::optional<RunningDaemon> search_daemon(const fs::path& data) {
  std::map<int, std::string> found;  // process to address
  std::error_code ec;
  for (const auto& process : fs::directory_iterator("/proc", ec)) {
    const int pid = std::atoi(process.path().filename().c_str());
    if (pid <= 0 || !is_mine(process.path())) continue;
    const auto text = read_file(process.path() / "cmdline");
    if (!text || text->find("chittyd") == std::string::npos) continue;
    const auto words = split(*text, '\0');
    if (words.empty() || fs::path(words.front()).filename() != "chittyd" || value_of(words, "--data") != data.string()) continue;
    found[pid] = "http://" + value_of(words, "--listen");
  }
  // Of a supervisor and its worker, which have the same words, the supervisor.
  for (const auto& [pid, address] : found) {
    if (found.contains(parent_of("/proc/" + std::to_string(pid)))) continue;
    RunningDaemon running;
    running.pid = pid;
    running.address = address;
    return running;
  }
  return std::nullopt;
}

}  // namespace chitty::host
