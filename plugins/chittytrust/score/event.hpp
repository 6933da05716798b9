// One thing that happened to an entity, as formulas see it, and the words of the wire for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace chittytrust {

enum class EventType {
  transaction,
  interaction,
  verification,
  endorsement,
  dispute,
  dispute_resolution,
  collaboration,
  review,
  achievement
};
enum class Outcome {
  positive,
  negative,
  neutral,
  pending
};

// Tags that a formula asks for: one event may have several, and counts once for each.
enum Mark : unsigned {
  community = 1,        // community_impact
  justice = 2,          // justice, fairness, equality, transparency
  harm_prevention = 4,  // harm_prevention
};

struct Channel {
  int score = 10;         // 0 to 100
  unsigned verified = 0;  // a bit of its own for each of those that earn the bonus for several
};

struct Event {
  std::int64_t at = 0;  // milliseconds since 1970
  EventType type = EventType::interaction;
  Outcome outcome = Outcome::pending;
  Channel channel{};
  unsigned marks = 0;
};

std::optional<EventType> event_type_of(std::string_view word);
std::optional<Outcome> outcome_of(std::string_view word);

// A channel that is not known is worth 20; none at all is anonymous.
Channel channel_of(std::string_view word);

unsigned mark_of(std::string_view tag);

}  // namespace chittytrust
