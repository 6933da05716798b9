#include "anomaly.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>

namespace chittychronicle {

namespace {

namespace math = boost::math;

struct History {
  std::int64_t hours = 0, events = 0, failed = 0;
  double mean = 0, variance = 0;
};

History history_of(const std::vector<HourCount>& counts, std::int64_t recent) {
  History history;
  if (counts.empty() || counts.front().hour >= recent) return history;
  history.hours = recent - counts.front().hour;
  double squares = 0;
  for (const auto& one : counts) {
    if (one.hour >= recent) break;
    history.events += one.count, history.failed += one.failed;
    squares += static_cast<double>(one.count) * static_cast<double>(one.count);
  }
  const auto hours = static_cast<double>(history.hours);
  history.mean = static_cast<double>(history.events) / hours;
  history.variance = std::max(0.0, squares / hours - history.mean * history.mean);
  return history;
}

bool is_spread(const History& history) { return history.variance > history.mean * 1.000001; }

math::negative_binomial spread(const History& history) {
  const double share = history.mean / history.variance;
  return math::negative_binomial(history.mean * share / (1 - share), share);
}

// Of `count` or more within an hour.
double at_least(const History& history, std::int64_t count) {
  if (count <= 0) return 1;
  const auto below = static_cast<double>(count - 1);
  if (is_spread(history)) return math::cdf(math::complement(spread(history), below));
  return math::cdf(math::complement(math::poisson(history.mean), below));
}

double none(const History& history) {
  return is_spread(history) ? math::pdf(spread(history), 0) : std::exp(-history.mean);
}

Finding finding_of(const char* kind, const History& history, std::int64_t first, std::int64_t last, std::int64_t count, double probability) {
  return {kind, first, last, count, history.mean * static_cast<double>(last - first + 1), probability, history.mean, history.variance, history.hours};
}

// Hours that follow each other are one burst, as rare as the rarest of them.
void add_burst(std::vector<Finding>& findings, Finding burst) {
  if (!findings.empty() && findings.back().kind == burst.kind && findings.back().last_hour + 1 == burst.first_hour) {
    auto& before = findings.back();
    before.last_hour = burst.last_hour, before.count += burst.count, before.expected += burst.expected;
    before.probability = std::min(before.probability, burst.probability);
    return;
  }
  findings.push_back(std::move(burst));
}

}  // namespace

Judgement judge(const std::vector<HourCount>& counts, std::int64_t recent, std::int64_t end, const AnomalyMethod& method) {
  Judgement judgement;
  const auto history = history_of(counts, recent);
  if (history.hours < method.learning_hours || history.events == 0) {
    judgement.learning = true;
    return judgement;
  }
  std::int64_t events = 0, failed = 0;
  for (const auto& one : counts) {
    if (one.hour < recent || one.hour >= end) continue;
    events += one.count, failed += one.failed;
    if (one.count < method.floor) continue;
    const double probability = at_least(history, one.count);
    if (probability < method.alpha) add_burst(judgement.findings, finding_of("burst", history, one.hour, one.hour, one.count, probability));
  }
  const double silence = std::pow(none(history), static_cast<double>(end - recent));
  if (events == 0 && silence < method.alpha) judgement.findings.push_back(finding_of("silence", history, recent, end - 1, 0, silence));
  if (failed >= method.least_failures) {
    const double share = (static_cast<double>(history.failed) + 1) / (static_cast<double>(history.events) + 2);
    const math::binomial by_chance(static_cast<double>(events), share);
    const double probability = math::cdf(math::complement(by_chance, static_cast<double>(failed - 1)));
    if (probability < method.alpha) {
      auto finding = finding_of("failures", history, recent, end - 1, failed, probability);
      finding.expected = share * static_cast<double>(events);
      judgement.findings.push_back(std::move(finding));
    }
  }
  return judgement;
}

}  // namespace chittychronicle
