#include "formula.hpp"

#include <algorithm>

namespace chittytrust {

namespace {

Exact over(std::int64_t a, std::int64_t b) { return Exact(a, b); }
Exact at_most(const Exact& value, int most) { return value > most ? Exact(most) : value; }
Exact at_least_0(const Exact& value) { return value < 0 ? Exact(0) : value; }

// The parts added up, and held to 0 and 100; what that cuts off is a part, too, so that the parts are the score.
Dimension held(std::string_view name, int weight, std::int64_t events, std::vector<Part> parts) {
  Exact sum = 0;
  for (const auto& part : parts) sum += part.points;
  const Exact right = at_most(at_least_0(sum), 100);
  if (right != sum) parts.push_back({"limit", right - sum, 0});
  return {name, weight, rounded(right, 100), events, std::move(parts)};
}

Dimension source(const Profile& who) {
  return held("source", 15, 0,
              {{"identity verified", who.identity_verified ? 30 : 0, 30},
               {"credentials", std::min<std::int64_t>(who.credentials * 10, 30), 30},
               {"government ID", who.government_id ? 20 : 0, 20},
               {"professional credentials", std::min<std::int64_t>(who.professional * 5, 20), 20}});
}

Dimension temporal(const Profile& who, const Tally& tally) {
  if (tally.events == 0) return held("temporal", 10, 0, {});
  const auto age = std::max<std::int64_t>(0, tally.now() - std::min(who.created_at.value_or(tally.first_at), tally.now())) / a_day;
  const Exact regular = tally.events == 1 ? Exact(15) : at_least_0(30 - over(tally.gap_days, (tally.events - 1) * 10));
  return held("temporal", 10, tally.events,
              {{"age", at_most(over(age * 30, 365), 30), 30},
               {"regularity", regular, 30},
               {"recency", at_least_0(20 - over((tally.now() - tally.last_at) / a_day, 10)), 20},
               {"positive events", at_most(over(tally.positive * 2, 1), 20), 20}});
}

// Weights rise from one half of the newest event's to all of it: n-1 for the oldest, 2(n-1) for the newest.
Dimension channel(const Tally& tally) {
  const auto n = tally.events;
  if (n == 0) return held("channel", 15, 0, {});
  const Exact mean = n == 1 ? Exact(tally.channel_sum) : Exact(boost::multiprecision::cpp_int(tally.channel_sum) * (n - 1) + tally.channel_place_sum, boost::multiprecision::cpp_int(n - 1) * n + boost::multiprecision::cpp_int(n) * (n - 1) / 2);
  int verified = 0;
  for (unsigned bits = tally.verified_channels; bits != 0; bits &= bits - 1) ++verified;
  return held("channel", 15, n, {{"channels, newer ones weigh more", mean, 95}, {"several verified channels", verified * 5, 15}});
}

Dimension outcome(const Tally& tally) {
  const auto n = tally.events;
  if (n == 0) return held("outcome", 20, 0, {});
  const Exact share = over(tally.positive, n);
  const int bonus = tally.positive * 10 > n * 8 && n > 10 ? 20 : tally.positive * 10 > n * 6 ? 10
                                                                                             : 0;
  std::vector<Part> parts{{"positive", share * 70, 70}, {"negative", over(-tally.negative * 100, n), 0}, {"consistency", bonus, 20}};
  if (tally.recent > 0) parts.push_back({"last 90 days", (over(tally.recent_positive, tally.recent) - share) * 20, 20});
  return held("outcome", 20, n, std::move(parts));
}

Dimension network(const Profile& who, const Tally& tally) {
  const Exact mean = who.connections > 0 ? over(who.connection_trust, who.connections * 100) : Exact(0);
  return held("network", 15, tally.dealings + tally.endorsements,
              {{"connections", at_most(over(who.connections, 5), 20), 20},
               {"their trust", mean * 2 / 5, 40},
               {"dealings", at_most(over(tally.dealings * 2, 5), 20), 20},
               {"endorsements", std::min<std::int64_t>(tally.endorsements * 5, 20), 20}});
}

Dimension justice_of(const Profile& who, const Tally& tally) {
  return held("justice", 25, tally.community_events + tally.justice_events + tally.harm_preventions + tally.resolutions,
              {{"community impact", std::min<std::int64_t>(tally.community_events * 10, 30), 30},
               {"justice", std::min<std::int64_t>(tally.justice_events * 8, 25), 25},
               {"harm prevention", std::min<std::int64_t>(tally.harm_preventions * 5, 15), 15},
               {"resolved disputes", std::min<std::int64_t>(tally.resolutions * 10, 20), 20},
               {"transparency", who.transparency.value_or(0) > 0.7 ? 10 : 0, 10}});
}

// Weights in hundredths; the score in hundredths.
std::int64_t weighed(std::initializer_list<std::pair<const Dimension&, int>> parts) {
  std::int64_t sum = 0;
  for (const auto& [dimension, weight] : parts) sum += dimension.score * weight;
  return rounded(Exact(sum, 10'000), 100);
}

std::string_view level_of(std::int64_t exact_composite) {
  if (exact_composite >= 900'000) return "L4_INSTITUTIONAL";
  if (exact_composite >= 750'000) return "L3_PROFESSIONAL";
  if (exact_composite >= 500'000) return "L2_ENHANCED";
  return exact_composite >= 250'000 ? "L1_BASIC" : "L0_ANONYMOUS";
}

std::int64_t confidence_of(const Profile& who, std::int64_t events) {
  const std::int64_t by_events = events > 100 ? 30 : events > 50 ? 20
                                                 : events > 10   ? 10
                                                                 : 0;
  return std::min<std::int64_t>(100, 50 + by_events + (who.identity_verified ? 15 : 0) + std::min<std::int64_t>(who.credentials * 2, 10));
}

}  // namespace

Score score_of(const Profile& profile, const Tally& tally) {
  Score score{{source(profile), temporal(profile, tally), channel(tally), outcome(tally), network(profile, tally), justice_of(profile, tally)}, 0, 0, 0, 0, 0, {}, 0};
  const auto& [by_source, by_time, by_channel, by_outcome, by_network, by_justice] = score.dimensions;
  for (const auto& dimension : score.dimensions) score.exact_composite += dimension.contribution();
  score.composite = rounded(Exact(score.exact_composite, 10'000), 100);
  score.people = weighed({{by_outcome, 40}, {by_network, 35}, {by_source, 25}});
  score.legal = weighed({{by_justice, 50}, {by_outcome, 30}, {by_time, 20}});
  score.state = weighed({{by_source, 40}, {by_justice, 35}, {by_time, 25}});
  score.level = level_of(score.exact_composite);
  score.confidence = confidence_of(profile, tally.events);
  return score;
}

}  // namespace chittytrust
