#include "daemon/trace/span.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {
namespace {

namespace json = boost::json;

constexpr int server_kind = 2, error_code = 2;

json::object text(std::string_view key, std::string_view value) { return {{"key", key}, {"value", {{"stringValue", value}}}}; }
json::object number(std::string_view key, std::int64_t value) { return {{"key", key}, {"value", {{"intValue", std::to_string(value)}}}}; }

json::object span_of(const Span& span) {
  json::array attributes{text("http.request.method", span.method), number("http.response.status_code", span.status)};
  if (!span.route.empty()) attributes.push_back(text("http.route", span.route));
  if (!span.service.empty()) attributes.push_back(text("chitty.service", span.service));
  attributes.push_back(text("chitty.request_id", span.request_id));
  json::object made{{"traceId", span.context.trace},
                    {"spanId", span.context.span},
                    {"name", span.name},
                    {"kind", server_kind},
                    {"startTimeUnixNano", std::to_string(span.start_ns)},
                    {"endTimeUnixNano", std::to_string(span.end_ns)},
                    {"attributes", std::move(attributes)},
                    {"flags", span.context.sampled ? 1 : 0}};
  if (!span.context.parent.empty()) made["parentSpanId"] = span.context.parent;
  made["status"] = span.status >= 500 ? json::object{{"code", error_code}} : json::object();
  return made;
}

}  // namespace

std::string otlp_json(const std::vector<Span>& spans, std::string_view version) {
  json::array all;
  for (const auto& span : spans) all.push_back(span_of(span));
  return json::serialize(json::object{{"resourceSpans", json::array{json::object{
                                                            {"resource", {{"attributes", json::array{text("service.name", "chittyd"), text("service.version", version)}}}},
                                                            {"scopeSpans", json::array{json::object{{"scope", {{"name", "chittyd"}, {"version", version}}}, {"spans", std::move(all)}}}}}}}});
}

}  // namespace chitty::host::daemon
