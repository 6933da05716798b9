// POST /v1/service-tokens, and their rotation: the tokens by which one service asks another, one for each service. A rotated
// one goes on for a stated time, so that whoever holds it can change over without a gap. In the table, the present one of a
// service is active and has no reason yet; an index lets there be one only, whichever daemon makes it.
#include <algorithm>

#include "grant_tree.hpp"
#include "order.hpp"
#include "rows.hpp"

namespace chittyauth::routes {

namespace {

constexpr std::int64_t overlap = an_hour;

std::string subject_of(const std::string& name) { return "service:" + name; }

// The variable that a service's token is looked for in (wire reference 1.2).
std::string variable_of(std::string_view service) {
  std::string name(service.starts_with("chitty") && service.size() > 6 ? service.substr(6) : service);
  for (char& c : name) c = c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return "CHITTY_" + name + "_TOKEN";
}

// The present token of a service, unless it has expired; without one the last that it had, which says what the next may do.
Result<std::optional<Row>> latest_of(Service& service, const std::string& name) {
  CHITTY_DO(service.store().execute(
      "UPDATE auth_tokens SET reason = 'expired' WHERE kind = 'service' AND service = :service AND status = 'active'"
      " AND reason IS NULL AND expires_at <= :now",
      {{"service", name}, {"now", service.now()}}));
  return service.store().find(
      "SELECT id, scopes, family, requests, window_ms, expires_at,"
      " CASE WHEN status = 'active' AND reason IS NULL THEN 1 ELSE 0 END AS present FROM auth_tokens"
      " WHERE kind = 'service' AND service = :service ORDER BY present DESC, created_at DESC LIMIT 1",
      {{"service", name}});
}

bool is_present(const std::optional<Row>& latest) { return latest && number_in(*latest, "present") == 1; }

// The present one is worth nothing after the overlap, and one that is in its own already ends now: what is told of it. CONFLICT
// when somebody else's rotation came first.
Result<json::object> retire(Service& service, const std::string& name, const Row& present) {
  const auto until = std::min(number_in(present, "expires_at"), service.now() + overlap);
  CHITTY_DO(end_tree(service, "kind = 'service' AND reason = 'rotated' AND service = :value", name, "rotated"));
  CHITTY_TRY(const auto bounded, service.store().execute(
                                     "UPDATE auth_tokens SET expires_at = :until, reason = 'rotated' WHERE id = :id AND status = 'active'"
                                     " AND reason IS NULL",
                                     {{"until", until}, {"id", present.at("id")}}));
  if (bounded == 1) return json::object{{"tokenId", present.at("id")}, {"validUntil", rfc3339(until)}};
  return make_error(Code::conflict, "The service token for " + name + " was rotated at this very moment.",
                    "Use the token of that rotation, or rotate again.");
}

json::object answer_for(const IssuedToken& token, const std::string& name) {
  auto answer = token_answer(token);
  answer["scopes"] = json::value(answer.at("scope"));  // a copy: a new member moves the others
  answer["for"] = name;
  answer["variable"] = variable_of(name);
  return answer;
}

Result<json::object> create(Service& service, const Grant& grant) {
  const auto& name = grant.service;
  const auto there_already = make_error(Code::conflict, "A service token for " + name + " already exists.",
                                        "Rotate it: chitty auth service-token rotate " + name);
  CHITTY_TRY(const auto latest, latest_of(service, name));
  if (is_present(latest)) return there_already;
  const auto token = issue_token(service, grant);
  if (!token) return token.error().code == Code::conflict ? there_already : token.error();
  auto answer = answer_for(*token, name);
  CHITTY_DO(service.event("service-token.created", grant.subject, {{"tokenId", token->id}, {"scope", answer.at("scope")}}));
  return answer;
}

// What the next may do is as before; whoever rotates it has made it. A service that has none yet gets its first one, for all
// that is its own: so a script that rotates has one thing to call.
Result<json::object> rotate(Service& service, const std::string& name) {
  CHITTY_TRY(const auto latest, latest_of(service, name));
  Grant grant{subject_of(name), {name + ":*"}, "service", name};
  if (latest) {
    grant.scopes = list_in(*latest, "scopes"), grant.family = text_in(*latest, "family");
    grant.requests = number_in(*latest, "requests"), grant.window_ms = number_in(*latest, "window_ms");
  }
  grant.parent = token_of_caller(service);
  json::value previous;
  if (is_present(latest)) {
    CHITTY_TRY(previous, retire(service, name, *latest));
  }
  CHITTY_TRY(const auto token, issue_token(service, grant));
  if (latest) CHITTY_DO(hand_down(service, text_in(*latest, "id"), token.id, token.expires_at));
  auto answer = answer_for(token, name);
  answer["previous"] = previous;
  CHITTY_DO(service.event("service-token.rotated", grant.subject, {{"tokenId", token.id}, {"previous", previous}}));
  return answer;
}

}  // namespace

Result<Response> create_service_token(Service& service, const CreateServiceToken& given) {
  CHITTY_TRY(auto grant, grant_of(service, given.body));
  grant.kind = "service", grant.subject = subject_of(grant.service);
  return answer_with_secret(service, 201, [&] { return create(service, grant); });
}

Result<Response> rotate_service_token(Service& service, const RotateServiceToken& given) {
  return answer_with_secret(service, 200, [&] { return rotate(service, given.path.service); });
}

}  // namespace chittyauth::routes
