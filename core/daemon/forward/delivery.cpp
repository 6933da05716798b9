#include "daemon/forward/delivery.hpp"

#include "base/random.hpp"
#include "base/text.hpp"
#include "daemon/forward/header_rules.hpp"
#include "daemon/forward/patient_wait.hpp"
#include "daemon/forward/tunnel.hpp"
#include "daemon/watch/log.hpp"
#include "daemon/wire/memory_wire.hpp"

#include <algorithm>

namespace chitty::host::daemon {
namespace {

using std::chrono::milliseconds;

constexpr unsigned most_streams = 128;  // each holds a thread of the 256 that there may be
constexpr milliseconds first_pause{25}, longest_pause{400};

bool is_idempotent(std::string_view method) {
  for (const std::string_view one : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"})
    if (method == one) return true;
  return false;
}

bool says_unavailable(int status) { return status == 502 || status == 503 || status == 504; }

// Twice as long each time, and not the same for all who wait.
milliseconds pause_before(unsigned tries) {
  const auto most = std::min(longest_pause, first_pause * (1u << std::min(tries, 8u)));
  unsigned char random = 0;
  (void)fill_random(&random, 1);
  return most / 2 + most * random / 512;
}

// One of the streams that may run at once, for its time.
class Stream {
 public:
  explicit Stream(std::atomic<unsigned>& all) : all_(all), granted_(all.fetch_add(1) < most_streams) {}
  ~Stream() { --all_; }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  bool granted() const { return granted_; }

 private:
  std::atomic<unsigned>& all_;
  const bool granted_;
};

}  // namespace

std::string Delivery::head_text() const {
  const auto& head = errand_.head;
  const auto query = head.target().find('?');
  const std::string target = errand_.route.path_there(errand_.path) + std::string(query == std::string_view::npos ? "" : head.target().substr(query));
  const std::string host = errand_.route.url->host_port();
  Outgoing outgoing;
  outgoing.target = target;
  outgoing.host = host;
  if (!errand_.route.keep_prefix && errand_.route.prefix != "/") outgoing.prefix = errand_.route.prefix;
  outgoing.peer = errand_.peer;
  outgoing.request_id = errand_.request_id;
  outgoing.traceparent = errand_.traceparent;
  outgoing.loop_word = errand_.around.loop_word;
  outgoing.length = body_.length();
  outgoing.has_body = body_.is_there();
  outgoing.upgrade = asks_for_websocket(head);
  std::string text;
  text.reserve(1024);
  put_request_head(head, outgoing, text);
  return text;
}

void Delivery::run() {
  if (is_looping(errand_.head, errand_.around.loop_word)) return refuse(loop_detected());
  if (auto got = body_.begin(); !got) {
    errand_.exchange.close_after();  // the rest of it is not read
    return refuse(http_error_for(got.error()));
  }
  const auto running = errand_.backend.budget.request();
  while (one_try() == Next::again) {
  }
}

Delivery::Next Delivery::one_try() {
  auto permit = errand_.backend.breaker.enter(Breaker::Clock::now(), 2 * errand_.route.timeout + milliseconds(1000));
  if (!permit || !is_well(*permit)) return refuse(breaker_open(errand_.route.id, errand_.backend.breaker.closed_for(Breaker::Clock::now()))), Next::done;
  auto line = fresh_ ? nullptr : errand_.backend.take();
  if (!line) {
    auto made = errand_.backend.connect(errand_.route);
    if (auto* failure = std::get_if<Failure>(&made)) return after(std::move(*failure), *permit);
    line = std::get<std::unique_ptr<Line>>(std::move(made));
  }
  Attempt attempt(*line, {errand_.route, errand_.exchange, body_, errand_.head.method() == "HEAD", asks_for_websocket(errand_.head)});
  if (auto failure = attempt.ask(head_text())) return after(std::move(*failure), *permit);
  return hand_on(attempt, std::move(line), *permit);
}

Delivery::Next Delivery::after(Failure failure, Breaker::Permit& permit) {
  if (failure.of_backend && !failure.hung_up) judge(permit, false, failure.refusal.error.message);
  const bool again = !errand_.exchange.begun() && failure.of_backend && may_repeat(failure.nothing_sent);
  if (failure.hung_up && again && !fresh_) {  // it was closing while we sent: nobody's fault, and nothing to wait for
    fresh_ = true;
    body_.rewind();
    return Next::again;
  }
  if (again && try_again(failure.may_try_again)) return Next::again;
  if (!body_.was_read_to_its_end()) errand_.exchange.close_after();
  refuse(failure.refusal);
  return Next::done;
}

// The same request once more does no harm, and can be said once more.
bool Delivery::may_repeat(bool nothing_sent) const {
  if (body_.is_there() && !body_.is_kept()) return false;
  return nothing_sent || is_idempotent(errand_.head.method());
}

bool Delivery::try_again(bool allowed) {
  if (!allowed || tries_ >= errand_.route.retries) return false;
  if (errand_.backend.breaker.closed_for(Breaker::Clock::now()).count() > 0) return false;  // opened by this very one
  if (!retrying_) {
    auto granted = errand_.backend.budget.retry();
    if (!granted) return false;
    retrying_.emplace(std::move(*granted));
  }
  if (!pause_for(pause_before(tries_++), errand_.exchange.wire())) return false;
  body_.rewind();
  return true;
}

Delivery::Next Delivery::hand_on(Attempt& attempt, std::unique_ptr<Line> line, Breaker::Permit& permit) {
  const bool unavailable = says_unavailable(attempt.status());
  judge(permit, !unavailable, "it answers " + std::to_string(attempt.status()));
  const bool waits = !attempt.fields().first("Retry-After").empty();  // it has said when
  if (unavailable && !waits && !attempt.has_begun() && may_repeat(false) && try_again(true)) return Next::again;
  relay(attempt, std::move(line));
  return Next::done;
}

void Delivery::relay(Attempt& attempt, std::unique_ptr<Line> line) {
  if (attempt.is_upgraded()) return run_upgraded(attempt, *line);
  std::optional<Stream> stream;
  if (attempt.is_event_stream()) stream.emplace(errand_.around.streams);
  if (stream && !stream->granted() && !attempt.has_begun()) return refuse(too_many_streams());
  if (asks_for_websocket(errand_.head)) errand_.exchange.close_after();  // who was refused may have sent frames already
  const auto failure = attempt.hand_on();
  if (failure) refuse(failure->refusal);  // where the reply has gone out in part it is cut off
  if (failure && failure->of_backend && errand_.log) errand_.log->warn(failure->refusal.error.message + " (" + std::string(errand_.request_id) + ")");
  if (!failure && attempt.is_reusable()) errand_.backend.keep(std::move(line));
}

void Delivery::run_upgraded(Attempt& attempt, Line& line) {
  const Stream stream(errand_.around.streams);
  auto* const client = errand_.exchange.wire().bare();
  if (!stream.granted() || !client) return refuse(too_many_streams());
  attempt.begin();
  if (!errand_.exchange.flush()) return;
  const auto moved = run_tunnel(errand_.exchange.wire(), *client, *line.channel, attempt.behind_head(), errand_.route.idle);
  errand_.exchange.note_beyond(moved.to_client);
}

void Delivery::judge(Breaker::Permit& permit, bool good, std::string_view why) {
  const auto& route = errand_.route;
  const bool changed = good ? permit.succeeded() : permit.failed();
  if (!changed || !errand_.log) return;
  if (good) return errand_.log->info("the backend of the route " + route.id + " is back");
  errand_.log->warn("the backend of the route " + route.id + " (" + route.url->origin() + ") has failed " + std::to_string(route.breaker.failures) +
                    " times in a row, and is left alone for " + std::to_string(route.breaker.open.count()) + " ms: " + std::string(why));
}

// A request to the backend's health before somebody's own, where the route names it and the backend may still be down.
bool Delivery::is_well(Breaker::Permit& permit) {
  const auto& route = errand_.route;
  if (!permit.is_probe() || route.health_path.empty()) return true;
  auto made = errand_.backend.connect(route);
  if (auto* failure = std::get_if<Failure>(&made)) return judge(permit, false, failure->refusal.error.message), false;
  RequestHead head;
  head.start("GET", route.health_path, 11);
  MemoryWire wire(errand_.exchange.wire(), {});
  std::string out, text;
  Exchange::Facts facts;
  facts.bare = true;
  Exchange own(wire, out, facts);
  RequestBody none(head, own);
  const std::string host = route.url->host_port();
  Outgoing outgoing;
  outgoing.target = route.health_path;
  outgoing.host = host;
  outgoing.peer = errand_.peer;
  outgoing.request_id = errand_.request_id;
  outgoing.loop_word = errand_.around.loop_word;
  put_request_head(head, outgoing, text);
  Attempt attempt(*std::get<std::unique_ptr<Line>>(made), {route, own, none});
  const auto failure = attempt.ask(std::move(text));
  const bool well = !failure && attempt.status() < 400;
  judge(permit, well, failure ? failure->refusal.error.message : "its health check answers " + std::to_string(attempt.status()));
  return well;
}

}  // namespace chitty::host::daemon
