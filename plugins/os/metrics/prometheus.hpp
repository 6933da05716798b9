// The text that Prometheus reads (exposition format 0.0.4), as samples.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace os::metrics {

using Labels = std::map<std::string, std::string>;

struct Sample {
  std::string name;
  Labels labels;
  double value = 0;
};

// The samples of a page in their order; a line that is none is left out. At most 100,000: a page that goes on counts for what it had until
// then. Timestamps are dropped.
std::vector<Sample> samples_of(std::string_view page);

// The lines of the samples whose label `service` is this one, with the HELP and TYPE of their names.
std::string lines_of_service(std::string_view page, std::string_view service);

// A sample's value by name and labels that it must have; `fallback` where there is none.
double value_of(const std::vector<Sample>& samples, std::string_view name, const Labels& labels, double fallback);

// One histogram's buckets by their upper bounds, summed over several: {0.05: 7, 0.1: 9, inf: 10}.
using Histogram = std::map<double, double>;

// The value below which the share `q` of what was counted lies, between two bounds by proportion; NaN where nothing was counted, the last
// bound for what lies beyond it.
double quantile(const Histogram& histogram, double q);

}  // namespace os::metrics
