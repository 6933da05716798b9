// A status of 400 and above as an error: which kind, in whose words, and what to do.
#include <chitty/status.hpp>

#include "net/envelope.hpp"
#include "net/retry.hpp"
#include "net/transport.hpp"

namespace chitty {
namespace {

// For a reply that says nothing itself.
std::string_view plain_words(int status) {
  switch (status) {
    case 400:
      return "the request is not right";
    case 401:
      return "a valid credential is needed";
    case 403:
      return "this is not allowed";
    case 404:
      return "there is no such thing";
    case 405:
      return "this method is not offered there";
    case 408:
      return "the request took too long";
    case 409:
      return "it conflicts with what is there";
    case 410:
      return "it is gone";
    case 412:
      return "a condition was not met";
    case 413:
      return "the request is too large";
    case 415:
      return "this type of content is not taken";
    case 422:
      return "the request cannot be processed";
    case 429:
      return "too many requests";
    case 500:
      return "it failed inside";
    case 501:
      return "this is not available there";
    case 502:
      return "what is behind it is down";
    case 503:
      return "it is not available at the moment";
    case 504:
      return "what is behind it did not answer in time";
    default:
      return status >= 500 ? "it failed" : "it said no";
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
      return "The token of this remote is missing, wrong or expired: set a valid one in the configuration.";
    case Code::permission_denied:
      return scope.empty() ? "Use a token that may do this."
                           : "The token lacks the scope " + scope + " : use one that has it.";
    case Code::rate_limited:
      return error.retry_after.count() ? "Try again in " + seconds_of(error.retry_after) + "." : "Try again later.";
    case Code::unreachable:
    case Code::timeout:
      return error.retry_after.count() ? "Try again in " + seconds_of(error.retry_after) + "."
                                       : "Try again; the fault is on the other side.";
    default:
      return status >= 500 && status != 501 ? "The fault is on the other side; its log may say more." : "";
  }
}

}  // namespace

Error error_of_status(int status, std::string_view content_type, std::string_view body, std::string_view retry_after,
                      std::string_view who, std::string_view www_authenticate) {
  auto said = read_envelope(content_type, body);
  if (said.scope.empty() && status == 403) said.scope = parameter_of(www_authenticate, "scope");
  if (said.words.empty()) said.words = parameter_of(www_authenticate, "error_description");
  if (said.words.empty()) said.words = plain_words(status);

  Error error;
  error.code = code_of_status(status);
  // No full stop: the service's words often end in an id that someone will copy.
  error.message = std::string(who) + " answered " + std::to_string(status) + ": " + said.words;
  error.retryable = is_retryable(status) || status == 408;
  if (const auto wait = parse_retry_after(retry_after, now_ms())) error.retry_after = *wait;
  error.hint = said.hint.empty() ? hint_of(error, status, said.scope) : said.hint;
  error.details["status"] = status;
  if (!said.code.empty()) error.details["code"] = said.code;
  if (!said.scope.empty()) error.details["scope"] = said.scope;
  if (!said.request_id.empty()) error.details["request_id"] = said.request_id;
  return error;
}

}  // namespace chitty
