// POST /v1/tokens/provision, /validate, /refresh: a token comes, is looked at, and gives way to another.
#include "../token.hpp"

#include "../scope.hpp"
#include "../subject.hpp"
#include "grant_tree.hpp"
#include "order.hpp"
#include "possession.hpp"

namespace chittyauth::routes {

namespace {

Error no_good(std::string why, std::string hint = {}) { return make_error(Code::unauthenticated, std::move(why), std::move(hint)); }

// Whose the new token is to be: the caller's own, unless an administrator says another's.
Result<std::string> holder_of(Service& service, const std::string& named) {
  const auto own = service.caller().subject;
  const auto wanted = subject_of(named);
  if (named.empty() || wanted == own) return own;
  if (!service.sees_all())
    return make_error(Code::permission_denied, "Only an administrator makes tokens for somebody else.",
                      "Leave out the ChittyID (--for), or give your own.");
  if (wanted) return *wanted;
  return usage_error("The body's chittyId is not a ChittyID.", "For example did:chitty:03-1-USA-4448-P-2609-0-88");
}

// The text of the token that a body shows.
template <class Body>
Result<std::string> token_in(const Body& body) {
  if (const auto& text = body.token.empty() ? body.refresh_token : body.token; !text.empty()) return text;
  return usage_error("The body has no token.", "Send {\"token\": \"...\"}");
}

// The wire's own words for a token that is not good: 401 and valid false.
Result<Response> not_valid(Service& service, const Error& why) {
  if (why.code != Code::unauthenticated) return why;
  return Response(401, json::object{{"success", false},
                                    {"valid", false},
                                    {"error", why.message},
                                    {"message", why.message},
                                    {"hint", why.hint.empty() ? "For another token: chitty auth token provision --scopes SCOPES" : why.hint},
                                    {"service", service.name()},
                                    {"timestamp", rfc3339(service.now())}});
}

// The token that a text stands for, whatever its state.
Result<KnownToken> known(Service& service, std::string_view text) {
  CHITTY_DO(check_shape(text));
  CHITTY_TRY(auto token, find_token(service, text));
  return token ? Result<KnownToken>(std::move(*token)) : no_good("Invalid token.");
}

// The owner's token is the daemon's and not among those of this service: it is known by the request that carries it alone.
template <class Body>
bool is_owners_own(Service& service, const Body& body) {
  return body.own.value_or(false) && service.caller().owner;
}

// What may follow a token: at most what it had itself, for as long as was asked, and no longer than what was handed on was to live.
Result<Grant> successor(Service& service, const KnownToken& old, const Refresh::Body& body) {
  Grant next{old.subject, old.scopes, old.kind, old.service, old.client_id, old.family};
  next.requests = old.requests, next.window_ms = old.window_ms, next.parent = old.parent;
  if (!body.scope.is_null()) {
    CHITTY_TRY(next.scopes, scopes_of(body.scope));
    CHITTY_DO(covers_all(old.scopes, next.scopes));
  }
  if (body.expiresIn) next.lives_ms = *body.expiresIn * 1000;
  CHITTY_DO(hold_to_end(service, next));
  return next;
}

// Whether the old token may give way to another; UNAUTHENTICATED says why not. One that was used up before may be shown: the
// answer to that is the end of its family.
std::optional<Error> why_not_refreshed(const KnownToken& old, std::int64_t now) {
  if (old.kind != "access") return no_good("A token of the kind '" + old.kind + "' is not refreshed here.");
  if (!old.client_id.empty())
    return no_good("The token is one of an OAuth client.", "The client gets another at its own token address, /v1/oauth/token.");
  return old.status == "used" ? std::nullopt : why_not(old, now);
}

// The old token is used up by it; none when somebody's copy of it was before, and all that followed from it has ended.
Result<std::optional<IssuedToken>> exchange(Service& service, const KnownToken& old, const Grant& next) {
  CHITTY_TRY(const auto mine, old.status == "used" ? Result<bool>(false) : use_up(service, old.id));
  if (!mine) {
    CHITTY_DO(revoke_all_of_family(service, old.family, "an older token of its family was used again"));
    CHITTY_DO(service.event("token.reused", old.subject, {{"tokenId", old.id}, {"family", old.family}}));
    return std::optional<IssuedToken>();
  }
  CHITTY_TRY(auto token, issue_token(service, next));
  CHITTY_DO(hand_down(service, old.id, token.id, token.expires_at));
  CHITTY_DO(service.event("token.refreshed", old.subject, {{"tokenId", token.id}, {"before", old.id}}));
  return std::optional(std::move(token));
}

}  // namespace

Result<Response> provision(Service& service, const Provision& given) {
  CHITTY_TRY(auto grant, grant_of(service, given.body));
  CHITTY_TRY(grant.subject, holder_of(service, given.body.chittyId));
  CHITTY_DO(hold_to_own(service, grant));
  return answer_with_secret(service, 201, [&]() -> Result<json::object> {
    CHITTY_TRY(auto token, issue_token(service, grant));
    CHITTY_DO(keep_end(service, token));
    auto answer = token_answer(token);
    CHITTY_DO(service.event("token.provisioned", grant.subject, {{"tokenId", token.id}, {"scope", answer.at("scope")}}));
    return answer;
  });
}

Result<Response> validate(Service& service, const Validate& given) {
  CHITTY_TRY(const auto text, token_in(given.body));
  if (is_owners_own(service, given.body))
    return answer_with_secret(service, 200, json::object{{"valid", true}, {"owner", true}, {"subject", service.caller().subject}, {"scope", json::array{"admin:*"}}});
  const auto token = known(service, text);
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
  return answer_with_secret(service, 200, std::move(answer));
}

Result<Response> refresh(Service& service, const Refresh& given) {
  CHITTY_TRY(const auto text, token_in(given.body));
  if (is_owners_own(service, given.body))
    return not_valid(service, no_good("The owner's token does not expire, so there is nothing to refresh.",
                                      "For a token of your own: chitty auth register"));
  const auto old = known(service, text);
  if (!old) return not_valid(service, old.error());
  if (const auto refused = why_not_refreshed(*old, service.now())) return not_valid(service, *refused);
  CHITTY_TRY(const auto next, successor(service, *old, given.body));
  CHITTY_TRY(const auto made, service.store().transaction([&] { return exchange(service, *old, next); }));
  if (!made)
    return not_valid(service, no_good("The token had been exchanged before. All tokens that followed from it are revoked.",
                                      "Somebody may have a copy of it: get a new one by registering or from an administrator."));
  auto answer = token_answer(*made);
  answer["chittyId"] = chitty_id_of(old->subject);
  return answer_with_secret(service, 200, std::move(answer));
}

}  // namespace chittyauth::routes
