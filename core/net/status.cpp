// A status of 400 and above as an error: which kind, in whose words, and what to do.
#include <chitty/status.hpp>

#include "net/envelope.hpp"
#include "net/retry.hpp"
#include "net/transport.hpp"

namespace chitty::host {
namespace {

// For a reply that says nothing itself.
std::string_view plain_words(int status) {
  switch (status) {
    case 400:
      return "bad request";
    case 401:
      return "authentication required";
    case 403:
      return "not allowed";
    case 404:
      return "not found";
    case 405:
      return "method not allowed";
    case 408:
      return "request timed out";
    case 409:
      return "conflict";
    case 410:
      return "it is gone";
    case 412:
      return "precondition failed";
    case 413:
      return "the request is too large";
    case 415:
      return "unsupported content type";
    case 422:
      return "the request cannot be processed";
    case 429:
      return "too many requests";
    case 500:
      return "internal server error";
    case 501:
      return "not implemented";
    case 502:
      return "bad gateway";
    case 503:
      return "temporarily unavailable";
    case 504:
      return "gateway timeout";
    default:
      return status >= 500 ? "it failed" : "request rejected";
  }
}

// The value of `name` in a WWW-Authenticate header: scope="a b".
std::string parameter_of(std::string_view header, std::string_view name) {
  const auto at = header.find(std::string(name) + "=\"");
  if (at == std::string_view::npos) return {};
  header.remove_prefix(at + name.size() + 2);
  return std::string(header.substr(0, header.find('"')));
}

std::string seconds_of(std::chrono::milliseconds time) {
  const auto seconds = (time.count() + 999) / 1000;
  return seconds < 120 ? std::to_string(seconds) + " s" : std::to_string((seconds + 59) / 60) + " minutes";
}

std::string hint_of(const Error& error, int status, const std::string& scope) {
  switch (error.code) {
    case Code::unauthenticated:
      return "The token is missing, wrong or expired: set a valid one in the configuration.";
    case Code::permission_denied:
      return scope.empty() ? "Use a token that is allowed to do this."
                           : "Use a token with the scope " + scope;
    case Code::rate_limited:
      return error.retry_after.count() ? "Try again in " + seconds_of(error.retry_after) + "." : "Try again later.";
    case Code::unreachable:
    case Code::timeout:
      return error.retry_after.count() ? "Try again in " + seconds_of(error.retry_after) + "."
                                       : "Try again; the server is at fault.";
    default:
      return status >= 500 && status != 501 ? "The server is at fault; its log may say more." : "";
  }
}

}  // namespace

Error error_of_status(int status, std::string_view content_type, std::string_view body, std::string_view retry_after,
                      std::string_view who, std::string_view www_authenticate) {
  auto said = read_envelope(content_type, body);
  if (said.scope.empty() && status == 403) said.scope = parameter_of(www_authenticate, "scope");
  if (said.words.empty()) said.words = parameter_of(www_authenticate, "error_description");
  // A service that says why is quoted, as if the command were local; who answered what is for details, and for -v. One that
  // gives no reason, or is broken, is named.
  const bool is_sentence = said.words.find(' ') != std::string::npos && content_type.find("html") == std::string_view::npos;
  const bool plain_fact = is_sentence && status < 500;
  if (said.words.empty()) said.words = plain_words(status);

  Error error;
  error.code = code_of_status(status);
  // No full stop: the service's words often end in an id that someone will copy.
  error.message = plain_fact ? said.words : std::string(who) + " answered " + std::to_string(status) + ": " + said.words;
  error.details["answeredBy"] = who;
  error.retryable = is_retryable(status) || status == 408;
  if (const auto wait = parse_retry_after(retry_after, now_ms())) error.retry_after = *wait;
  error.hint = said.hint.empty() ? hint_of(error, status, said.scope) : said.hint;
  error.details["status"] = status;
  if (!said.code.empty()) error.details["code"] = said.code;
  if (!said.scope.empty()) error.details["scope"] = said.scope;
  if (!said.request_id.empty()) error.details["requestId"] = said.request_id;
  return error;
}

}  // namespace chitty::host
