#include "daemon/crash_book.hpp"

#include <csignal>
#include <cstdio>
#include <sys/wait.h>

namespace chitty::daemon {

std::string CrashBook::culprit_of(const Board& board, int wait_status, std::string& hash) {
  const int signal = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
  if (signal == SIGKILL || signal == SIGTERM) return {};
  unsigned number = board.signal != 0 ? board.culprit.load() : 0;
  if (board.signal == 0)  // it ended without a word: a service may have called exit
    for (const auto& thread : board.in_service)
      if (const unsigned in = thread.load(); in != 0xffff && in != 0) number = number == 0 || number == in ? in : Board::most_services;
  if (number == 0 || number >= Board::most_services) return {};
  hash = board.hashes[number];
  return board.services[number];
}

bool CrashBook::note(Board& board, const std::string& service, const std::string& hash, std::int64_t now_ms) {
  auto& times = crashes_[service + " " + hash];
  times.push_back(now_ms);
  while (times.front() < now_ms - window_ms) times.pop_front();
  if (times.size() < too_often || board.quarantined >= Board::most_quarantined) return false;
  auto& entry = board.quarantine[board.quarantined];
  std::snprintf(entry.service, sizeof entry.service, "%s", service.c_str());
  std::snprintf(entry.sha256, sizeof entry.sha256, "%s", hash.c_str());
  entry.since_ms = times.front(), entry.crashes = static_cast<std::uint32_t>(times.size());
  ++board.quarantined;
  return true;
}

}  // namespace chitty::daemon
