// What rows of gateway_traffic come to.
#pragma once

#include <chitty/members.hpp>
#include <chitty/store.hpp>

#include "../histogram.hpp"

namespace chittygateway {

struct Sum {
  std::int64_t requests = 0, refused = 0, errors = 0, bytes_in = 0, bytes_out = 0;
  Histogram latency;

  void add(const chitty::Row& row) {
    const auto number = [&](std::string_view column) { return row.at(column).to_number<std::int64_t>(); };
    const auto status = number("class");
    requests += number("count");
    (status == 4 ? refused : errors) += status >= 4 ? number("count") : 0;
    bytes_in += number("bytes_in"), bytes_out += number("bytes_out");
    latency.add(chitty::text_in(row, "latency"));
  }

  chitty::json::object shown() const {
    chitty::json::object all{{"requests", requests}, {"refused", refused}, {"errors", errors}, {"measured", latency.count()}, {"bytesIn", bytes_in}, {"bytesOut", bytes_out}};
    if (latency.count() > 0) all["p50Ms"] = latency.percentile(0.5), all["p95Ms"] = latency.percentile(0.95), all["p99Ms"] = latency.percentile(0.99);
    return all;
  }
};

}  // namespace chittygateway
