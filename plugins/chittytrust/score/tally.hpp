// What formulas need to know of an entity's events: counted in one pass, in their order (by time, then id), in constant memory but
// for a bit for each event.
#pragma once

#include <cstdint>
#include <vector>

#include "event.hpp"

namespace chittytrust {

inline constexpr std::int64_t a_day = 86'400'000;  // milliseconds

class Tally {
 public:
  // `now` is the clock: nothing here asks another.
  explicit Tally(std::int64_t now) : now_(now) {}

  // The next event; none is older than the one before it, none is later than `now`.
  void add(const Event& event);

  std::int64_t now() const { return now_; }

  std::int64_t events = 0, positive = 0, negative = 0;
  std::int64_t first_at = 0, last_at = 0;
  std::int64_t gap_days = 0;                              // whole days between neighbours, added up
  std::int64_t recent = 0, recent_positive = 0;           // within 90 days
  std::int64_t recent_negative = 0, within_a_month = 0;   // within 90 and 30 days
  std::int64_t channel_sum = 0, channel_place_sum = 0;    // scores; scores times their place from 0
  unsigned verified_channels = 0;                         // bits
  std::int64_t dealings = 0, endorsements = 0;            // interactions, transactions, collaborations; positive endorsements
  std::int64_t community_events = 0, justice_events = 0;  // by tags
  std::int64_t harm_preventions = 0, resolutions = 0;     // by a tag; positive dispute resolutions

  // Of the older half of the events and of the newer one, how many were positive.
  struct Halves {
    std::int64_t older = 0, older_positive = 0, newer = 0, newer_positive = 0;
  };
  Halves halves() const;

 private:
  std::int64_t now_;
  std::vector<bool> was_positive_;
};

}  // namespace chittytrust
