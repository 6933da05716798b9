#include "models.hpp"

#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chittyrouter_names.hpp>

#include "../agents/prompt.hpp"
#include "bring_in.hpp"
#include "replies.hpp"

namespace chittyrouter {

using namespace chitty;

Result<Models> Models::configured(Host& host) {
  Models made;
  CHITTY_TRY(made.all_, models::configured(host, setting(host, "models"), "chittyrouter"));
  return made;
}

models::Chain Models::chain(Host& host, bool admitted) const { return models::chain_of(host, all_, admitted); }

Result<json::object> Models::ask(Host& host, const Agent& agent, const json::object& message) const {
  if (all_.empty()) return json::object{{"note", "by rules alone: no model is configured"}};
  CHITTY_TRY(const auto mark, new_secret(host.crypto(), 12));
  auto asking = chain(host, true);
  asking.fault = [&](const models::ChatAnswer& answer) { return fault_of(agent, answer); };
  const auto answered = asking.ask(prompt_for(agent, letter_of(message), mark));
  if (!answered && answered.error().code == Code::unreachable) return json::object{{"note", ("by rules alone: " + answered.error().message).substr(0, 500)}};
  if (!answered) return answered.error();
  auto said = said_in(agent, answered->answer);
  said["model"] = answered->name;
  return said;
}

namespace commands {

Result<Reply> models_fallback_chain(Host& host) {
  CHITTY_TRY(const auto models, Models::configured(host));
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/models")));
  json::array rows;
  std::int64_t place = 0;
  for (const auto& each : models.all()) {
    json::object row{{"place", ++place}, {"name", each.name}, {"model", each.model}, {"baseUrl", each.address}, {"state", "closed"}, {"failures", 0}, {"tokensToday", 0}, {"dailyTokens", each.daily_tokens > 0 ? json::value(each.daily_tokens) : json::value(nullptr)}, {"timeoutMs", each.timeout_ms}, {"retryAt", nullptr}, {"lastError", ""}};
    for (const auto& health : array_of(reply))
      if (text_in(health, "name") == each.name)
        for (const auto* member : {"state", "failures", "tokensToday", "retryAt", "lastError", "latencyMs"})
          if (const auto* value = health.get_object().if_contains(member)) row[member] = *value;
    rows.push_back(std::move(row));
  }
  return Reply::records(std::move(rows));
}

Result<Reply> models_test(Host& host) {
  CHITTY_TRY(const auto models, Models::configured(host));
  std::size_t well = 0;
  for (const auto& each : models.all()) {
    auto one = models.chain(host, false);
    one.endpoints = {each};
    models::Hop hop;
    const auto record_outcome = one.outcome;
    one.outcome = [&](const models::Endpoint& endpoint, const models::Hop& fared) { return hop = fared, record_outcome(endpoint, fared); };
    const auto answered = one.ask({.messages = {{"user", "Answer with the one word: ready"}}, .max_tokens = 8, .temperature = 0});
    if (!answered && answered.error().code != Code::unreachable) return answered.error();
    well += answered ? 1u : 0u;
    CHITTY_DO(host.record(json::object{{"name", each.name}, {"model", each.model}, {"success", answered.has_value()}, {"firstTokenMs", answered ? json::value(hop.first_ms) : json::value(nullptr)}, {"latency", hop.whole_ms}, {"tokens", hop.tokens}, {"error", hop.error.empty() ? json::value(nullptr) : json::value(hop.error)}}));
  }
  if (models.any()) host.note(std::to_string(well) + " of " + std::to_string(models.all().size()) + (models.all().size() == 1 ? " model" : " models") + " answered");
  return Reply::nothing();
}

}  // namespace commands
}  // namespace chittyrouter
