// POST /v1/oauth/revoke (RFC 7009) and POST /v1/oauth/introspect (RFC 7662): the end of a token, and what it is.
#include "../scope_list.hpp"
#include "issue.hpp"
#include "oauth_client.hpp"
#include "oauth_error.hpp"
#include "oauth_routes.hpp"

namespace chitty::auth::service {

namespace {

struct AboutToken {
  OAuthClient client;
  std::string token;
};

// The form of both: an authenticated client, and the token.
Result<AboutToken> about_token(Service& service) {
  const auto text = service.text();
  if (!text) return text.error();
  const auto form = parse_form(*text);
  if (!form) return oauth_error("invalid_request", form.error().message);
  auto client = authenticated_client(service, *form);
  if (!client) return client.error();
  if (!form->has("token")) return oauth_error("invalid_request", "The parameter token is missing.");
  return AboutToken{std::move(*client), form->text("token")};
}

}  // namespace

// A token that is not known is gone already: 200 (RFC 7009, section 2.2). A refresh token takes its family with it.
Result<Response> oauth_revoke(Service& service) {
  const auto asked = about_token(service);
  if (!asked) return oauth_refusal(asked.error());
  const auto known = find_token(service, asked->token);
  if (!known) return known.error();
  Response done(json::object{});
  if (!*known) return fresh(std::move(done));
  if ((*known)->client_id != asked->client.id)
    return oauth_refusal(oauth_error("invalid_grant", "The token was given to another client."));
  auto revoked = service.store().transaction([&] {
    const bool whole = (*known)->kind == "refresh";
    return whole ? revoke_all_of_family(service, (*known)->family, "revoked by its client")
                 : revoke_token(service, (*known)->id, "revoked by its client");
  });
  if (!revoked) return revoked.error();
  return fresh(std::move(done));
}

// For clients that can prove who they are; of one that registered itself, only its own tokens are told anything about.
Result<Response> oauth_introspect(Service& service) {
  const auto asked = about_token(service);
  if (!asked) return oauth_refusal(asked.error());
  const auto& client = asked->client;
  if (client.is_public())
    return oauth_refusal(oauth_error("invalid_client", "Only a client with a secret may ask what a token is."));
  const auto known = find_token(service, asked->token);
  if (!known) return known.error();
  const bool may_know = *known && ((*known)->client_id == client.id || !client.created_by.empty());
  if (!may_know || (*known)->suspended || (*known)->status != "active" || (*known)->expires_at <= service.now())
    return fresh(Response(json::object{{"active", false}}));
  json::object answer{{"active", true},
                      {"scope", scope_text((*known)->scopes)},
                      {"sub", (*known)->subject},
                      {"iss", service.base_url()},
                      {"exp", (*known)->expires_at / 1000},
                      {"token_type", "Bearer"}};
  if (!(*known)->client_id.empty()) answer["client_id"] = (*known)->client_id;
  return fresh(Response(answer));
}

}  // namespace chitty::auth::service
