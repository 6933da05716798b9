#include "daemon/process/crash_history.hpp"

#include <csignal>
#include <cstdio>
#include <sys/wait.h>

namespace chitty::host::daemon {

std::string CrashHistory::culprit_of(const SharedState& shared, int wait_status, std::string& hash) {
  const int signal = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
  if (!shared.charged && (signal == SIGKILL || signal == SIGTERM)) return {};
  unsigned number = shared.charged ? shared.culprit.load() : 0;
  if (!shared.charged)  // it ended without a word, as by _exit in a service
    for (const auto& thread : shared.in_service)
      if (const unsigned in = thread.load(); in != 0xffff && in != 0) number = number == 0 || number == in ? in : SharedState::most_services;
  if (number == 0 || number >= SharedState::most_services) return {};
  hash = shared.hashes[number];
  return shared.services[number];
}

bool CrashHistory::note(SharedState& shared, const std::string& service, const std::string& hash, std::int64_t now_ms) {
  auto& times = crashes_[service + " " + hash];
  times.push_back(now_ms);
  while (times.front() < now_ms - window_ms) times.pop_front();
  if (times.size() < too_often) return false;
  return quarantine(shared, service, hash, times.front(), static_cast<unsigned>(times.size()), false);
}

bool CrashHistory::quarantine(SharedState& shared, const std::string& service, const std::string& hash, std::int64_t since_ms, unsigned crashes,
                              bool never_started) {
  if (shared.quarantined >= SharedState::most_quarantined) return false;
  auto& entry = shared.quarantine[shared.quarantined];
  std::snprintf(entry.service, sizeof entry.service, "%s", service.c_str());
  std::snprintf(entry.sha256, sizeof entry.sha256, "%s", hash.c_str());
  entry.since_ms = since_ms;
  entry.crashes = crashes;
  entry.never_started = never_started;
  ++shared.quarantined;
  return true;
}

}  // namespace chitty::host::daemon
