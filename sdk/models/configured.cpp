#include <boost/json.hpp>
#include <chitty/members.hpp>
#include <chitty/models/configured.hpp>

namespace chitty::models {

namespace {

constexpr std::size_t most_models = 10;

std::int64_t number_in(const json::object& object, std::string_view member, std::int64_t otherwise) {
  const auto* found = object.if_contains(member);
  return found && found->is_int64() ? found->get_int64() : otherwise;
}

Result<Configured> configured_as(Host& host, const std::string& name) {
  const auto settings = host.remote(name);
  if (!settings)
    return make_error(Code::configuration, "the chain of models names '" + name + "', and there is no such remote of the type model", "Add it: chitty config set remotes." + name + " '{\"type\":\"model\",\"baseUrl\":\"https://api.example.com/v1\",\"model\":\"NAME\"}'");
  Configured made;
  made.name = name, made.model = text_in(*settings, "model"), made.address = text_in(*settings, "baseUrl");
  if (made.model.empty()) return make_error(Code::configuration, "the remote '" + name + "' does not say which model", "Set it: chitty config set remotes." + name + ".model NAME");
  made.timeout_ms = 1000 * number_in(*settings, "timeout", 60);
  made.context_tokens = number_in(*settings, "contextWindow", 0);
  made.daily_tokens = number_in(*settings, "dailyBudget", 0);
  return made;
}

}  // namespace

Result<std::vector<Configured>> configured(Host& host, std::string_view names, std::string_view service) {
  std::vector<Configured> made;
  while (!names.empty()) {
    auto name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (name.empty()) continue;
    if (made.size() == most_models) return make_error(Code::configuration, "the chain of models has more than 10", "Shorten it: chitty config set chittyos.services." + std::string(service) + ".models NAME,NAME");
    CHITTY_TRY(auto one, configured_as(host, std::string(name)));
    made.push_back(std::move(one));
  }
  return made;
}

Chain chain_of(Host& host, const std::vector<Configured>& all, bool admitted) {
  Chain made;
  made.endpoints.assign(all.begin(), all.end());
  made.send = [&host](const Endpoint& endpoint, const std::string& body) {
    return host.open({.method = "POST", .target = "/chat/completions", .body = body, .headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream, application/json"}}, .remote = endpoint.name, .any_status = true, .is_public = true});
  };
  if (admitted)
    made.admit = [&all, &host](const Endpoint& endpoint) -> Result<std::string> {
      std::int64_t budget = 0;
      for (const auto& each : all)
        if (each.name == endpoint.name) budget = each.daily_tokens;
      CHITTY_TRY(const auto reply, host.send(post("/api/v1/models/admit", {{"name", endpoint.name}, {"dailyTokens", budget}})));
      if (reply.all().empty() || !reply.value().is_object()) return make_error(Code::malformed, "the service's answer is not what was agreed");
      return text_in(reply.value(), "reason");
    };
  made.outcome = [&host](const Endpoint& endpoint, const Hop& hop) -> Result<void> {
    json::object body{{"name", endpoint.name}, {"ok", hop.error.empty()}, {"latencyMs", hop.whole_ms}, {"tokens", hop.tokens}, {"retryAfterMs", hop.retry_after_ms}};
    if (!hop.error.empty()) body["error"] = hop.error.substr(0, 400);
    CHITTY_DO(host.send(post("/api/v1/models/outcome", std::move(body))));
    return {};
  };
  made.now = [&host] { return host.now(); };
  made.cancelled = [&host] { return host.cancelled(); };
  return made;
}

}  // namespace chitty::models
