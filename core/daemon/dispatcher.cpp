#include "daemon/dispatcher.hpp"

#include "base/time.hpp"
#include "base/base64.hpp"
#include "daemon/crew.hpp"

#include <charconv>
#include <sys/random.h>

namespace chitty::daemon {
namespace {

std::string random_prefix() {
  char bytes[6] = {};
  (void)!::getrandom(bytes, sizeof bytes, 0);
  return "req_" + base64url({bytes, sizeof bytes}) + "_";
}

std::string path_below_service(const Target& target) {
  std::string path;
  for (std::size_t i = 1; i < target.segments.size(); ++i) path.append("/").append(target.segments[i]);
  return path.empty() ? "/" : path;
}

Refusal too_late(const std::string& service) {
  return refusal_with(504, Code::timeout, "The service " + service + " did not answer in time.", "Ask for less at once, or try again later.");
}

void add_limit_fields(const Limiter::Verdict& verdict, Exchange& exchange) {
  exchange.add_field("X-RateLimit-Limit", std::to_string(verdict.limit));
  exchange.add_field("X-RateLimit-Remaining", std::to_string(verdict.remaining));
  exchange.add_field("X-RateLimit-Reset", std::to_string(verdict.ends_at / 1000));
}

Result<void> handled(const HostedService& service, ServiceCall& call) {
  const Crew::Working working;
  return service.code->handle(call.handle());
}

std::string lower_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  for (char& c : type)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return type;
}

}  // namespace

Dispatcher::Dispatcher(const Parts& parts)
    : parts_(parts), router_(parts.services), gate_(parts.tokens, parts.limiter), pages_(parts.services, parts.world.store, parts.board),
      id_prefix_(random_prefix()) {}

std::string Dispatcher::next_request_id() {
  char number[20];
  const auto end = std::to_chars(number, number + sizeof number, next_id_.fetch_add(1, std::memory_order_relaxed), 36).ptr;
  std::string id;
  id.reserve(32);
  return id.append(id_prefix_).append(number, end);
}

void Dispatcher::refuse_early(Refusal refusal, Admission& out) {
  out.begun = std::chrono::steady_clock::now();
  out.request_id = next_request_id();
  out.refusal = std::move(refusal);
}

void Dispatcher::admit(const RequestHead& head, const std::string& peer, Admission& out) {
  out.begun = std::chrono::steady_clock::now();
  out.request_id = next_request_id();
  if (auto wrong_host = parts_.hosts.look_at(head)) {
    out.refusal = std::move(*wrong_host);
    return;
  }
  if (auto parsed = parse_target(head.target(), out.target); !parsed) {
    out.refusal = refused_because("malformed_target", refusal_for(parsed.error()));
    return;
  }
  if (const auto scope = find_place(head, out)) out.refusal = gate_.admit(head, peer, *scope, out.caller);
  else if (out.route) out.caller = gate_.recognise(head, peer);
  if (out.refusal || !out.route) return;
  out.limit = gate_.count(out.caller, peer, *out.route);
  if (out.limit && !out.limit->allowed) out.refusal = Gate::too_many(*out.limit);
}

std::optional<std::string_view> Dispatcher::find_place(const RequestHead& head, Admission& out) {
  const bool reads = head.method() == "GET" || head.method() == "HEAD";
  const auto& segments = out.target.segments;
  if (reads && segments.size() == 1 && segments[0] == "health") {
    out.page = Admission::Page::health;
    return std::nullopt;
  }
  if (reads && segments.size() == 1 && segments[0] == "metrics") {
    out.page = Admission::Page::metrics;
    return out.scope = "chittyd:metrics";
  }
  router_.settle(out.target);
  auto found = router_.find(head.method(), out.target);
  if (!found) {
    out.refusal = found.error();
    return std::nullopt;
  }
  out.service = found->service, out.route = found->route;
  if (!out.route) {
    out.page = Admission::Page::service_health;
    return std::nullopt;
  }
  const auto& declared = out.route->declared;
  out.body_limit = declared.body_limit > 0 ? std::optional<std::uint64_t>(declared.body_limit) : std::nullopt;
  if (declared.is_public) return std::nullopt;
  return out.scope = declared.scope;
}

void Dispatcher::answer(const RequestHead& head, const Admission& admission, const std::string& peer, Exchange& exchange,
                        std::uint64_t body_bytes) {
  pages_.in_flight.fetch_add(1, std::memory_order_relaxed);
  if (admission.limit) add_limit_fields(*admission.limit, exchange);
  if (admission.refusal) exchange.refuse(*admission.refusal), tell_refusal(*admission.refusal, admission, peer);
  else if (admission.service && admission.service->out_of_order) exchange.refuse(refusal_for(*admission.service->out_of_order));
  else if (admission.page != Admission::Page::none) give_page(admission, exchange);
  else run_service(head, admission, peer, exchange);
  exchange.finish();
  pages_.in_flight.fetch_sub(1, std::memory_order_relaxed);
  note(head, admission, peer, exchange, body_bytes);
}

