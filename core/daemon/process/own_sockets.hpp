// The listening sockets, as they were when the worker began: code that closes descriptors which are not its own may close these.
#pragma once

#include <algorithm>
#include <cstdint>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace chitty::host::daemon {

class OwnSockets {
 public:
  explicit OwnSockets(const std::vector<int>& sockets) {
    for (const int socket : sockets) all_.emplace_back(socket, inode_of(socket));
  }
  bool are_there() const {
    return std::all_of(all_.begin(), all_.end(), [](const auto& one) { return inode_of(one.first) == one.second; });
  }

 private:
  static std::uint64_t inode_of(int socket) {
    struct stat facts {};
    return ::fstat(socket, &facts) == 0 ? facts.st_ino : 0;
  }
  std::vector<std::pair<int, std::uint64_t>> all_;
};

}  // namespace chitty::host::daemon
