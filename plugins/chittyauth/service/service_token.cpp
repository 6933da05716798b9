// /v1/service-tokens: the tokens by which one service asks another, one for each service. A rotated one goes on for a
// stated time, so that whoever holds it can change over without a gap. In the table, the present one of a service is
// active and has no reason yet; an index lets there be one only, whichever daemon makes it.
#include <algorithm>
#include <chitty/lists.hpp>

#include "../scope.hpp"
#include "../subject.hpp"
#include "order.hpp"
#include "routes.hpp"
#include "rows.hpp"

namespace chitty::auth::service {

namespace {

constexpr std::int64_t overlap = 3'600'000;

std::string subject_of(const std::string& name) { return "service:" + name; }

// The variable that a service's token is looked for in (wire reference 1.2).
std::string variable_of(std::string_view service) {
  std::string name(service.substr(0, 6) == "chitty" && service.size() > 6 ? service.substr(6) : service);
  for (char& c : name) c = c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return "CHITTY_" + name + "_TOKEN";
}

Result<void> let_go_of_expired(Service& service, const std::string& name) {
  auto changed = service.store().execute(
      "UPDATE auth_tokens SET reason = 'expired' WHERE kind = 'service' AND service = :service AND status = 'active'"
      " AND reason IS NULL AND expires_at <= :now",
      {{"service", name}, {"now", service.now()}});
  return changed ? Result<void>() : changed.error();
}

// The present token of a service; without one the last that it had, which says what the next may do.
Result<std::optional<Row>> latest_of(Service& service, const std::string& name) {
  return service.store().find(
      "SELECT id, scopes, family, requests, window_ms, expires_at,"
      " CASE WHEN status = 'active' AND reason IS NULL THEN 1 ELSE 0 END AS present FROM auth_tokens"
      " WHERE kind = 'service' AND service = :service ORDER BY present DESC, created_at DESC LIMIT 1",
      {{"service", name}});
}

// The present one is worth nothing after the overlap, and one that is in its own already ends now. False when somebody
// else's rotation came first.
Result<bool> retire(Service& service, const std::string& name, const Row& present, std::int64_t until) {
  auto ended = service.store().execute(
      "UPDATE auth_tokens SET status = 'revoked', ended_at = :now WHERE kind = 'service' AND service = :service"
      " AND status = 'active' AND reason = 'rotated'",
      {{"service", name}, {"now", rfc3339(service.now())}});
  if (!ended) return ended.error();
  auto bounded = service.store().execute(
      "UPDATE auth_tokens SET expires_at = :until, reason = 'rotated' WHERE id = :id AND status = 'active'"
      " AND reason IS NULL",
      {{"until", until}, {"id", present.at("id")}});
  if (!bounded) return bounded.error();
  return *bounded == 1;
}

Grant grant_after(const Row& row, const std::string& name) {
  Grant grant{subject_of(name), list_in(row, "scopes"), "service", name, {}, text_of(row, "family")};
  grant.requests = number_in(row, "requests"), grant.window_ms = number_in(row, "window_ms");
  return grant;
}

json::object answer_for(const IssuedToken& token, const std::string& name) {
  auto answer = token_answer(token);
  answer["scopes"] = answer.at("scope");
  answer["for"] = name;
  answer["variable"] = variable_of(name);
  return answer;
}

Error there_already(const std::string& name) {
  return make_error(Code::conflict, "There is a service token for " + name + " already.",
                    "Rotate it: chitty auth service-token rotate " + name);
}

Result<json::object> create(Service& service, const std::string& name, const Grant& grant) {
  if (auto done = let_go_of_expired(service, name); !done) return done.error();
  const auto latest = latest_of(service, name);
  if (!latest) return latest.error();
  if (*latest && number_in(**latest, "present") == 1) return there_already(name);
  const auto token = issue_token(service, grant);
  if (!token) return token.error().code == Code::conflict ? there_already(name) : token.error();
  auto answer = answer_for(*token, name);
  auto told = service.event({{"type", "service-token.created"},
                             {"subject", grant.subject},
                             {"data", json::object{{"tokenId", token->id}, {"scope", answer.at("scope")}}}});
  if (!told) return told.error();
  return answer;
}

// A service that has none yet gets its first one, for all that is its own: so a script that rotates has one thing to
// call.
Result<json::object> rotate(Service& service, const std::string& name) {
  if (auto done = let_go_of_expired(service, name); !done) return done.error();
  const auto latest = latest_of(service, name);
  if (!latest) return latest.error();
  const auto grant = *latest ? grant_after(**latest, name) : Grant{subject_of(name), {name + ":*"}, "service", name};
  json::value previous;
  if (*latest && number_in(**latest, "present") == 1) {
    const auto until = std::min(number_in(**latest, "expires_at"), service.now() + overlap);
    const auto retired = retire(service, name, **latest, until);
    if (!retired) return retired.error();
    if (!*retired)
      return make_error(Code::conflict, "The service token for " + name + " was rotated at this very moment.",
                        "Use the token of that rotation, or rotate again.");
    previous = {{"tokenId", (*latest)->at("id")}, {"validUntil", rfc3339(until)}};
  }
  const auto token = issue_token(service, grant);
  if (!token) return token.error();
  auto answer = answer_for(*token, name);
  answer["previous"] = previous;
  auto told = service.event({{"type", "service-token.rotated"},
                             {"subject", grant.subject},
                             {"data", json::object{{"tokenId", token->id}, {"previous", previous}}}});
  if (!told) return told.error();
  return answer;
}

}  // namespace

Result<Response> create_service_token(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto name = text_in(*body, "service");
  if (!is_service_name(name))
    return refuse(service, usage_error("The body's service must be a service's name, for example chittyconnect."));
  auto grant = grant_of(service, *body);
  if (!grant) return refuse(service, grant.error());
  grant->kind = "service", grant->service = name, grant->subject = subject_of(name);
  return answer_afresh(service, 201, [&] { return create(service, name, *grant); });
}

Result<Response> rotate_service_token(Service& service) {
  const auto name = service.parameter("service");
  if (!is_service_name(name)) return refuse(service, usage_error("Not a service's name: " + name));
  return answer_afresh(service, 200, [&] { return rotate(service, name); });
}

Result<Response> list_service_tokens(Service& service) {
  const auto page = page_of(service);
  if (!page) return refuse(service, page.error());
  Select tokens{"SELECT id, service, subject, scopes, status, reason, created_at, expires_at FROM auth_tokens"
                " WHERE kind = 'service' AND id > :cursor ORDER BY id",
                {{"cursor", page->cursor}}};
  return answer_page(service, *page, "tokens", std::move(tokens), [now = service.now()](Row& row) {
    const auto expires = number_in(row, "expires_at");
    row["scopes"] = json::parse(text_of(row, "scopes"));
    if (text_of(row, "status") == "active" && expires <= now) row["status"] = "expired";
    row["expires_at"] = rfc3339(expires);
    return std::move(row);
  });
}

}  // namespace chitty::auth::service
