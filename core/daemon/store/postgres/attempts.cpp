#include "daemon/store/postgres/attempts.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace chitty::host::daemon {
namespace {

bool has(std::string_view words, std::string_view piece) { return words.find(piece) != std::string_view::npos; }

// How far: no address, nobody there, a connection, a server's answer.
int reach(std::string_view attempt) {
  if (has(attempt, "FATAL:") || has(attempt, "password") || has(attempt, "authentication")) return 3;
  if (has(attempt, "SSL") || has(attempt, "certificate") || has(attempt, "host name in") || has(attempt, "session is read-only") ||
      has(attempt, "server is in hot standby") || has(attempt, "session is not read-only") || has(attempt, "not in hot standby"))
    return 2;
  return has(attempt, "could not translate host name") || has(attempt, "could not parse") ? 0 : 1;
}

// libpq begins each with these words; what it says further of one stands in lines below.
bool begins_one(std::string_view line) {
  return line.starts_with("connection to server ") || line.starts_with("could not translate host name");
}

}  // namespace

std::string furthest_attempt(std::string_view words) {
  std::vector<std::string> attempts;
  for (const auto& part : split(trim(words), '\n')) {
    const auto line = trim(part);
    if (line.empty()) continue;
    if (attempts.empty() || begins_one(line)) attempts.emplace_back(line);
    else attempts.back().append("; ").append(line);
  }
  if (attempts.empty()) return {};
  // The last of the best: hence from behind.
  return *std::max_element(attempts.rbegin(), attempts.rend(),
                           [](const auto& a, const auto& b) { return reach(a) < reach(b); });
}

}  // namespace chitty::host::daemon
