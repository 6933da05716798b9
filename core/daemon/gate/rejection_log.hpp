// Records each rejected request as an event: equal ones are folded, and the background writer stores them.
#pragma once

#include <chitty/error.hpp>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "daemon/store/store.hpp"

namespace chitty::host::daemon {

// Never the token, nor anything else that a client may choose at will: what is the same is told once.
struct RejectionEvent {
  int status = 0;
  std::string_view reason;                                          // "unknown_token", as the refusal says
  std::string_view service, route, scope, client, actor, token_id;  // may be empty
  std::string_view request_id;
};

class RejectionLog {
 public:
  static constexpr std::size_t most = 128;  // different ones between two writings; of the others only the number is told

  void note(const RejectionEvent& refused, std::int64_t now_ms);  // [any-thread]

  // Those since the last time, to events_outbox: "gate.refused", the same ones as one with a count and the first one's
  // time and request; and "gate.refusals_not_told" with the number of those that found no place. On failure they are
  // kept.
  Result<void> write(StoreConnection& connection, std::int64_t now_ms);

 private:
  struct Event {
    std::int64_t at = 0;
    std::uint64_t count = 0;
    std::string data, actor, request_id;
  };
  using Events = std::unordered_map<std::string, Event>;  // by all that makes them the same
  void put_back(Events events, std::uint64_t not_told);

  std::mutex mutex_;
  Events events_;
  std::uint64_t not_told_ = 0;
};

}  // namespace chitty::host::daemon
