#include "daemon/wire/http_error.hpp"

#include "base/time.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/status.hpp>

namespace chitty::host::daemon {
namespace {

// Where the error's cause has a status of its own.
bool has_cause(const Error& error, Code code, const char* name) {
  const auto* cause = error.details.if_contains("cause");
  return error.code == code && cause && *cause == json::value(name);
}

int status_of(const Error& error) {
  if (has_cause(error, Code::host_fault, "disk_full")) return 507;
  if (has_cause(error, Code::host_fault, "database_gone") || has_cause(error, Code::host_fault, "blobs_gone") || has_cause(error, Code::host_fault, "read_only")) return 503;
  if (has_cause(error, Code::invalid_argument, "body_too_large")) return 413;
  if (has_cause(error, Code::invalid_argument, "trailers_too_large")) return 431;
  if (has_cause(error, Code::timeout, "client_too_slow")) return 408;
  return status_of_code(error.code);
}

}  // namespace

HttpError http_error_for(Error error) {
  HttpError refusal;
  refusal.status = status_of(error);
  if (refusal.status == 401) refusal.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (refusal.status == 429 || refusal.status == 503) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(error.retry_after).count();
    refusal.headers.emplace_back("Retry-After", std::to_string(seconds > 0 ? seconds : 1));
  }
  refusal.error = std::move(error);
  return refusal;
}

HttpError http_error_with(int status, Code code, std::string message, std::string hint) {
  return HttpError{status, make_error(code, std::move(message), std::move(hint)), {}};
}

HttpError unfitting_request(Error error) {
  HttpError refusal = http_error_for(std::move(error));
  refusal.word = "INVALID_REQUEST";
  return refusal;
}

HttpError rejected(std::string_view reason, HttpError refusal) {
  refusal.reason = reason;
  return refusal;
}

HttpError body_too_large(std::uint64_t limit) {
  return rejected("body_too_large", http_error_with(413, Code::invalid_argument, "The body is too large for this address.",
                                                    "At most " + std::to_string(limit) + " bytes."));
}

std::string http_error_body(const HttpError& refusal, std::string_view request_id) {
  const auto word = refusal.word.empty() ? facts_of(refusal.error.code).word : std::string_view(refusal.word);
  json::object body{{"success", false}, {"error", word}, {"message", refusal.error.message}};
  if (!refusal.error.hint.empty()) body["hint"] = refusal.error.hint;
  if (!refusal.error.details.empty()) body["details"] = refusal.error.details;
  body["timestamp"] = rfc3339(now_ms());
  body["requestId"] = json::string_view(request_id.data(), request_id.size());
  return json::serialize(body);
}

const char* reason_phrase(int status) {
  switch (status) {
    case 101: return "Switching Protocols";
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
    case 508: return "Loop Detected";
    default: return "Status";
  }
}

}  // namespace chitty::host::daemon
