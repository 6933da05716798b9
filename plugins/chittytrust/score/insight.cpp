#include "insight.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace chittytrust {

namespace json = boost::json;

namespace {

struct Finding {
  std::string_view category, title, description, impact;
  int confidence;
};

void of_the_person(const Profile& who, const Score& score, std::vector<Finding>& found) {
  const auto source = score.dimensions[0].score;
  if (source >= 8500) found.push_back({"identity", "Identity well proven", "The identity is verified, and several credentials vouch for it.", "positive", 92});
  if (source < 5000) found.push_back({"identity", "Identity hardly proven", "Few credentials, or none, say who this is.", "negative", 78});
  if (who.transparency && *who.transparency < 0.5) found.push_back({"risk", "Little transparency", "Less than half of what could be shown is shown.", "negative", 70});
}

void of_the_events(const Tally& tally, std::vector<Finding>& found) {
  if (tally.events > 0 && tally.positive * 100 > tally.events * 85) found.push_back({"behavior", "Nearly all went well", "More than 85 in 100 events had a positive outcome.", "positive", 88});
  if (tally.within_a_month > 10) found.push_back({"activity", "Active", "More than ten events within 30 days.", "positive", 75});
  if (tally.recent_negative > 2) found.push_back({"risk", "Several things went wrong lately", "More than two negative outcomes within 90 days.", "negative", 85});
  if (tally.events < 5) return;
  const auto halves = tally.halves();
  const auto change = (halves.newer_positive * halves.older - halves.older_positive * halves.newer) * 5, unit = halves.newer * halves.older;
  if (change > unit) found.push_back({"trend", "Improving", "More of the newer half of the events went well than of the older half.", "positive", 78});
  if (change < -unit) found.push_back({"trend", "Declining", "Fewer of the newer half of the events went well than of the older half.", "negative", 82});
}

void of_the_network(const Profile& who, std::vector<Finding>& found) {
  if (who.connections > 0 && who.connection_trust > who.connections * 8500) found.push_back({"network", "Trusted connections", "The connections have more than 85 points on average.", "positive", 82});
  if (who.connection_types.size() >= 3) found.push_back({"network", "Connections of several kinds", "There are three kinds of connections or more.", "positive", 70});
}

}  // namespace

json::array insights_of(const Profile& profile, const Tally& tally, const Score& score) {
  std::vector<Finding> found;
  of_the_person(profile, score, found);
  of_the_events(tally, found);
  of_the_network(profile, found);
  std::stable_sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) { return a.confidence > b.confidence; });
  json::array all;
  for (const auto& finding : found)
    if (all.size() < 5) all.push_back(json::object{{"category", finding.category}, {"title", finding.title}, {"description", finding.description}, {"impact", finding.impact}, {"confidence", finding.confidence}});
  return all;
}

}  // namespace chittytrust
