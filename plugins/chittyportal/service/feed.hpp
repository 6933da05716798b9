// The last events of the chronicle, kept once in this process for all pages that are open.
#pragma once

#include <chitty/service.hpp>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace chittyportal {

struct FeedEvent {
  std::int64_t seq = 0;  // its position in the chronicle
  std::string text;      // JSON, as the page is told it
  std::string user{};    // who did it, and what it happened to: whose event it is
  std::string subject{};
};

class Feed {
 public:
  static constexpr std::size_t kept = 2000;            // events
  static constexpr std::int64_t asked_every_ms = 500;  // the chronicle, while somebody has a page open

  // Ask for what is new, unless that was done just now or another thread is about it. NOT_FOUND: there is no chronicle.
  chitty::Result<void> refresh(chitty::Service& service);

  // What came behind `after`, at most `most`; `lost`: how many of those are kept no more.
  struct Read {
    std::vector<FeedEvent> events;
    std::int64_t lost = 0, last = 0;
  };
  Read behind(std::int64_t after, std::size_t most) const;

  // The newest of them.
  Read newest(std::size_t most) const;

 private:
  std::int64_t last_locked() const { return events_.empty() ? floor_ : events_.back().seq; }

  mutable std::mutex mutex_;
  std::mutex asking_;
  std::deque<FeedEvent> events_;
  std::int64_t floor_ = 0;  // up to here nothing is kept
  std::int64_t asked_at_ = 0;
  bool begun_ = false;
};

Feed& feed();  // of this process

}  // namespace chittyportal
