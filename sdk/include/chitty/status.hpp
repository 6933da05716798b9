// One failure in all its forms: its code (plugin.h), its name in a program's output, its word and its status on the
// wire. The host, the daemon, services and the testkit all read this one table. Whoever passes a failure on passes its
// side on too: 4xx stays 4xx, and 5xx stays 5xx.
#ifndef CHITTY_STATUS_HPP
#define CHITTY_STATUS_HPP

#include <chitty/error.hpp>
#include <string_view>

namespace chitty {

struct CodeFacts {
  Code code;
  std::string_view name;          // "not_found": for programs that read a command's error
  std::string_view word;          // "NOT_FOUND": of the daemon on the wire
  std::string_view service_word;  // of a service on the wire, for what is the caller's fault; empty: the daemon answers
  int status;                     // by which a service, or the daemon for it, answers
};

// The first of each class (code / 100) is its plainest.
inline constexpr CodeFacts code_facts[] = {
    {Code::invalid_argument, "invalid_argument", "INVALID_ARGUMENT", "INVALID_REQUEST", 400},
    {Code::configuration, "configuration", "CONFIGURATION", "", 503},
    {Code::unauthenticated, "unauthenticated", "UNAUTHENTICATED", "UNAUTHORIZED", 401},
    {Code::permission_denied, "permission_denied", "PERMISSION_DENIED", "FORBIDDEN", 403},
    {Code::not_found, "not_found", "NOT_FOUND", "NOT_FOUND", 404},
    {Code::conflict, "conflict", "CONFLICT", "CONFLICT", 409},
    {Code::unreachable, "unreachable", "UNREACHABLE", "", 503},
    {Code::timeout, "timeout", "TIMEOUT", "", 503},
    {Code::refused, "refused", "REFUSED", "REFUSED", 422},
    {Code::rate_limited, "rate_limited", "RATE_LIMITED", "", 429},
    {Code::malformed, "malformed", "MALFORMED", "", 502},
    {Code::plugin_fault, "plugin_fault", "PLUGIN_FAULT", "", 500},
    {Code::host_fault, "host_fault", "HOST_FAULT", "", 500},
    {Code::not_supported, "not_supported", "NOT_SUPPORTED", "", 501},
    {Code::cancelled, "cancelled", "CANCELLED", "", 503}};

// Of a code newer than this header, those of its class; of one without a class, HOST_FAULT's.
constexpr const CodeFacts& facts_of(Code code) {
  const CodeFacts* of_class = nullptr;
  for (const auto& facts : code_facts) {
    if (facts.code == code) return facts;
    if (!of_class && static_cast<int>(facts.code) / 100 == static_cast<int>(code) / 100) of_class = &facts;
  }
  if (of_class) return *of_class;
  return facts_of(Code::host_fault);
}

// The status by which a service, or the daemon for it, answers a failure.
constexpr int status_of_code(Code code) { return facts_of(code).status; }

// What a reply of this status, 400 or above, means to whoever asked.
//
// 400 is REFUSED and not INVALID_ARGUMENT: the words were checked against the manifest before anything was sent, so
// they are words that the service knows and says no to; and services say 400 to much that is no fault of words, such as
// an address that is taken, a code used twice, a record that is not valid. INVALID_ARGUMENT (exit code 2) so means that
// nothing was sent. A failure inside (500, 501 and the like) is no refusal but an answer other than what was agreed.
Code code_of_status(int status);

}  // namespace chitty

#endif  // CHITTY_STATUS_HPP
