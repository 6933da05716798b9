// GET /anomalies: what of the recent hours is unlike the history before them, each with the events behind it.
#include <chitty/answers.hpp>
#include <chittychronicle_names.hpp>

#include <algorithm>

#include "../anomaly.hpp"
#include "../group_sums.hpp"
#include "filter.hpp"

namespace chittychronicle::routes {

using namespace chitty;

namespace {

constexpr std::int64_t hour = 3'600'000;  // milliseconds
constexpr std::size_t most = 500;         // findings

struct Pair {
  std::string action;
  json::value actor;
  std::vector<HourCount> counts;
};

std::string time_of(std::int64_t number) { return rfc3339(number * hour); }

std::string event_query(const Pair& pair, const Finding& finding) {
  std::string words = "chitty chronicle query --event-type " + pair.action;
  if (pair.actor.is_string()) words += " --actor " + std::string(pair.actor.get_string());
  if (finding.kind == "failures") words += " --status failed";
  return words + " --since " + time_of(finding.first_hour) + " --until " + time_of(finding.last_hour + 1);
}

json::object shown(const Pair& pair, const Finding& finding) {
  return {{"kind", finding.kind}, {"event_type", pair.action}, {"actor", pair.actor}, {"from", time_of(finding.first_hour)}, {"to", time_of(finding.last_hour + 1)}, {"count", finding.count}, {"expected", finding.expected}, {"probability", finding.probability}, {"history", {{"hours", finding.history_hours}, {"mean", finding.mean}, {"variance", finding.variance}}}, {"evidence", event_query(pair, finding)}};
}

class Judges {
 public:
  Judges(std::int64_t recent, std::int64_t end) : recent_(recent), end_(end) {}
  void take(const Row& row) {
    const auto action = text_in(row, "action");
    if (action != pair_.action || row.at("user_id") != pair_.actor) {
      finish();
      pair_ = {action, row.at("user_id"), {}};
    }
    const auto at = parse_rfc3339(text_in(row, "hour") + ":00:00Z");
    if (at) pair_.counts.push_back({*at / hour, number_in(row, "count"), number_in(row, "failed")});
  }
  void finish() {
    if (pair_.counts.empty()) return;
    ++pairs;
    const auto judgement = judge(pair_.counts, recent_, end_);
    learning += judgement.learning;
    for (const auto& finding : judgement.findings) findings.push_back({finding.probability, shown(pair_, finding)});
    pair_.counts.clear();
  }
  std::int64_t pairs = 0, learning = 0;
  std::vector<std::pair<double, json::object>> findings;

 private:
  std::int64_t recent_, end_;
  Pair pair_;
};

}  // namespace

Result<Response> anomalies(Service& service, const Anomalies& given) {
  const auto end = service.now() / hour + 1, recent = end - given.query.recentHours;
  Filter filter = Filter::of(given.query);
  filter.startDate = time_of(recent - given.query.historyDays * 24);
  filter.endDate = time_of(end);
  CHITTY_TRY(auto select, filter.select(service,
                                        "action, user_id, substr(timestamp, 1, 13) AS hour, COUNT(*) AS count,"
                                        " SUM(CASE WHEN status = 'failed' THEN 1 ELSE 0 END) AS failed"));
  select.sql += " GROUP BY action, user_id, substr(timestamp, 1, 13) ORDER BY action, user_id, hour";
  Judges judges(recent, end);
  CHITTY_DO(service.store().each(select.sql, select.parameters, [&](Row row) {
    judges.take(row);
    return !service.cancelled();
  }));
  judges.finish();
  std::stable_sort(judges.findings.begin(), judges.findings.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  const bool truncated = judges.findings.size() > most;
  json::array all;
  for (auto& [probability, finding] : judges.findings)
    if (all.size() < most) all.push_back(std::move(finding));
  const AnomalyMethod method;
  return Response(json::object{{"anomalies", std::move(all)}, {"truncated", truncated}, {"pairs", judges.pairs}, {"learning", judges.learning}, {"method", {{"name", "hourly-counts/1"}, {"alpha", method.alpha}, {"floor", method.floor}, {"leastFailures", method.least_failures}, {"learningHours", method.learning_hours}, {"recentFrom", time_of(recent)}, {"historyFrom", filter.startDate}, {"to", time_of(end)}}}});
}

}  // namespace chittychronicle::routes
