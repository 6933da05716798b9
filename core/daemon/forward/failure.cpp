#include "daemon/forward/failure.hpp"

namespace chitty::host::daemon {
namespace {

Failure told(std::string_view word, int status, Code code, std::string message, std::string hint) {
  Failure failure;
  failure.refusal = http_error_with(status, code, std::move(message), std::move(hint));
  failure.refusal.headers.emplace_back("Proxy-Status", "chittyd; error=" + std::string(word));
  return failure;
}

std::string backend_of(std::string_view route, std::string_view what) {
  return "The backend of the route " + std::string(route) + " " + std::string(what) + ".";
}

constexpr const char* look_there = "Check that it runs and can be reached from here, then try again.";

std::string_view reason_of(const Error& error) {
  const auto* reason = error.details.if_contains("reason");
  return reason && reason->is_string() ? std::string_view(reason->get_string()) : std::string_view();
}

}  // namespace

Failure unreachable_backend(std::string_view route, std::string_view word, std::string_view what) {
  auto failure = told(word, 502, Code::unreachable, backend_of(route, what), look_there);
  failure.may_try_again = true;
  return failure;
}

Failure silent_backend(std::string_view route, std::string_view word, std::string_view what) {
  return told(word, 504, Code::timeout, backend_of(route, what), "Try again later, or give the route more time.");
}

Failure lying_backend(std::string_view route, std::string_view word, std::string_view what) {
  return told(word, 502, Code::malformed, backend_of(route, what), "See what it answers when it is asked directly.");
}

Failure dial_failure(std::string_view route, const Error& error) {
  const auto reason = reason_of(error);
  Failure failure = reason == "refused"  ? unreachable_backend(route, "connection_refused", "refused the connection")
                    : reason == "dns"    ? unreachable_backend(route, "dns_error", "has a name that has no address")
                    : reason == "silent" ? silent_backend(route, "connection_timeout", "did not accept the connection in time")
                    : reason == "tls"    ? unreachable_backend(route, "tls_protocol_error", "does not speak TLS as it should")
                    : reason.starts_with("certificate")
                        ? unreachable_backend(route, "tls_certificate_error", "has a certificate that is not to be trusted")
                        : unreachable_backend(route, "destination_unavailable", "cannot be reached");
  failure.nothing_sent = true;
  failure.may_try_again = error.retryable || reason == "silent";
  return failure;
}

Failure of_client(Error error) {
  Failure failure;
  failure.refusal = http_error_for(std::move(error));
  failure.of_backend = false;
  return failure;
}

HttpError loop_detected() {
  auto refusal = http_error_with(508, Code::refused, "The request has been here before: a route leads back to this daemon.",
                                 "Let the route lead to where the address is answered.");
  refusal.headers.emplace_back("Proxy-Status", "chittyd; error=proxy_loop_detected");
  return refusal;
}

HttpError breaker_open(std::string_view route, std::chrono::milliseconds closed) {
  Error error = make_error(Code::unreachable, backend_of(route, "has failed several times in a row, and is left alone for a while"), "Try again later.");
  error.retryable = true;
  error.retry_after = closed;
  auto refusal = http_error_for(std::move(error));
  refusal.status = 503;
  refusal.headers = {{"Retry-After", std::to_string(std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(closed).count()))},
                     {"Proxy-Status", "chittyd; error=destination_unavailable"}};
  return refusal;
}

HttpError too_many_streams() {
  Error error = make_error(Code::unreachable, "Too many streams to backends are open at this daemon.", "Close some, or try again later.");
  error.retryable = true;
  return http_error_for(std::move(error));
}

HttpError service_missing(std::string_view route, std::string_view service) {
  auto refusal = http_error_with(502, Code::not_found,
                                 "The route " + std::string(route) + " leads to the service " + std::string(service) + ", which is not installed here.",
                                 "Install the plugin of that name, or lead the route elsewhere.");
  refusal.headers.emplace_back("Proxy-Status", "chittyd; error=destination_not_found");
  return refusal;
}

}  // namespace chitty::host::daemon
