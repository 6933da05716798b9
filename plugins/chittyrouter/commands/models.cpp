#include "models.hpp"

#include <boost/algorithm/string/split.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chittyrouter_names.hpp>

#include "../agents/prompt.hpp"
#include "bring_in.hpp"
#include "replies.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

constexpr std::size_t most_models = 10;

Result<Models::Configured> configured_as(Host& host, const std::string& name) {
  const auto settings = host.remote(name);
  if (!settings)
    return make_error(Code::configuration, "the chain of models names '" + name + "', and there is no such remote of the type model", "Add it: chitty config set remotes." + name + " '{\"type\":\"model\",\"baseUrl\":\"https://api.example.com/v1\",\"model\":\"NAME\"}'");
  Models::Configured made;
  made.name = name, made.model = text_in(*settings, "model"), made.address = text_in(*settings, "baseUrl");
  if (made.model.empty()) return make_error(Code::configuration, "the remote '" + name + "' does not say which model", "Set it: chitty config set remotes." + name + ".model NAME");
  made.timeout_ms = 1000 * number_in(*settings, "timeout", 60);
  made.context_tokens = number_in(*settings, "contextWindow", 0);
  made.daily_tokens = number_in(*settings, "dailyBudget", 0);
  return made;
}

}  // namespace

Result<Models> Models::configured(Host& host) {
  Models made;
  std::vector<std::string> names;
  const auto list = setting(host, "models");
  boost::algorithm::split(names, list, [](char c) { return c == ','; });
  for (auto& name : names) {
    boost::algorithm::trim(name);
    if (name.empty()) continue;
    if (made.all_.size() == most_models) return make_error(Code::configuration, "the chain of models has more than 10", "Shorten it: chitty config set chittyos.services.chittyrouter.models NAME,NAME");
    CHITTY_TRY(auto one, configured_as(host, name));
    made.all_.push_back(std::move(one));
  }
  return made;
}

models::Chain Models::chain(Host& host, bool admitted) const {
  models::Chain made;
  made.endpoints.assign(all_.begin(), all_.end());
  made.send = [&host](const models::Endpoint& endpoint, const std::string& body) {
    return host.open({.method = "POST", .target = "/chat/completions", .body = body, .headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream, application/json"}}, .remote = endpoint.name, .any_status = true, .is_public = true});
  };
  if (admitted)
    made.admit = [this, &host](const models::Endpoint& endpoint) -> Result<std::string> {
      std::int64_t budget = 0;
      for (const auto& each : all_)
        if (each.name == endpoint.name) budget = each.daily_tokens;
      CHITTY_TRY(const auto reply, host.send(post("/api/v1/models/admit", {{"name", endpoint.name}, {"dailyTokens", budget}})));
      CHITTY_TRY(const auto said, object_of(reply));
      return text_in(said, "reason");
    };
  made.outcome = [&host](const models::Endpoint& endpoint, const models::Hop& hop) -> Result<void> {
    json::object body{{"name", endpoint.name}, {"ok", hop.error.empty()}, {"latencyMs", hop.whole_ms}, {"tokens", hop.tokens}, {"retryAfterMs", hop.retry_after_ms}};
    if (!hop.error.empty()) body["error"] = hop.error.substr(0, 400);
    CHITTY_DO(host.send(post("/api/v1/models/outcome", std::move(body))));
    return {};
  };
  made.now = [&host] { return host.now(); };
  made.cancelled = [&host] { return host.cancelled(); };
  return made;
}

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
