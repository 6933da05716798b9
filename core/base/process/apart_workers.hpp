// Processes of ours that have run a command and wait for the next one of the same first word: what a command costs that only
// reads is then its work, and not the start of a process. What such a process does wrong ends it alone.
#pragma once

#include <sys/types.h>

#include <array>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "base/files.hpp"
#include "base/process/apart.hpp"

namespace chitty::host {

// Any thread.
class ApartWorkers {
 public:
  struct Worker {
    std::string kind;  // the first word and the environment: what may follow upon each other
    pid_t process = -1;
    Fd orders;
  };

  ApartWorkers() = default;
  ~ApartWorkers();  // ends those that wait; none may be lent

  // One that has been given this order: one that waited, else a new one. Empty where the command is known to have a process of its own,
  // or none can be had.
  std::optional<Worker> give(const ApartOrder& order, const std::array<int, 3>& streams);

  // It is done with its order. At most eight wait; the one that has waited longest goes.
  void take_back(Worker worker);

  // Such a command was declined: the next is not offered.
  void declined(const ApartOrder& order);

 private:
  std::mutex mutex_;
  std::deque<Worker> waiting_;
  std::set<std::string> declined_;
};

}  // namespace chitty::host
