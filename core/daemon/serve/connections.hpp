// All connections of the server: who still gets in, who makes room, what they keep in memory together.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

namespace chitty::host::daemon {

class Connection;
struct ServiceId;

class Connections {
 public:
  // free: let in. reserve: only the owner is still answered, and quickly. none: nobody.
  enum class Room {
    free,
    reserve,
    none
  };

  void add(Connection* connection);
  void remove(Connection* connection);
  std::size_t size() const;
  const ServiceId* tick();  // a few times a second; a service that hangs, or null
  void close_idle();        // ends those that wait for a request

  // For one more, from the client `key` (failed_logins.hpp). Of more than `most`, a share is ended of those that have waited for
  // a request for longest; where there are none, of those whose request has stood still for longest. `share` is what one
  // client may have (0: there is no such limit, as where all are of this machine).
  Room make_room(const std::string& key);
  void left(const std::string& key);  // one of its connections is over
  std::size_t most = 16384, share = 0;
  static constexpr std::size_t reserve = 64;  // beyond `most`

  // What is kept of requests that come slowly and of replies that are read slowly, beyond what each connection always has: all
  // together up to so many bytes. `held` is one connection's part, now to be `wanted`; false when that is too much.
  bool hold(std::size_t wanted, std::size_t& held);
  std::size_t most_held = 256u << 20;
  std::atomic<bool> draining{false};    // no further requests on a connection
  std::atomic<bool> cancelling{false};  // running calls are asked to stop

 private:
  bool end_some(const std::string* of);

  mutable std::mutex mutex_;
  std::unordered_set<Connection*> all_;
  std::map<std::string, std::size_t, std::less<>> of_client_;  // where there is a share
  std::size_t ending_ = 0;                                     // of `all_`: told to make room, and not gone yet
  std::chrono::steady_clock::time_point looked_;               // for some to end, in vain
  std::atomic<std::size_t> held_{0};
};

}  // namespace chitty::host::daemon
