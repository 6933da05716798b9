#include "request/waiting.hpp"

#include <algorithm>

#include "base/time.hpp"
#include "net/retry.hpp"
#include "request/place.hpp"
#include "request/reply.hpp"

namespace chitty::host {

namespace {

bool among(const json::array& values, const json::value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// A URL, or a path below the remote's address.
Outgoing ask_at(const std::string& where, const DeclaredRequest& request) {
  Outgoing ask;
  ask.method = "GET";
  (where.starts_with('/') ? ask.target : ask.url) = where;
  ask.is_public = request.is_public;
  return ask;
}

// Where to ask, from the first reply.
Result<Outgoing> place_to_ask(const DeclaredRequest& request, const Seen& seen) {
  const Waiting& wait = *request.wait;
  const auto nowhere = [&] {
    return make_error(Code::malformed,
                      "The service answered " + std::to_string(seen.head.status()) + " and is still working, but does not say where to ask.",
                      "The work may still finish; --no-wait prints the answer as it is.");
  };
  if (wait.poll) {
    const auto where = find_place(*wait.poll, seen);
    return where && where->is_string() ? Result<Outgoing>(ask_at(std::string(where->get_string()), request)) : nowhere();
  }
  std::string target = wait.target;
  for (const auto& [name, place] : wait.path) {
    const auto value = find_place(place, seen);
    const auto at = target.find('{' + name + '}');
    if (!value || at == target.npos) return nowhere();
    target.replace(at, name.size() + 2, encoded(text_of(*value)));
  }
  return ask_at(target, request);
}

enum class State {
  working,
  done,
  failed
};

State state_of(const Waiting& wait, const json::value& reply) {
  const auto* value = find_at(reply, wait.at);
  if (!value) return State::working;
  return among(wait.done, *value) ? State::done : among(wait.failed, *value) ? State::failed
                                                                             : State::working;
}

Error failure_of(const Waiting& wait, const json::value& reply) {
  const auto* state = find_at(reply, wait.at);
  const auto* words = wait.message.empty() ? nullptr : find_at(reply, wait.message);
  Error error = make_error(Code::refused, words && words->is_string() && !words->get_string().empty()
                                              ? std::string(words->get_string())
                                              : "It ended in the state " + text_of(*state) + ".");
  error.details["state"] = *state;
  return error;
}

}  // namespace

std::chrono::milliseconds next_pause(std::chrono::milliseconds pause, std::chrono::milliseconds longest) {
  return std::min(longest, pause + pause / 2);
}

Result<json::value> wait_until_done(const DeclaredRequest& request, const HttpReply& reply, json::value first, Courier& courier) {
  const Waiting& wait = *request.wait;
  json::value now = std::move(first);
  State state = state_of(wait, now);
  auto ask = state == State::working ? place_to_ask(request, {now, reply}) : Result<Outgoing>(Outgoing());
  if (!ask) return ask.error();
  auto pause = wait.first;
  std::unique_ptr<HttpReply> latest;
  std::optional<std::chrono::milliseconds> asked_for = parse_retry_after(reply.header("Retry-After"), now_ms());
  for (std::uint64_t tries = 1; state == State::working; ++tries) {
    const auto* word = find_at(now, wait.at);
    courier.progress(tries, 0, word && word->is_string() ? std::string_view(word->get_string()) : "waiting");
    // What the service asks for, if that is longer; but no stranger's hour.
    const auto longer = asked_for ? std::clamp(*asked_for, pause, std::max(pause, wait.longest)) : pause;
    if (auto waited = courier.wait(longer); !waited) return waited.error();
    pause = next_pause(pause, wait.longest);
    auto sent = courier.send(*ask);
    if (!sent) return sent.error();
    auto read = read_json(**sent);
    if (!read) return read.error();
    if (auto fine = check_failures(request.failed, *read); !fine) return fine.error();
    now = std::move(*read);
    latest = std::move(*sent);
    asked_for = parse_retry_after(latest->header("Retry-After"), now_ms());
    state = state_of(wait, now);
  }
  if (state == State::failed) return failure_of(wait, now);
  if (!wait.then) return now;
  const auto where = find_place(*wait.then, {now, latest ? *latest : reply});
  if (!where || !where->is_string())
    return make_error(Code::malformed, "The service says that the work is done, but not where the result is.");
  auto sent = courier.send(ask_at(std::string(where->get_string()), request));
  if (!sent) return sent.error();
  return read_json(**sent);
}

}  // namespace chitty::host