void Dispatcher::tell_refusal(const Refusal& refusal, const Admission& admission, const std::string& peer) {
  if (!parts_.refusals || refusal.reason.empty()) return;
  Refused refused;
  refused.status = refusal.status, refused.reason = refusal.reason;
  if (admission.service) refused.service = admission.service->name;
  if (admission.route) refused.route = admission.route->label;
  refused.scope = admission.scope, refused.client = peer, refused.request_id = admission.request_id;
  if (admission.caller) refused.actor = admission.caller->facts.subject, refused.token_id = admission.caller->facts.token_id;
  parts_.refusals->note(refused, now_ms());
}

void Dispatcher::give_page(const Admission& admission, Exchange& exchange) {
  switch (admission.page) {
    case Admission::Page::health: return exchange.give(200, "application/json", pages_.health());
    case Admission::Page::metrics: return exchange.give(200, "text/plain; version=0.0.4", pages_.metrics());
    case Admission::Page::service_health: return exchange.give(200, "application/json", OwnPages::health_of(*admission.service));
    case Admission::Page::none: return;
  }
}

void Dispatcher::run_service(const RequestHead& head, const Admission& admission, const std::string& peer, Exchange& exchange) {
  const auto& service = *admission.service;
  ServiceCall call(parts_.world, service);
  call.exchange = &exchange, call.head = &head, call.caller = admission.caller;
  call.is_public = admission.route->declared.is_public, call.depth = admission.depth;
  call.path = path_below_service(admission.target);
  call.parameters = Router::parameters(*admission.route, admission.target);
  call.query = query_as_json(admission.target.encoded_query);
  call.content_type = lower_type(head.first("Content-Type"));
  call.base_url = "http://";
  call.base_url.append(head.first("Host")).append("/").append(service.name);
  call.info.handler = abi::borrow(admission.route->declared.handler);
  call.info.method = abi::borrow(head.method());
  call.info.path = abi::borrow(call.path);
  call.info.parameters = abi::borrow(call.parameters);
  call.info.query = abi::borrow(call.query);
  call.info.content_type = abi::borrow(call.content_type);
  call.info.caller = abi::borrow(call.caller ? std::string_view(call.caller->json) : "{}");
  call.info.request_id = abi::borrow(admission.request_id);
  call.info.base_url = abi::borrow(call.base_url);
  call.info.target = abi::borrow(head.target());
  call.info.client = abi::borrow(peer);

  const InService here(service.number);
  auto done = handled(service, call);
  if (!exchange.begun() && exchange.wire().late()) return exchange.refuse(too_late(service.name));
  if (!done) {
    auto refusal = refusal_for(done.error());
    if (refusal.status == 413 && !exchange.begun()) tell_refusal(refused_because("body_too_large", refusal), admission, peer);
    exchange.refuse(refusal);
  }
  if (!done && parts_.log && done.error().kind() == 8)
    parts_.log->warn(service.name + ": " + admission.route->label + " (" + admission.request_id + "): " + done.error().message);
}

void Dispatcher::note(const RequestHead& head, const Admission& admission, const std::string& peer, const Exchange& exchange,
                      std::uint64_t body_bytes) {
  const auto taken = std::chrono::steady_clock::now() - admission.begun;
  const auto microseconds = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(taken).count());
  auto& metrics = admission.route                                   ? admission.route->metrics
                  : admission.page == Admission::Page::health  ? pages_.requests_health
                  : admission.page == Admission::Page::metrics ? pages_.requests_metrics
                                                               : pages_.requests_refused;
  metrics.note(exchange.status(), microseconds);
  if (!parts_.access) return;
  AccessEntry entry;
  entry.time_ms = now_ms();
  entry.request_id = admission.request_id;
  entry.method = head.method();
  entry.path = head.target().substr(0, std::min<std::size_t>(head.target().find('?'), 1024));
  entry.service = admission.service ? std::string_view(admission.service->name) : "chittyd";
  entry.route = admission.route ? std::string_view(admission.route->label) : std::string_view();
  entry.caller = admission.caller ? std::string_view(admission.caller->facts.subject) : std::string_view();
  entry.peer = peer;
  entry.status = exchange.status();
  entry.bytes_in = body_bytes, entry.bytes_out = exchange.body_bytes(), entry.microseconds = microseconds;
  parts_.access->add(entry);
}

}  // namespace chitty::daemon
