#include "daemon/trace/trace_context.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <array>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t trace_size = 32, span_size = 16, whole_size = 55;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_id(std::string_view text) { return is_hex(text) && text.find_first_not_of('0') != std::string_view::npos; }

// Digits of chance. Where the system has none to give there is no trace.
std::string new_id(std::size_t digits) {
  std::array<unsigned char, trace_size / 2> bytes{};
  if (!fill_random(bytes.data(), digits / 2)) return {};
  bytes[0] = static_cast<unsigned char>(bytes[0] | 1);  // never all zero
  std::string text;
  for (std::size_t i = 0; i < digits / 2; ++i) (text += "0123456789abcdef"[bytes[i] >> 4]) += "0123456789abcdef"[bytes[i] & 15];
  return text;
}

// "00-TRACE-SPAN-FLAGS". What a newer version has behind that is not looked at; ff is no version.
bool take(std::string_view field, TraceContext& out) {
  if (field.size() < whole_size || field[2] != '-' || field[35] != '-' || field[52] != '-') return false;
  const auto version = field.substr(0, 2), trace = field.substr(3, trace_size), parent = field.substr(36, span_size), flags = field.substr(53, 2);
  if (!is_hex(version) || version == "ff" || !is_id(trace) || !is_id(parent) || !is_hex(flags)) return false;
  if (field.size() > whole_size && (version == "00" || field[whole_size] != '-')) return false;
  out.trace = trace, out.parent = parent;
  out.sampled = ((flags[1] >= 'a' ? flags[1] - 'a' + 10 : flags[1] - '0') & 1) != 0;
  return true;
}

}  // namespace

std::string TraceContext::field() const { return "00-" + trace + "-" + span + (sampled ? "-01" : "-00"); }

TraceContext trace_of(std::string_view traceparent, bool begin) {
  TraceContext context;
  if (traceparent.empty() && !begin) return context;
  if (!take(traceparent, context)) context.trace = new_id(trace_size);
  if (!context.trace.empty()) context.span = new_id(span_size);
  if (context.span.empty()) context.trace.clear();
  return context;
}

}  // namespace chitty::host::daemon
