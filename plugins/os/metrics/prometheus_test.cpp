#include "prometheus.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "table.hpp"

namespace os::metrics {
namespace {

constexpr std::string_view page =
    "# HELP chittyd_requests_total Requests.\n# TYPE chittyd_requests_total counter\n"
    "chittyd_requests_total{service=\"a\",route=\"GET /x\",code=\"2xx\"} 90\n"
    "chittyd_requests_total{service=\"a\",route=\"GET /x\",code=\"5xx\"} 10\n"
    "chittyd_requests_total{service=\"b\",route=\"GET /y\",code=\"4xx\"} 3\n"
    "# HELP chittyd_request_duration_seconds Time.\n# TYPE chittyd_request_duration_seconds histogram\n"
    "chittyd_request_duration_seconds_bucket{service=\"a\",route=\"GET /x\",le=\"0.001\"} 50\n"
    "chittyd_request_duration_seconds_bucket{service=\"a\",route=\"GET /x\",le=\"0.01\"} 100\n"
    "chittyd_request_duration_seconds_bucket{service=\"a\",route=\"GET /x\",le=\"+Inf\"} 100\n"
    "chittyd_service_up{service=\"c\"} 1\n";

TEST(Prometheus, LinesAreSamples) {
  const auto samples = samples_of("a 1\nb{x=\"1\", y=\"q\\\"\\\\\\n\"} 2.5e3 1700000000\n# c 3\n\nd{x=\"1\"} +Inf\ne NaN\r\n");
  ASSERT_EQ(samples.size(), 4u);
  EXPECT_EQ(samples[1].labels.at("y"), "q\"\\\n");
  EXPECT_EQ(samples[1].value, 2500);
  EXPECT_TRUE(std::isinf(samples[2].value));
  EXPECT_TRUE(std::isnan(samples[3].value));
}

TEST(Prometheus, WhatIsNoneIsLeftOut) {
  for (const auto* text : {"", "a", "a b", "{x=\"1\"} 1", "a{x=1} 2", "a{x=\"1\" 2", "a{x=\"1", "a{", "1.5", "a 1x", "<html>"})
    EXPECT_TRUE(samples_of(text).empty()) << text;
  EXPECT_EQ(samples_of("junk here\nb 2").size(), 1u);
}

TEST(Prometheus, AQuantileLiesBetweenTwoBounds) {
  const Histogram histogram{{1, 50}, {10, 100}, {HUGE_VAL, 100}};
  EXPECT_DOUBLE_EQ(quantile(histogram, 0.5), 1);
  EXPECT_DOUBLE_EQ(quantile(histogram, 0.75), 5.5);
  EXPECT_DOUBLE_EQ(quantile({{1, 0}, {HUGE_VAL, 4}}, 0.5), 1) << "beyond the last bound";
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
  EXPECT_TRUE(std::isnan(quantile({{1, 0}}, 0.5)));
}

TEST(Prometheus, ATableIsByServiceOrByRoute) {
  const auto samples = samples_of(page);
  const auto all = rows_of(samples, "");
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].at("requests"), 100);
  EXPECT_EQ(all[0].at("errors"), 10);
  EXPECT_EQ(all[0].at("p50Ms"), 1.0);
  EXPECT_EQ(all[1].at("refused"), 3);
  EXPECT_EQ(all[2].at("requests"), 0) << "nobody has asked it yet";
  const auto one = rows_of(samples, "a");
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].at("route"), "GET /x");
  EXPECT_TRUE(rows_of(samples, "none").empty());
}

TEST(Prometheus, TheLinesOfOneServiceKeepTheirHeadings) {
  const auto lines = lines_of_service(page, "b");
  EXPECT_EQ(lines, "# HELP chittyd_requests_total Requests.\n# TYPE chittyd_requests_total counter\nchittyd_requests_total{service=\"b\",route=\"GET /y\",code=\"4xx\"} 3\n");
  EXPECT_EQ(lines_of_service(page, "none"), "");
}

TEST(Prometheus, ASparklineIsAsHighAsItsLargest) {
  EXPECT_EQ(sparkline({0, 1, 4, 8}), "▁▁▄█");
  EXPECT_EQ(sparkline({0, 0}), "▁▁");
  EXPECT_EQ(sparkline({}), "");
}

}  // namespace
}  // namespace os::metrics
