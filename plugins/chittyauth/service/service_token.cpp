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
constexpr std::string_view next_of = "next: ";  // why a token is there that is to be the present one; then whose rotation it is
constexpr std::int64_t most_next = 8;           // of one rotation that was broken off, and begun again, so often

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
      "SELECT id, scopes, family, requests, window_ms, expires_at, parent,"
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

Error no_such_next(const std::string& name) {
  return make_error(Code::conflict, "The next token of " + name + " is not there any more.", "Rotate it again: chitty os secrets rotate " + name);
}

// A token that is there beside the present one and counts like it. Until it is promoted the present one goes on as ever, so whoever makes
// it may be cut off at any moment, and ask again: each answer is another token, for none is kept to be told again.
Result<json::object> make_next(Service& service, const std::string& name, Grant grant, const std::string& rotation) {
  grant.reason = std::string(next_of) + rotation;
  const json::object those{{"service", name}, {"now", service.now()}, {"reason", grant.reason}};
  CHITTY_TRY(const auto there, service.store().row(
                                   "SELECT COUNT(*) AS all_of_them, COUNT(*) FILTER (WHERE reason = :reason) AS ours FROM auth_tokens"
                                   " WHERE kind = 'service' AND service = :service AND status = 'active' AND expires_at > :now AND reason LIKE 'next: %'",
                                   those, "The store did not count."));
  if (number_in(there, "all_of_them") != number_in(there, "ours"))
    return make_error(Code::conflict, "The token of " + name + " is being rotated elsewhere.", "See by whom, and end that token if nobody goes on: chitty auth service-token list");
  if (number_in(there, "ours") >= most_next)
    return make_error(Code::conflict, "The rotation of the token of " + name + " was begun too often.", "End those that nobody has: chitty auth service-token list");
  CHITTY_TRY(const auto token, issue_token(service, grant));
  auto answer = answer_for(token, name);
  answer["previous"] = nullptr;
  CHITTY_DO(service.event("service-token.prepared", grant.subject, {{"tokenId", token.id}, {"rotation", rotation}}));
  return answer;
}

// What was the present one until now, and whatever else the rotation has made, goes on for the overlap: somebody may hold it.
Result<json::object> promote(Service& service, const std::string& name, const std::string& id) {
  CHITTY_TRY(const auto latest, latest_of(service, name));
  json::value previous;
  const auto answer = [&]() -> json::object { return {{"tokenId", id}, {"for", name}, {"previous", previous}}; };
  if (is_present(latest) && text_in(*latest, "id") == id) return answer();  // asked again
  CHITTY_TRY(const auto next, find_token_by_id(service, id));
  if (!next || next->kind != "service" || next->service != name || !next->reason.starts_with(next_of) || why_not(*next, service.now())) return no_such_next(name);
  const auto until = service.now() + overlap;
  CHITTY_DO(service.store().execute(
      "UPDATE auth_tokens SET expires_at = CASE WHEN expires_at < :until THEN expires_at ELSE :until END, reason = 'rotated'"
      " WHERE kind = 'service' AND service = :service AND status = 'active' AND id <> :id AND (reason IS NULL OR reason LIKE 'next: %')",
      {{"until", until}, {"service", name}, {"id", id}}));
  CHITTY_DO(service.store().execute("UPDATE auth_tokens SET reason = NULL WHERE id = :id", {{"id", id}}));
  if (is_present(latest)) {
    previous = json::object{{"tokenId", latest->at("id")}, {"validUntil", rfc3339(std::min(until, number_in(*latest, "expires_at")))}};
    CHITTY_DO(hand_down(service, text_in(*latest, "id"), id, next->expires_at));
  }
  CHITTY_DO(service.event("service-token.rotated", next->subject, {{"tokenId", id}, {"previous", previous}}));
  return answer();
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
Result<json::object> rotate(Service& service, const std::string& name, const std::string& rotation) {
  CHITTY_TRY(const auto latest, latest_of(service, name));
  Grant grant{subject_of(name), {name + ":*"}, "service", name};
  if (latest) {
    grant.scopes = list_in(*latest, "scopes"), grant.family = text_in(*latest, "family");
    grant.requests = number_in(*latest, "requests"), grant.window_ms = number_in(*latest, "window_ms");
  }
  grant.parent = token_of_caller(service);
  // A service that rotates its own is followed by its next token, which does not end with it.
  if (latest && !grant.parent.empty() && grant.parent == text_in(*latest, "id")) grant.parent = text_in(*latest, "parent");
  if (!rotation.empty()) return make_next(service, name, std::move(grant), rotation);
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
  return answer_with_secret(service, 200, [&] { return rotate(service, given.path.service, given.body.rotation); });
}

Result<json::object> promote_service_token(Service& service, const PromoteServiceToken& given) {
  return promote(service, given.path.service, given.body.tokenId);
}

}  // namespace chittyauth::routes
