#include "tally.hpp"

namespace chittytrust {

void Tally::add(const Event& event) {
  const bool good = event.outcome == Outcome::positive, bad = event.outcome == Outcome::negative;
  if (events == 0)
    first_at = event.at;
  else
    gap_days += (event.at - last_at) / a_day;
  last_at = event.at;
  channel_sum += event.channel.score;
  channel_place_sum += event.channel.score * events;
  verified_channels |= event.channel.verified;
  ++events;
  positive += good;
  negative += bad;
  if (event.at > now_ - 90 * a_day) ++recent, recent_positive += good, recent_negative += bad;
  within_a_month += event.at > now_ - 30 * a_day;
  dealings += event.type == EventType::interaction || event.type == EventType::transaction || event.type == EventType::collaboration;
  endorsements += event.type == EventType::endorsement && good;
  resolutions += event.type == EventType::dispute_resolution && good;
  community_events += (event.marks & Mark::community) != 0;
  justice_events += (event.marks & Mark::justice) != 0;
  harm_preventions += (event.marks & Mark::harm_prevention) != 0;
  was_positive_.push_back(good);
}

Tally::Halves Tally::halves() const {
  Halves halves;
  const auto half = was_positive_.size() / 2;
  for (std::size_t i = 0; i < was_positive_.size(); ++i) {
    const bool is_newer = i >= half;
    ++(is_newer ? halves.newer : halves.older);
    (is_newer ? halves.newer_positive : halves.older_positive) += was_positive_[i];
  }
  return halves;
}

}  // namespace chittytrust
