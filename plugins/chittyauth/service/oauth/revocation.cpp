// POST /v1/oauth/revoke (RFC 7009) and POST /v1/oauth/introspect (RFC 7662): the end of a token, and what it is.
#include <algorithm>

#include "../../names.hpp"
#include "../issue.hpp"
#include "client.hpp"
#include "error.hpp"

namespace chittyauth::routes {

namespace {

struct AboutToken {
  OAuthClient client;
  std::optional<KnownToken> token;
};

// The form of both: an authenticated client, and the token that it means, if that is one.
Result<AboutToken> about_token(Service& service) {
  CHITTY_TRY(const auto form, form_of(service));
  CHITTY_TRY(auto client, authenticated_client(service, form));
  if (!form.has("token")) return oauth_error("invalid_request", "The parameter token is missing.");
  CHITTY_TRY(auto token, find_token(service, form.text("token")));
  return AboutToken{std::move(client), std::move(token)};
}

// What of a token is a client's business: of its own all; of others what is for the service that it stands for, by its id
// and an administrator's word, and only while it opens something.
Scopes business_of(const OAuthClient& client, const KnownToken& token) {
  if (token.client_id == client.id) return token.scopes;
  if (!client.vouched || token.kind == "refresh") return {};
  Scopes all;
  std::copy_if(token.scopes.begin(), token.scopes.end(), std::back_inserter(all), [&](const std::string& scope) {
    return scope == "admin:*" || scope.substr(0, scope.find(':')) == client.id;
  });
  return all;
}

// A token that is not known is gone already: 200 (RFC 7009, section 2.2). A refresh token takes its family with it.
Result<Response> end(Service& service) {
  CHITTY_TRY(const auto about, about_token(service));
  const auto& [client, token] = about;
  if (token && token->client_id != client.id) return oauth_error("invalid_grant", "The token was given to another client.");
  if (token)
    CHITTY_DO(service.store().transaction([&, &of = *token] {
      constexpr std::string_view why = "revoked by its client";
      return of.kind == "refresh" ? revoke_all_of_family(service, of.family, why) : revoke_token(service, of.id, why);
    }));
  return fresh(Response(json::object{}));
}

// For clients that can prove who they are, about their own tokens and those for the service that they are.
Result<Response> tell(Service& service) {
  CHITTY_TRY(const auto about, about_token(service));
  const auto& [client, token] = about;
  if (client.is_public()) return oauth_error("invalid_client", "Only a client with a secret may ask what a token is.");
  const auto scopes = token ? business_of(client, *token) : Scopes();
  if (scopes.empty() || token->suspended || token->status != "active" || token->expires_at <= service.now())
    return fresh(Response(json::object{{"active", false}}));
  json::object answer{{"active", true},
                      {"scope", scope_text(scopes)},
                      {"sub", token->subject},
                      {"iss", service.base_url()},
                      {"exp", token->expires_at / 1000},
                      {"token_type", "Bearer"}};
  if (!token->client_id.empty()) answer["client_id"] = token->client_id;
  return fresh(Response(answer));
}

}  // namespace

Result<Response> oauth_revoke(Service& service) { return in_oauth_words(end(service)); }
Result<Response> oauth_introspect(Service& service) { return in_oauth_words(tell(service)); }

}  // namespace chittyauth::routes
