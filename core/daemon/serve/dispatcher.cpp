#include "daemon/serve/dispatcher.hpp"

#include "daemon/gate/foreign_page.hpp"
#include "daemon/serve/quota_page.hpp"
#include "daemon/serve/route_check.hpp"
#include "base/time.hpp"
#include "base/random.hpp"
#include "daemon/watch/thread_pool.hpp"

#include <charconv>
#include <functional>

namespace chitty::host::daemon {
namespace {

// Tells this process's requests from those of others; where the system has no randomness, the clock does.
constexpr std::size_t most_checked = 16u << 20;  // of a reply, when replies are checked

std::string random_prefix() {
  const auto random = random_text(6);
  return "req_" + (random ? *random : std::to_string(now_ms())) + "_";
}

std::string path_below_service(const RequestTarget& target) {
  std::string path;
  for (std::size_t i = 1; i < target.segments.size(); ++i) path.append("/").append(target.segments[i]);
  return path.empty() ? "/" : path;
}

HttpError too_late(const std::string& service) {
  return http_error_with(504, Code::timeout, "The service " + service + " did not answer in time.", "Ask for less at once, or try again later.");
}

// Whose things a caller is shown at a route.
std::string_view sight_of(const ServiceRoute& route, const Caller& caller) {
  if (route.sees.empty() || !caller) return route.sees;
  return caller->facts.owner || (!route.widens.empty() && caller->may(route.widens)) ? std::string_view("any") : route.sees;
}

OpenRoute open_route(const HostedRoute& route) {
  return {route.shape.body_kind(), route.declared.limit.has_value(), route.declared.other_sites};
}

Result<void> handled(const HostedService& service, ServiceCall& call) {
  const ThreadPool::Working working;
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
    : parts_(parts), router_(parts.services), gate_(parts.tokens, parts.limiter), pages_(parts.services, parts.world.store, parts.shared), readiness_(parts.services, parts.world.store, parts.world.blobs, watch_thread), health_checks_(
                                                                                                                                                                                                                               parts.services, [this](const HostedService& service, Wire& wire) { return fault_of(service, wire); }, watch_thread),
      forwarder_(parts.library, parts.log),
      id_prefix_(random_prefix()) {}

std::string Dispatcher::next_request_id() {
  char number[20];
  const auto end = std::to_chars(number, number + sizeof number, next_id_.fetch_add(1, std::memory_order_relaxed), 36).ptr;
  std::string id;
  id.reserve(32);
  return id.append(id_prefix_).append(number, end);
}

HttpError Dispatcher::too_busy() {
  Error error = make_error(Code::unreachable, "Too many requests to this daemon wait for something at once.", "Try again in a moment.");
  error.retryable = true;
  return rejected("too_busy", http_error_for(std::move(error)));
}

bool Dispatcher::is_too_busy(const Admission& admission) {
  return admission.depth == 0 && ThreadPool::few_left() && !(admission.caller && admission.caller->facts.owner);
}

void Dispatcher::refuse_early(HttpError refusal, Admission& out) {
  out.begun = std::chrono::steady_clock::now();
  out.request_id = next_request_id();
  out.refusal = std::move(refusal);
}

void Dispatcher::admit(const RequestHead& head, const std::string& peer, Admission& out) {
  out.begun = std::chrono::steady_clock::now();
  out.request_id = next_request_id();
  out.trace = trace_of(head.first("traceparent"), parts_.spans != nullptr);
  if (auto wrong_host = parts_.hosts.look_at(head)) {
    out.refusal = std::move(*wrong_host);
    return;
  }
  if (auto parsed = parse_request_target(head.target(), out.target); !parsed) {
    out.refusal = rejected("malformed_target", http_error_for(parsed.error()));
    return;
  }
  if (forwarder_.has_routes()) find_lead(head, out);
  if (out.refusal) return;
  note_path(out);
  const auto scope = out.leads_out ? need_of_lead(head, out) : find_place(head, out);
  if (out.route && !scope) out.refusal = foreign_page(head, open_route(*out.route));
  if (out.refusal) return;
  if (scope) out.refusal = gate_.admit(head, {peer, out.guessed}, *scope, out.caller);
  else if (out.route || out.leads_out) out.caller = gate_.recognise(head, {peer, out.guessed});
  if (out.refusal || !(out.route || out.leads_out)) return;
  auto held = hold(out, peer, out.route ? out.route->declared.cost.units : 1);
  out.limit = std::move(held.limit), out.policy = std::move(held.policy), out.refusal = std::move(held.refusal);
}

std::optional<Limiter::Decision> Dispatcher::count(const Admission& admission, const std::string& peer, std::uint64_t units) {
  if (admission.leads_out) {
    static const std::optional<RateLimit> none;  // of the route: only what the caller's token has
    return gate_.count(admission.caller, peer, {"chittyd", admission.lead->route->id, none}, units);
  }
  const auto& route = *admission.route;
  return gate_.count(admission.caller, peer, {admission.service->name, route.label, route.declared.limit}, units);
}

std::optional<std::string_view> Dispatcher::find_place(const RequestHead& head, Admission& out) {
  const bool reads = head.method() == "GET" || head.method() == "HEAD";
  const auto& segments = out.target.segments;
  if (reads && !segments.empty() && segments[0] == "health" && segments.size() <= 2) {
    const auto which = segments.size() == 1 ? std::string_view() : std::string_view(segments[1]);
    out.page = which.empty()      ? Admission::Page::health
               : which == "live"  ? Admission::Page::live
               : which == "ready" ? Admission::Page::ready
                                  : Admission::Page::none;
    if (out.page != Admission::Page::none) return std::nullopt;
  }
  if (reads && segments.size() == 1 && segments[0] == "metrics") {
    out.page = Admission::Page::metrics;
    return out.scope = metrics_scope;
  }
  if (reads && segments.size() == 1 && segments[0] == "quotas") {
    out.page = Admission::Page::quotas;
    return out.scope = {};
  }
  router_.settle(out.target);
  auto found = router_.find(head.method(), out.target);
  if (!found) {
    out.refusal = found.error();
    return std::nullopt;
  }
  out.service = found->service;
  out.route = found->route;
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
  tell_limits(admission.limit, admission.policy, exchange);
  if (admission.trace) exchange.add_field("traceparent", admission.trace.field());
  if (admission.refusal) exchange.refuse(*admission.refusal), note_rejection(*admission.refusal, admission, peer);
  else if (admission.service && admission.service->out_of_order) exchange.refuse(http_error_for(*admission.service->out_of_order));
  else if (admission.page != Admission::Page::none) give_page(admission, exchange);
  else if (admission.leads_out) forward(head, admission, peer, exchange);
  else run_service(head, admission, peer, exchange);
  exchange.finish();
  pages_.in_flight.fetch_sub(1, std::memory_order_relaxed);
  note(head, admission, peer, exchange, body_bytes);
}

void Dispatcher::note_rejection(const HttpError& refusal, const Admission& admission, const std::string& peer) {
  if (!parts_.rejections || refusal.reason.empty()) return;
  RejectionEvent refused;
  refused.status = refusal.status;
  refused.reason = refusal.reason;
  if (admission.service) refused.service = admission.service->name;
  if (admission.route) refused.route = admission.route->label;
  else if (admission.lead) refused.route = admission.lead->route->id;
  refused.scope = admission.scope;
  refused.client = peer;
  refused.request_id = admission.request_id;
  if (admission.caller) {
    refused.actor = admission.caller->facts.subject;
    refused.token_id = admission.caller->facts.token_id;
  }
  parts_.rejections->note(refused, now_ms());
}

void Dispatcher::give_page(const Admission& admission, Exchange& exchange) {
  switch (admission.page) {
    case Admission::Page::health: return give_health(false, exchange);
    case Admission::Page::ready: return give_health(true, exchange);
    case Admission::Page::live: return exchange.give(200, "application/json", OwnPages::live());
    case Admission::Page::metrics: return exchange.give(200, "text/plain; version=0.0.4", metrics());
    case Admission::Page::quotas: {
      const ThreadPool::Blocking blocking;
      auto page = quota_page(parts_.services, parts_.world.store, *admission.caller);
      if (!page) return exchange.refuse(http_error_for(page.error()));
      exchange.add_field("Cache-Control", "no-store");
      return exchange.give(200, "application/json", *page);
    }
    case Admission::Page::service_health: return exchange.give(200, "application/json", OwnPages::health_of(*admission.service));
    case Admission::Page::none: return;
  }
}

void Dispatcher::run_service(const RequestHead& head, const Admission& admission, const std::string& peer, Exchange& exchange) {
  const auto& service = *admission.service;
  ServiceCall call(parts_.world, service);
  call.exchange = &exchange;
  call.head = &head;
  call.caller = admission.caller;
  call.is_public = admission.route->declared.is_public;
  call.depth = admission.depth;
  call.path = path_below_service(admission.target);
  bool overspent = false;
  const auto pay = [&](std::uint64_t units) -> std::optional<Error> {
    const auto held = hold(admission, peer, units);
    tell_limits(held.limit, held.policy, exchange);
    overspent = overspent || held.refusal;
    return held.refusal ? std::optional(held.refusal->error) : std::nullopt;
  };
  if (admission.limit || admission.policy) call.pay = std::cref(pay);
  if (auto unfitting = fit_request(*admission.route, admission.target, exchange, call)) {
    if (unfitting->status == 413) unfitting->reason = "body_too_large";
    note_rejection(*unfitting, admission, peer);
    return exchange.refuse(*unfitting);
  }
  if (parts_.check_replies) exchange.keep_reply(most_checked);
  call.content_type = lower_type(head.first("Content-Type"));
  call.base_url = head.scheme();
  call.base_url.append(head.authority()).append("/").append(service.name);
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
  call.info.sees = abi::borrow(sight_of(admission.route->declared, call.caller));

  if (is_too_busy(admission)) return exchange.refuse(too_busy());
  const InService here(service.number);
  auto done = handled(service, call);
  if (!exchange.begun() && exchange.wire().late()) return exchange.refuse(too_late(service.name));
  if (!done) {
    auto refusal = http_error_for(done.error());
    const bool of_body = refusal.status == 408 || refusal.status == 413 || refusal.status == 431;
    if (of_body && !exchange.begun()) exchange.close_after();  // the rest of it is not read
    if (refusal.status == 413 && !exchange.begun()) note_rejection(rejected("body_too_large", refusal), admission, peer);
    if (refusal.status == 429 && overspent) note_rejection(rejected("limit", refusal), admission, peer);
    exchange.refuse(refusal);
  }
  if (done && parts_.check_replies) look_at_reply(admission, exchange);
  if (!done && parts_.log && done.error().kind() == Kind::fault)
    parts_.log->warn(service.name + ": " + admission.route->label + " (" + admission.request_id + "): " + done.error().message);
}

void Dispatcher::look_at_reply(const Admission& admission, Exchange& exchange) {
  const auto unfitting = unfitting_reply(*admission.route, exchange);
  if (!unfitting) return;
  if (parts_.log) parts_.log->error(admission.service->name + ": " + *unfitting);
  exchange.refuse(http_error_for(make_error(Code::plugin_fault, "The route " + *unfitting + ".", "Report it to the plugin's publisher.")));
}

void Dispatcher::note(const RequestHead& head, const Admission& admission, const std::string& peer, const Exchange& exchange,
                      std::uint64_t body_bytes) {
  const auto taken = std::chrono::steady_clock::now() - admission.begun;
  const auto microseconds = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(taken).count());
  auto& metrics = admission.route ? admission.route->metrics
                  : admission.page == Admission::Page::health || admission.page == Admission::Page::live ||
                          admission.page == Admission::Page::ready
                      ? pages_.requests_health
                  : admission.page == Admission::Page::metrics ? pages_.requests_metrics
                  : admission.page == Admission::Page::quotas  ? pages_.requests_quotas
                  : admission.leads_out && !admission.refusal  ? pages_.requests_forwarded
                                                               : pages_.requests_refused;
  metrics.note(exchange.status(), microseconds);
  if (parts_.spans && admission.page == Admission::Page::none)
    note_span(admission, head.method(), admission.route ? std::string_view(admission.route->label) : admission.leads_out ? std::string_view(admission.lead->route->prefix)
                                                                                                                         : std::string_view(),
              exchange.status(), microseconds);
  if (!parts_.access && !parts_.traffic) return;
  AccessEntry entry;
  entry.time_ms = now_ms();
  entry.request_id = admission.request_id;
  entry.method = head.method();
  entry.path = head.target().substr(0, std::min<std::size_t>(head.target().find('?'), 1024));
  entry.service = admission.service ? std::string_view(admission.service->name) : "chittyd";
  entry.route = admission.route ? std::string_view(admission.route->label) : std::string_view();
  if (admission.lead) entry.led_by = admission.lead->route->id;
  entry.stream = exchange.status() == 101 || exchange.content_type().starts_with("text/event-stream");
  entry.caller = admission.caller ? std::string_view(admission.caller->facts.subject) : std::string_view();
  entry.peer = peer;
  entry.status = exchange.status();
  entry.bytes_in = body_bytes;
  entry.bytes_out = exchange.body_bytes();
  entry.microseconds = microseconds;
  if (parts_.access) parts_.access->add(entry);
  if (!parts_.traffic) return;
  const auto route = admission.leads_out ? std::string_view(admission.lead->route->prefix) : entry.route;
  parts_.traffic->note({entry.time_ms, entry.service, route, entry.caller, entry.status, entry.bytes_in, entry.bytes_out, microseconds, entry.stream});
}

}  // namespace chitty::host::daemon
