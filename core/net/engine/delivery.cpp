#include "net/engine/delivery.hpp"

#include <limits>
#include <random>

#include "net/retry.hpp"

namespace chitty::host {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr int most_redirects = 5;
// How often a request may be lost with its connection. Whatever it does there may be what ends the connection: a host that
// counts crashes must not take one person's one request for reason enough to shut a service for everybody.
constexpr int most_lost = 2;

double dice() {
  thread_local std::minstd_rand engine{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(engine);
}

// Nothing was there to answer, or only what stands before it (a gateway, a load balancer).
bool is_out_of_reach(const Error& error) {
  const auto* reason = error.details.if_contains("reason");
  const bool distrusted = reason && reason->is_string() && reason->as_string().starts_with("certificate");
  const bool deadline = reason && reason->is_string() && reason->as_string() == "deadline";
  return (error.code == Code::unreachable || error.code == Code::timeout) && !distrusted && !deadline;
}

}  // namespace

Delivery::Delivery(const HttpRequest& request, std::shared_ptr<Connector> connector, ContextPtr context)
    : request_(request), connector_(std::move(connector)), context_(std::move(context)) {
  if (request_.source)
    source_ = [this](char* buffer, std::size_t size) { return source_begun_ = true, request_.source(buffer, size); };
}

Result<std::unique_ptr<HttpReply>> Delivery::run() {
  if (auto fine = check_headers(request_); !fine) return fine.error();
  auto got = fall_back(run_at(request_.url));
  if (!got) return got.error();
  return std::unique_ptr<HttpReply>(std::move(*got));
}

// The fallback address, if the first is out of reach and the request was not sent or may be sent twice.
Delivery::Got Delivery::fall_back(Got first) {
  const bool gateway = first && is_retryable((*first)->status()) && (*first)->status() != 429;
  const bool out_of_reach = first ? gateway : is_out_of_reach(first.error());
  if (!out_of_reach || request_.fallback_url.empty() || source_begun_ || (sent_ && !may_repeat())) return first;

  const auto why =
      first ? request_.url + " answered " + std::to_string((*first)->status()) + "." : first.error().message;
  context_->tell("* " + why + " Trying the fallback.");
  auto second = run_at(request_.fallback_url);
  if (second || second.error().code == Code::cancelled) return second;
  if (first) return first;
  auto both = second.error();
  both.message = why + " Its fallback: " + both.message;
  return both;
}

Delivery::Got Delivery::run_at(const std::string& address) {
  const auto url = parse_url(address);
  if (!url) return url.error();
  return follow(Leg(*url, Form{request_.method}));
}

Delivery::Got Delivery::follow(Leg leg) {
  const std::string start = leg.url.text();
  for (int hops = 0;; ++hops) {
    auto got = persist(leg);
    if (!got || !request_.follow || !is_redirect((*got)->status()) || (*got)->header("Location").empty()) return got;
    auto next = redirected(leg, (*got)->status(), (*got)->header("Location"), source_begun_);
    if (!next) return next.error();
    if (hops == most_redirects)
      return not_followed(start + " was redirected more than " + std::to_string(most_redirects) +
                              " times, the last time to " + next->url.text(),
                          "The service sends in circles; only its owner can fix this.");
    if (context_->traced())
      context_->tell("* redirected to " + next->url.text() +
                     (leg.secrets && !next->secrets ? " : another host, the credential is not sent there" : ""));
    (*got)->drain();
    leg = std::move(*next);
  }
}

// Try again what may be tried again, until it is answered or the tries are used up.
Delivery::Got Delivery::persist(const Leg& leg) {
  for (int tried = 0, lost = 0;; ++tried) {
    sent_ = false;
    auto got = attempt(leg);
    lost += !got && sent_;
    const bool last = tried >= context_->options.retries || lost >= most_lost || source_begun_ || (sent_ && !may_repeat());
    const bool again = got ? is_retryable((*got)->status()) : got.error().retryable;
    if (last || !again) return got;
    auto wait = backoff(tried, dice());
    if (got) {
      if (const auto asked = parse_retry_after((*got)->header("Retry-After"), now_ms())) {
        if (*asked > longest_retry_after) return got;
        wait = std::max(*asked, wait);
      }
    }
    // What it said is worth more than that our time was up while we waited to ask again.
    if (const auto deadline = context_->cancel.deadline(); deadline && Clock::now() + wait >= *deadline) return got;
    const auto why =
        got ? leg.url.origin() + " answered " + std::to_string((*got)->status()) + "." : got.error().message;
    if (got) (*got)->drain(), got->reset();
    if (auto waited = pause(wait, why, leg.url.origin()); !waited) return waited.error();
  }
}

Result<void> Delivery::pause(milliseconds time, std::string_view why, std::string_view who) const {
  context_->tell("* " + std::string(why) + " Next try in " + std::to_string(time.count()) + " ms.");
  if (context_->cancel.wait(time)) return {};
  return stopped(*context_, who);
}

// Once, or twice if a kept connection turns out to have been closed by the other side meanwhile.
Delivery::Got Delivery::attempt(const Leg& leg) {
  // What must not be sent twice gets a kept connection only if it was busy just now.
  auto max_idle = may_repeat() ? milliseconds(60s) : milliseconds(2s);
  for (;;) {
    const auto before = listener_of(leg);
    if (!before) return before.error();
    auto connection = connector_->get(leg.url, authority_of(leg), max_idle, context_);
    if (!connection) return connection.error();
    const bool kept = connection->kept;
    // A kept connection was looked at when it was made.
    if (!kept)
      if (auto same = still_there(leg, *before); !same) return same.error();
    bool heard = false;
    auto got = exchange(leg, std::move(*connection), heard);
    const bool stale = !got && kept && !heard && got.error().code == Code::unreachable;
    if (!stale || source_begun_ || !may_repeat()) return got;
    context_->tell("* the kept connection was closed by the other side; a new one is made");
    max_idle = 0ms;
  }
}

// Of its own host and port alone: wherever else a redirect or the fallback leads, the system knows.
const std::string& Delivery::authority_of(const Leg& leg) const {
  static const std::string none;
  if (request_.authority.empty()) return none;
  const auto own = parse_url(request_.url);
  return own && own->origin() == leg.url.origin() ? request_.authority : none;
}

Result<std::string> Delivery::listener_of(const Leg& leg) const {
  const bool asks = request_.listener && leg.secrets;
  return asks ? request_.listener() : Result<std::string>(std::string());
}

// A socket that listened before and after the connection was made, without a pause between, is the one that took it.
Result<void> Delivery::still_there(const Leg& leg, const std::string& before) const {
  const auto now = listener_of(leg);
  if (!now) return now.error();
  if (*now == before) return {};
  return unreachable("the listener at " + leg.url.origin() + " changed while connecting; nothing was sent", "listener_changed", true,
                     "Try again.");
}

Delivery::Got Delivery::exchange(const Leg& leg, Connection connection, bool& heard) {
  const auto head = head_of(leg, connection);
  auto one = std::make_unique<Exchange>(std::move(connection.stream), leg.url.text(), context_);
  Upload upload;
  if (leg.body) upload = {request_.body, source_ ? &source_ : nullptr, request_.source_length};
  sent_ = true;
  auto reply = one->send(head, upload, leg.method == "HEAD");
  heard = one->heard();
  if (!reply) return reply.error();
  if (context_->traced()) {
    context_->tell("< " + std::to_string(reply->status) + " " + reply->reason);
    for (const auto& [name, value] : reply->headers) context_->tell("< " + shown_header(name, value));
  }
  return std::make_unique<Reply>(leg.url, std::move(*reply), std::move(one), std::move(connection), connector_,
                                 context_);
}

std::string Delivery::head_of(const Leg& leg, const Connection& connection) const {
  auto headers = wire_headers(request_, leg, leg.url, context_->options.user_agent);
  if (!connection.proxy_authorization.empty())
    headers.emplace_back("Proxy-Authorization", connection.proxy_authorization);

  std::string head = leg.method + " " + (connection.through_proxy ? leg.url.text() : leg.url.target) + " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
  if (context_->traced()) {
    context_->tell("> " + leg.method + " " + leg.url.text());
    for (const auto& [name, value] : headers) context_->tell("> " + shown_header(name, value, request_.credential_header));
  }
  return head + "\r\n";
}

bool Delivery::may_repeat() const { return is_repeatable(request_); }

}  // namespace chitty::host
