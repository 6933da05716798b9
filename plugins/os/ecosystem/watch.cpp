#include "watch.hpp"

#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include <set>

namespace os {

using namespace chitty;

namespace {

constexpr std::size_t looks_kept = 10;
constexpr int changes_of_flapping = 3;

int changes_in(const std::deque<std::string>& states) {
  int changes = 0;
  for (std::size_t i = 1; i < states.size(); ++i) changes += states[i] != states[i - 1];
  return changes;
}

}  // namespace

json::array Watch::since(const json::array& rows, std::int64_t now_ms) {
  json::array changed;
  std::set<std::string> present;
  const auto tell = [&](json::object row, Seen& seen) {
    const auto told = text_in(row, "status") + "\n" + text_in(row, "problem");
    if (told == seen.told) return;
    seen.told = told;
    row["at"] = rfc3339(now_ms);
    changed.push_back(std::move(row));
  };
  for (const auto& one : rows) {
    auto row = one.as_object();
    const auto name = text_in(row, "name"), status = text_in(row, "status");
    present.insert(name);
    auto& seen = seen_[name];
    seen.gone = false;
    seen.states.push_back(status);
    if (seen.states.size() > looks_kept) seen.states.pop_front();
    if (const int changes = changes_in(seen.states); changes >= changes_of_flapping) {
      const auto problem = text_in(row, "problem");
      row["status"] = "flapping";
      row["problem"] = "changes all the time; now " + status + (problem.empty() ? "" : ": " + problem);
    }
    tell(std::move(row), seen);
  }
  for (auto& [name, seen] : seen_) {
    if (seen.gone || present.contains(name)) continue;
    seen.gone = true;
    seen.states.push_back("gone");
    if (seen.states.size() > looks_kept) seen.states.pop_front();
    tell({{"name", name}, {"status", "gone"}, {"problem", "nothing speaks for it any more"}}, seen);
  }
  return changed;
}

}  // namespace os
