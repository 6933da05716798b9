// traceparent (W3C Trace Context, level 1): whose trace a request belongs to, and which part of it is its parent.
#pragma once

#include <string>
#include <string_view>

namespace chitty::host::daemon {

struct TraceContext {
  std::string trace;   // 32 hexadecimal digits; empty: the request belongs to none
  std::string parent;  // 16, of whoever has sent it; empty: the trace begins here
  std::string span;    // 16, the request's own
  bool sampled = true;

  explicit operator bool() const { return !trace.empty(); }
  std::string field() const;  // the traceparent that is handed on: this request's own part as the parent
};

// Of the field as it came. One that is malformed begins a new trace; so does none where `begin`, else it gives none.
TraceContext trace_of(std::string_view traceparent, bool begin);

}  // namespace chitty::host::daemon
