// A page of metrics as rows that a person reads: requests, errors and times, by service or by route.
#pragma once

#include "prometheus.hpp"

#include <boost/json/array.hpp>

#include <string>
#include <vector>

namespace os::metrics {

// Rows {service, route?, requests, refused, errors, p50Ms, p95Ms, up?} of what chittyd counts. `service`: only this one, by route; empty:
// all, one row each. Times are read off the buckets of the histogram.
boost::json::array rows_of(const std::vector<Sample>& samples, const std::string& service);

// Rows {metric, value} of another program's page, as they are.
boost::json::array plain_rows(const std::vector<Sample>& samples);

// "▁▂█": eight heights, the largest is full, zero the lowest.
std::string sparkline(const std::vector<double>& values);

}  // namespace os::metrics
