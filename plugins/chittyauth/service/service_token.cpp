// /v1/service-tokens: the tokens by which one service asks another. A rotated one goes on for a stated time, so that
// whoever holds it can change over without a gap.
#include <algorithm>

#include "../scope.hpp"
#include "order.hpp"
#include "routes.hpp"
#include "rows.hpp"

namespace chitty::auth::service {

namespace {

constexpr std::int64_t overlap = 3'600'000;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// The variable that a service's token is looked for in (wire reference 1.2).
std::string variable_of(std::string_view service) {
  std::string name(service.substr(0, 6) == "chitty" && service.size() > 6 ? service.substr(6) : service);
  for (char& c : name) c = c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return "CHITTY_" + name + "_TOKEN";
}

// Active ones of this service that the caller may touch, newest first.
Result<Rows> active_of(Service& service, const std::string& name) {
  return service.store().query(
      "SELECT id, subject, scopes, family, expires_at, requests, window_ms FROM auth_tokens WHERE kind = 'service' AND "
      "service = :service"
      " AND status = 'active' AND expires_at > :now AND (subject = :caller OR :admin = 1) ORDER BY created_at DESC, id "
      "DESC",
      {{"service", name},
       {"now", service.now()},
       {"caller", service.caller().subject},
       {"admin", is_admin(service.caller()) ? 1 : 0}});
}

// The newest is worth nothing after the overlap, and those that were in theirs already end now.
Result<std::int64_t> retire(Service& service, const Rows& active) {
  const auto until = std::min(number_in(active.front(), "expires_at"), service.now() + overlap);
  auto bounded = service.store().execute(
      "UPDATE auth_tokens SET expires_at = :until, reason = 'rotated' WHERE id = :id AND status = 'active'",
      {{"until", until}, {"id", active.front().at("id")}});
  if (!bounded) return bounded.error();
  for (std::size_t i = 1; i < active.size(); ++i)
    if (auto ended = revoke_token(service, text_of(active[i], "id"), "rotated"); !ended) return ended.error();
  return until;
}

Grant grant_after(const Row& row, const std::string& name) {
  Grant grant{text_of(row, "subject"), list_in(row, "scopes"), "service", name, {}, text_of(row, "family")};
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

}  // namespace

Result<Response> create_service_token(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto name = text_in(*body, "service");
  if (!is_name(name))
    return refuse(service, usage_error("The body's service must be a service's name, for example chittyconnect."));
  auto grant = grant_of(service, *body);
  if (!grant) return refuse(service, grant.error());
  grant->kind = "service", grant->service = name;
  json::object answer;
  auto done = service.store().transaction([&]() -> Result<void> {
    auto active = active_of(service, name);
    if (!active) return active.error();
    if (!active->empty())
      return make_error(Code::conflict, "There is a service token for " + name + " already.",
                        "Rotate it: chitty auth service-token rotate " + name);
    auto token = issue_token(service, *grant);
    if (!token) return token.error();
    answer = answer_for(*token, name);
    return service.event({{"type", "service-token.created"},
                          {"subject", name},
                          {"data", json::object{{"tokenId", token->id}, {"scope", answer.at("scope")}}}});
  });
  if (!done) return refuse(service, done.error());
  return fresh_answer(service, 201, std::move(answer));
}

// A service that has none yet gets its first one, for all that is its own: so a script that rotates has one thing to
// call.
Result<Response> rotate_service_token(Service& service) {
  const auto name = service.parameter("service");
  if (!is_name(name)) return refuse(service, usage_error("Not a service's name: " + name));
  json::object answer;
  auto done = service.store().transaction([&]() -> Result<void> {
    auto active = active_of(service, name);
    if (!active) return active.error();
    auto grant = active->empty() ? Grant{service.caller().subject, {name + ":*"}, "service", name}
                                 : grant_after(active->front(), name);
    if (auto covered = covers_all(scopes_of_caller(service), grant.scopes); !covered) return covered;
    json::value previous;
    if (!active->empty()) {
      auto until = retire(service, *active);
      if (!until) return until.error();
      previous = {{"tokenId", active->front().at("id")}, {"validUntil", rfc3339(*until)}};
    }
    auto token = issue_token(service, grant);
    if (!token) return token.error();
    answer = answer_for(*token, name);
    answer["previous"] = previous;
    return service.event({{"type", "service-token.rotated"},
                          {"subject", name},
                          {"data", json::object{{"tokenId", token->id}, {"previous", previous}}}});
  });
  if (!done) return refuse(service, done.error());
  return fresh_answer(service, 200, std::move(answer));
}

Result<Response> list_service_tokens(Service& service) {
  const auto page = page_of(service);
  if (!page) return refuse(service, page.error());
  auto rows = service.store().query(
      "SELECT id, service, subject, scopes, status, reason, created_at, expires_at FROM auth_tokens WHERE kind = "
      "'service' AND id > :cursor"
      " AND (subject = :caller OR :admin = 1) ORDER BY id LIMIT :limit OFFSET :offset",
      {{"cursor", page->cursor},
       {"caller", service.caller().subject},
       {"admin", is_admin(service.caller()) ? 1 : 0},
       {"limit", page->limit + 1},
       {"offset", page->offset}});
  if (!rows) return rows.error();
  auto metadata = page_metadata(*page, *rows);
  json::array tokens;
  for (auto& row : *rows) {
    const auto expires = number_in(row, "expires_at");
    row["scopes"] = json::parse(text_of(row, "scopes"));
    if (text_of(row, "status") == "active" && expires <= service.now()) row["status"] = "expired";
    row["expires_at"] = rfc3339(expires);
    tokens.push_back(std::move(row));
  }
  return Response(envelope(service, {{"tokens", std::move(tokens)}, {"metadata", std::move(metadata)}}));
}

// May whoever holds this service token do that action there? (wire reference 3.2, service authenticate)
Result<Response> authenticate_service(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto target = text_in(*body, "targetService"), action = text_in(*body, "action");
  if (!is_name(target) || !is_name(action))
    return refuse(service, usage_error("The body needs serviceToken, targetService and action."));
  auto token = find_token(service, text_in(*body, "serviceToken"));
  if (!token) return token.error();
  if (!*token || (*token)->kind != "service" || why_not(**token, service.now()))
    return refuse(service, make_error(Code::unauthenticated, "The service token is not one that is good here."));
  const bool authorized = covers((*token)->scopes, target + ":" + action);
  return Response(envelope(service, {{"authorized", authorized},
                                     {"serviceId", (*token)->service},
                                     {"permissions", json::array((*token)->scopes.begin(), (*token)->scopes.end())}}));
}

}  // namespace chitty::auth::service
