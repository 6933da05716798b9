#include "daemon/refusal.hpp"

#include "base/time.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/status.hpp>

namespace chitty::daemon {
namespace {

struct Word {
  Code code;
  const char* word;
};

constexpr Word words[] = {
    {Code::invalid_argument, "INVALID_ARGUMENT"}, {Code::configuration, "CONFIGURATION"}, {Code::unauthenticated, "UNAUTHENTICATED"},
    {Code::permission_denied, "PERMISSION_DENIED"}, {Code::not_found, "NOT_FOUND"},       {Code::conflict, "CONFLICT"},
    {Code::unreachable, "UNREACHABLE"},           {Code::timeout, "TIMEOUT"},             {Code::refused, "REFUSED"},
    {Code::rate_limited, "RATE_LIMITED"},         {Code::malformed, "MALFORMED"},         {Code::plugin_fault, "PLUGIN_FAULT"},
    {Code::host_fault, "HOST_FAULT"},             {Code::not_supported, "NOT_SUPPORTED"}, {Code::cancelled, "CANCELLED"},
};

// A code that is newer than this table is treated as its class (plugin.h).
const char* word_of(const Error& error) {
  for (const auto& known : words)
    if (known.code == error.code) return known.word;
  for (const auto& known : words)
    if (static_cast<int>(known.code) / 100 == error.kind()) return known.word;
  return "HOST_FAULT";
}

// Where the error's cause has a status of its own.
bool has_cause(const Error& error, Code code, const char* name) {
  const auto* cause = error.details.if_contains("cause");
  return error.code == code && cause && *cause == json::value(name);
}

int status_of(const Error& error) {
  if (has_cause(error, Code::host_fault, "disk_full")) return 507;
  if (has_cause(error, Code::host_fault, "database_gone")) return 503;
  if (has_cause(error, Code::invalid_argument, "body_too_large")) return 413;
  return status_of_code(error.code);
}

}  // namespace

Refusal refusal_for(Error error) {
  Refusal refusal;
  refusal.status = status_of(error);
  if (refusal.status == 401) refusal.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (refusal.status == 429 || refusal.status == 503) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(error.retry_after).count();
    refusal.headers.emplace_back("Retry-After", std::to_string(seconds > 0 ? seconds : 1));
  }
  refusal.error = std::move(error);
  return refusal;
}

Refusal refusal_with(int status, Code code, std::string message, std::string hint) {
  return Refusal{status, make_error(code, std::move(message), std::move(hint)), {}, {}};
}

Refusal refused_because(std::string_view reason, Refusal refusal) {
  refusal.reason = reason;
  return refusal;
}

Refusal body_too_large(std::uint64_t limit) {
  return refused_because("body_too_large", refusal_with(413, Code::invalid_argument, "The body is larger than this address takes.",
                                                         "At most " + std::to_string(limit) + " bytes."));
}

std::string refusal_body(const Refusal& refusal, std::string_view request_id) {
  json::object body{{"success", false}, {"error", word_of(refusal.error)}, {"message", refusal.error.message}};
  if (!refusal.error.hint.empty()) body["hint"] = refusal.error.hint;
  if (!refusal.error.details.empty()) body["details"] = refusal.error.details;
  body["timestamp"] = rfc3339(now_ms());
  body["requestId"] = json::string_view(request_id.data(), request_id.size());
  return json::serialize(body);
}

const char* reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 507: return "Insufficient Storage";
    default: return "Status";
  }
}

}  // namespace chitty::daemon
