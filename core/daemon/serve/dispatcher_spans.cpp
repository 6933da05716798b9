// A request as a part of a trace, for whoever collects them; and what became of those parts.
#include "daemon/serve/dispatcher.hpp"

#include "base/time.hpp"

namespace chitty::host::daemon {

void Dispatcher::note_span(const Admission& admission, std::string_view method, std::string_view route, int status, std::uint64_t microseconds) {
  if (!admission.trace || !admission.trace.sampled) return;
  Span span;
  span.context = admission.trace;
  span.method = method, span.route = route, span.request_id = admission.request_id;
  // A label is "POST /v1/notes"; a prefix of the policy, or nothing, has no method in it.
  span.name = route.empty() ? span.method : route.starts_with('/') ? span.method + " " + span.route
                                                                   : span.route;
  if (admission.service) span.service = admission.service->name;
  span.status = status;
  span.end_ns = static_cast<std::uint64_t>(now_ms()) * 1'000'000;
  span.start_ns = span.end_ns - microseconds * 1000;
  parts_.spans->add(std::move(span));
}

std::string Dispatcher::metrics() const {
  auto page = pages_.metrics();
  if (!parts_.spans) return page;
  const auto& counts = parts_.spans->counts();
  append_heading(page, "chittyd_spans_total", "counter", "Parts of traces: handed to the collector, dropped for want of room, or not taken by it.");
  append_sample(page, "chittyd_spans_total{outcome=\"sent\"}", static_cast<double>(counts.sent.load()));
  append_sample(page, "chittyd_spans_total{outcome=\"dropped\"}", static_cast<double>(counts.dropped.load()));
  append_sample(page, "chittyd_spans_total{outcome=\"failed\"}", static_cast<double>(counts.failed.load()));
  return page;
}

}  // namespace chitty::host::daemon
