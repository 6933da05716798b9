// One request's part of a trace, and a batch of them as OTLP/HTTP's JSON has it.
#pragma once

#include "daemon/trace/trace_context.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

struct Span {
  TraceContext context;
  std::string name;  // "POST /v1/notes": a route, never a path with somebody's id in it
  std::string method, service, route, request_id;
  std::uint64_t start_ns = 0, end_ns = 0;  // since 1970
  int status = 0;
};

// ExportTraceServiceRequest; ids are hexadecimal there, numbers of 64 bits are texts.
std::string otlp_json(const std::vector<Span>& spans, std::string_view version);

}  // namespace chitty::host::daemon
