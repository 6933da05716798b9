// What is unlike the past, by a method that can be stated. For each event type and actor the events of each hour are counted.
// The history of a pair, from its first hour to the begin of the recent hours, gives mean and variance; a count is judged by the
// negative binomial distribution of the same two (Poisson where the variance is not above the mean). A finding is
//
//   burst     an hour with at least `floor` events whose probability of so many or more is below `alpha`
//   silence   none in the recent hours, where the probability of that is below `alpha`
//   failures  at least `least_failures` failed of the recent ones, whose probability (binomial, by the share before) is below `alpha`
//
// A pair with less history than `learning_hours` is learned and not judged. Nothing here knows what is bad: only what is rare.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chittychronicle {

struct AnomalyMethod {
  double alpha = 1e-4;
  std::int64_t floor = 10, least_failures = 5;
  std::int64_t learning_hours = 72;
};

// Hours are numbered from any beginning.
struct HourCount {
  std::int64_t hour = 0, count = 0, failed = 0;
};

struct Finding {
  std::string kind;
  std::int64_t first_hour = 0, last_hour = 0;  // both in it
  std::int64_t count = 0;
  double expected = 0, probability = 0;
  double mean = 0, variance = 0;  // an hour's, before
  std::int64_t history_hours = 0;
};

struct Judgement {
  bool learning = false;
  std::vector<Finding> findings;
};

// Of one pair. `counts` are its hours with events, in order; those from `recent` to before `end` are judged by those before.
Judgement judge(const std::vector<HourCount>& counts, std::int64_t recent, std::int64_t end, const AnomalyMethod& method = {});

}  // namespace chittychronicle
