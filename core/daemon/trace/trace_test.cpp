// traceparent as W3C has it, OTLP's JSON, and a queue that never holds anybody up.
#include "daemon/trace/span_exporter.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace chitty::host::daemon {
namespace {

const std::string trace = "0af7651916cd43dd8448eb211c80319c", parent = "b7ad6b7169203331";

TEST(Traces, ThatOfACallerGoesOn) {
  const auto context = trace_of("00-" + trace + "-" + parent + "-01", false);
  EXPECT_EQ(context.trace, trace);
  EXPECT_EQ(context.parent, parent);
  EXPECT_TRUE(context.sampled);
  EXPECT_EQ(context.span.size(), 16u);
  EXPECT_NE(context.span, parent);
  EXPECT_EQ(context.field(), "00-" + trace + "-" + context.span + "-01");
  EXPECT_FALSE(trace_of("00-" + trace + "-" + parent + "-00", false).sampled);
  EXPECT_TRUE(trace_of("00-" + trace + "-" + parent + "-0f", false).sampled);
}

TEST(Traces, ANewerVersionIsReadAsTheFirst) {
  for (const auto* more : {"", "-", "-what-comes"}) EXPECT_EQ(trace_of("cc-" + trace + "-" + parent + "-01" + more, false).trace, trace) << more;
}

TEST(Traces, WhatIsNoneBeginsANewOne) {
  const std::string zeros(32, '0');
  for (const auto& field : {std::string("nonsense"), "00-" + trace + "-" + parent + "-01-more", "ff-" + trace + "-" + parent + "-01", "00-" + zeros + "-" + parent + "-01", "00-" + trace + "-" + zeros.substr(16) + "-01",
                            "00-" + trace.substr(1) + "G-" + parent + "-01", "00-" + trace + "-" + parent + "-0", "00-0AF7651916CD43DD8448EB211C80319C-" + parent + "-01", "cc-" + trace + "-" + parent + "-01x"}) {
    const auto context = trace_of(field, false);
    EXPECT_EQ(context.trace.size(), 32u) << field;
    EXPECT_NE(context.trace, trace) << field;
    EXPECT_TRUE(context.parent.empty()) << field;
  }
  EXPECT_FALSE(trace_of("", false));
  EXPECT_TRUE(trace_of("", true));
  EXPECT_NE(trace_of("", true).trace, trace_of("", true).trace);
}

TEST(Traces, ABatchIsOtlpsJson) {
  Span span;
  span.context = trace_of("00-" + trace + "-" + parent + "-01", false);
  span.name = "POST /v1/notes", span.method = "POST", span.route = "POST /v1/notes", span.service = "acme", span.request_id = "req_1";
  span.start_ns = 1764288000000000000, span.end_ns = span.start_ns + 5, span.status = 503;
  const auto body = boost::json::parse(otlp_json({span}, "1.2.3"));
  const auto& one = body.at("resourceSpans").at(0).at("scopeSpans").at(0).at("spans").at(0);
  EXPECT_EQ(one.at("traceId"), boost::json::value(trace));
  EXPECT_EQ(one.at("parentSpanId"), boost::json::value(parent));
  EXPECT_EQ(one.at("kind"), 2);
  EXPECT_EQ(one.at("startTimeUnixNano"), "1764288000000000000");
  EXPECT_EQ(one.at("status").at("code"), 2);
  span.context.parent.clear(), span.status = 404;
  const auto root = boost::json::parse(otlp_json({span}, "1")).at("resourceSpans").at(0).at("scopeSpans").at(0).at("spans").at(0);
  EXPECT_FALSE(root.as_object().contains("parentSpanId"));
  EXPECT_FALSE(root.at("status").as_object().contains("code"));
}

// No library to send with: nothing is handed over, nobody waits, and all of it is counted.
TEST(Traces, WhatIsLostIsCounted) {
  int told = 0;
  std::uint64_t lost = 0;
  constexpr std::uint64_t all = SpanExporter::most_waiting * 3;
  {
    SpanExporter exporter("http://127.0.0.1:1/v1/traces", "/nowhere", [&](std::string_view) { ++told; });
    for (std::uint64_t i = 0; i < all; ++i) exporter.add({});
    for (int i = 0; i < 100 && exporter.counts().failed + exporter.counts().dropped < all; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    lost = exporter.counts().failed + exporter.counts().dropped;
    EXPECT_EQ(exporter.counts().sent, 0u);
  }
  EXPECT_EQ(lost, all);
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace chitty::host::daemon
