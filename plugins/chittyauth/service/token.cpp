// POST /v1/tokens/provision, /validate, /refresh: a token comes, is looked at, and gives way to another.
#include "../token.hpp"

#include "../scope.hpp"
#include "../subject.hpp"
#include "order.hpp"
#include "routes.hpp"

namespace chitty::auth::service {

namespace {

const std::string another = "Whoever needs another gets it by `chitty auth token provision`.";

// Whose the new token is to be: the caller's own, unless an administrator says another's.
Result<std::string> holder_of(Service& service, const json::object& body) {
  const auto caller = service.caller();
  const auto named = text_in(body, "chittyId");
  const auto wanted = subject_of(named);
  if (named.empty() || wanted == caller.subject) return caller.subject;
  if (!is_admin(caller))
    return make_error(Code::permission_denied, "Only an administrator makes tokens for somebody else.",
                      "Leave chittyId out, or give your own.");
  if (wanted) return *wanted;
  return usage_error("The body's chittyId is none.", "For example did:chitty:03-1-USA-4448-P-2609-0-88");
}

Result<std::string> token_in(const json::object& body) {
  for (const auto* member : {"token", "refresh_token"})
    if (auto text = text_in(body, member); !text.empty()) return text;
  return usage_error("The body has no token.", "Send {\"token\": \"...\"}");
}

// The wire's own words for a token that is not good: 401 and valid false.
Result<Response> not_valid(Service& service, const Error& why) {
  if (why.code != Code::unauthenticated) return refuse(service, why);
  return Response(401, json::object{{"success", false},
                                    {"valid", false},
                                    {"error", why.message},
                                    {"message", why.message},
                                    {"hint", why.hint.empty() ? another : why.hint},
                                    {"service", service.name()},
                                    {"timestamp", rfc3339(service.now())}});
}

// The token that a text stands for, whatever its state.
Result<KnownToken> known(Service& service, std::string_view text) {
  if (auto shaped = check_shape(text); !shaped) {
    Error error = shaped.error();
    if (service.caller().owner)  // perhaps it is that very token
      error = make_error(Code::unauthenticated, "The token is none of this service's.",
                         "The daemon owner's own never ends. To get one that is yours: chitty auth register");
    return error;
  }
  auto token = find_token(service, text);
  if (!token) return token.error();
  if (!*token) return make_error(Code::unauthenticated, "Nobody is known by this token.");
  return std::move(**token);
}

// What may follow a token: at most what it had itself, for as long as was asked.
Result<Grant> successor(const KnownToken& old, const json::object& body) {
  Grant next{old.subject, old.scopes, old.kind, old.service, old.client_id, old.family};
  next.requests = old.requests, next.window_ms = old.window_ms;
  if (const auto* named = body.if_contains("scope"); named && !named->is_null()) {
    auto scopes = scopes_of(*named);
    if (!scopes) return scopes.error();
    if (auto covered = covers_all(old.scopes, *scopes); !covered) return covered.error();
    next.scopes = std::move(*scopes);
  }
  auto lives = lifetime_of(body, 30 * a_day);
  if (!lives) return lives.error();
  next.lives_ms = *lives;
  return next;
}

Result<void> revoke_family_of(Service& service, const KnownToken& token) {
  if (auto gone = revoke_all_of_family(service, token.family, "an older token of its family was used again"); !gone)
    return gone.error();
  return service.event({{"type", "token.reused"},
                        {"subject", token.subject},
                        {"data", json::object{{"tokenId", token.id}, {"family", token.family}}}});
}

}  // namespace

Result<Response> provision(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  auto grant = grant_of(service, *body);
  if (!grant) return refuse(service, grant.error());
  auto subject = holder_of(service, *body);
  if (!subject) return refuse(service, subject.error());
  grant->subject = *subject;
  grant->service = text_in(*body, "service");
  if (!grant->service.empty() && !is_service_name(grant->service))
    return refuse(service, usage_error("The body's service must be a service's name, for example chittyconnect."));
  return answer_afresh(service, 201, [&]() -> Result<json::object> {
    auto token = issue_token(service, *grant);
    if (!token) return token.error();
    auto answer = token_answer(*token);
    auto told = service.event({{"type", "token.provisioned"},
                               {"subject", grant->subject},
                               {"data", json::object{{"tokenId", token->id}, {"scope", answer.at("scope")}}}});
    if (!told) return told.error();
    return answer;
  });
}

Result<Response> validate(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto text = token_in(*body);
  if (!text) return refuse(service, text.error());
  const auto token = known(service, *text);
  if (!token) return not_valid(service, token.error());
  if (const auto closed = why_not(*token, service.now())) return not_valid(service, *closed);
  json::object answer{{"valid", true},
                      {"tokenId", token->id},
                      {"chittyId", chitty_id_of(token->subject)},
                      {"subject", token->subject},
                      {"scope", json::array(token->scopes.begin(), token->scopes.end())},
                      {"tokenService", token->service},
                      {"expiresAt", rfc3339(token->expires_at)},
                      {"rateLimitRemaining", nullptr}};
  if (const auto left = requests_left(*token, service.now())) answer["rateLimitRemaining"] = *left;
  return fresh_answer(service, 200, std::move(answer));
}

// The old token is used up by it. One that was used up before is somebody's copy: then all that followed from it is
// ended.
Result<Response> refresh(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto text = token_in(*body);
  if (!text) return refuse(service, text.error());
  const auto old = known(service, *text);
  if (!old) return not_valid(service, old.error());
  if (old->kind != "access")
    return not_valid(
        service, make_error(Code::unauthenticated, "A token of the kind '" + old->kind + "' is not refreshed here."));
  if (!old->client_id.empty())
    return not_valid(service, make_error(Code::unauthenticated, "The token is one of an OAuth client.",
                                         "The client gets another at its own token address, /v1/oauth/token."));
  const bool reused = old->status == "used";
  if (const auto closed = why_not(*old, service.now()); closed && !reused) return not_valid(service, *closed);
  auto next = successor(*old, *body);
  if (!next) return refuse(service, next.error());

  std::optional<IssuedToken> made;
  auto done = service.store().transaction([&]() -> Result<void> {
    auto mine = reused ? Result<bool>(false) : use_up(service, old->id);
    if (!mine) return mine.error();
    if (!*mine) return revoke_family_of(service, *old);
    auto token = issue_token(service, *next);
    if (!token) return token.error();
    made = std::move(*token);
    return service.event({{"type", "token.refreshed"},
                          {"subject", old->subject},
                          {"data", json::object{{"tokenId", made->id}, {"before", old->id}}}});
  });
  if (!done) return refuse(service, done.error());
  if (!made)
    return not_valid(
        service, make_error(Code::unauthenticated,
                            "The token had been exchanged before. All tokens that followed from it are revoked.",
                            "Somebody may have a copy of it: get a new one by registering or from an administrator."));
  auto answer = token_answer(*made);
  answer["chittyId"] = chitty_id_of(old->subject);
  return fresh_answer(service, 200, std::move(answer));
}

}  // namespace chitty::auth::service
