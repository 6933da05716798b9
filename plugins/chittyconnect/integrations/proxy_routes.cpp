// Requests to a connected platform, with the credential that is kept here: /api/v1/proxy/{slug}
#include <chittyconnect_names.hpp>

#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chitty/utf8.hpp>

#include "connection.hpp"

namespace chittyconnect::routes {

using namespace chitty;
using namespace integrations;

namespace {

template <class Given>
Result<Outward> request_of(Service& service, const Given& given) {
  CHITTY_TRY(const auto connection, connection_of_caller(service, given.path.slug));
  CHITTY_TRY(auto made, request_to(service, connection, given.body.method, given.body.path));
  CHITTY_TRY(const auto body, service.body());
  if (const auto* sent = body.if_contains("body")) {
    made.body = json::serialize(*sent);
    made.headers["Content-Type"] = "application/json";
  }
  made.repeatable = given.body.method == "GET" || given.body.repeatable;
  return made;
}

// What was asked, without its query, which may hold anything; and what came of it.
template <class Given>
Result<void> noted(Service& service, const Given& given, const Result<Answer>& answered) {
  json::object data{{"method", given.body.method}, {"path", given.body.path.substr(0, given.body.path.find('?'))}};
  if (answered) data["status"] = answered->status, data["durationMs"] = answered->took_ms;
  if (!answered) data["error"] = facts_of(answered.error().code).name;
  return service.event("proxy.called", given.path.slug, std::move(data));
}

// JSON as it is, anything else as a text.
json::value body_of(const Answer& answered) {
  boost::system::error_code ec;
  auto value = json::parse(answered.body, ec, {}, detail::as_deep_as_the_host());
  if (!ec) return value;
  return is_utf8(answered.body) ? json::value(answered.body) : json::value();
}

}  // namespace

Result<Response> proxy(Service& service, const Proxy& given) {
  CHITTY_TRY(const auto request, request_of(service, given));
  const auto answered = ask_outside(service, request);
  CHITTY_DO(noted(service, given, answered));
  if (!answered) return answered.error();
  return answer(service, {{"status", answered->status}, {"contentType", answered->content_type}, {"body", answered->body.empty() ? json::value() : body_of(*answered)}});
}

Result<Response> proxy_stream(Service& service, const ProxyStream& given) {
  CHITTY_TRY(auto request, request_of(service, given));
  request.headers["Accept"] = "text/event-stream";
  const auto answered = pass_on(service, request);
  CHITTY_DO(noted(service, given, answered));
  if (!answered) return answered.error();
  if (service.begun()) return Response::done();
  const auto words = words_of(*answered);
  return make_error(Code::refused, "The platform refused by " + std::to_string(answered->status) + (words.empty() ? "." : ": " + words));
}

}  // namespace chittyconnect::routes
