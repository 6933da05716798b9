// Clients come by two ways: a program registers itself (RFC 7591), or somebody who is known adds it.
#include <algorithm>
#include <chitty/answers.hpp>
#include <chitty/client_key.hpp>

#include "../../names.hpp"
#include "../known_scope.hpp"
#include "../rows.hpp"
#include "client.hpp"
#include "error.hpp"

namespace chittyauth::routes {

namespace {

constexpr std::string_view from_one_kind = "self-registered-clients", in_all_kind = "all-self-registered-clients";

// Others have registered themselves so often that there is no room until one of them ends.
Result<Error> no_room(Service& service, const Error& full, const std::string& from) {
  const auto* kind = full.details.if_contains("quota");
  const bool in_all = kind && *kind == json::value(in_all_kind);
  CHITTY_TRY(const auto row, service.store().find(
                                 "SELECT MIN(ends_at) AS ends_at FROM oauth_clients WHERE origin = 'self' AND (:in_all = 1 OR registered_from = :from)",
                                 {{"in_all", in_all}, {"from", from}}));
  auto error = oauth_error("temporarily_unavailable",
                           std::string("Too many programs have registered themselves ") + (in_all ? "here." : "from your address.") +
                               " One that gets no token is removed a day after it registered.");
  error.retry_after = std::chrono::milliseconds(std::max<std::int64_t>(1, row ? number_in(*row, "ends_at") - service.now() : 1));
  return error;
}

// The secret of a client that registers itself.
Result<std::string> keep_bounded(Service& service, OAuthClient& client, bool confidential) {
  client.registered_from = service.client().empty() ? "a service" : client_key(service.client());
  auto secret = service.store().transaction([&]() -> Result<std::string> {
    CHITTY_DO(forget_ended_clients(service));
    CHITTY_DO(service.quota(from_one_kind, 1, client.registered_from));
    CHITTY_DO(service.quota(in_all_kind, 1, "self"));
    return keep_client(service, client, confidential);
  });
  if (secret || secret.error().code != Code::permission_denied) return secret;
  CHITTY_TRY(auto full, no_room(service, secret.error(), client.registered_from));
  return full;
}

Result<Response> register_itself(Service& service) {
  auto metadata = service.body();
  if (!metadata) return oauth_error("invalid_client_metadata", metadata.error().message);
  metadata->erase("client_id");  // whoever registers itself does not choose
  CHITTY_TRY(auto client, client_of(*metadata));
  const auto method = text_in(*metadata, "token_endpoint_auth_method");
  const bool is_public = method == "none";
  if (!method.empty() && !is_public && method != "client_secret_basic" && method != "client_secret_post")
    return oauth_error("invalid_client_metadata", "token_endpoint_auth_method is none, client_secret_basic or client_secret_post.");
  CHITTY_TRY(const auto secret, keep_bounded(service, client, !is_public));
  auto answer = client_as_json(client);
  answer.erase("created_at");
  answer["client_id_issued_at"] = service.now() / 1000;
  answer["unused_expires_at"] = (service.now() + unused_client_lives) / 1000;
  if (!is_public) answer["client_secret"] = secret, answer["client_secret_expires_at"] = 0;
  if (!is_public && !method.empty()) answer["token_endpoint_auth_method"] = method;
  CHITTY_DO(service.event("oauth.client_registered", client.id, {{"name", client.name}}));
  return fresh(Response(201, answer));
}

// The wire's own words in those of RFC 7591.
json::object as_metadata(const OauthCreateClient::Body& body) {
  json::object metadata{{"client_id", body.client_id},
                        {"client_name", body.name},
                        {"redirect_uris", as_json(body.redirect_uris)},
                        {"grant_types", json::array{grant_code, grant_refresh, grant_device}},
                        {"scope", scope_text(body.scopes)}};
  if (!body.grant_types.empty()) metadata["grant_types"] = as_json(body.grant_types);
  return metadata;
}

}  // namespace

// POST /v1/oauth/register (RFC 7591): anybody may; what it gets is a name, and a person is asked each time.
Result<Response> oauth_register(Service& service) { return in_oauth_words(register_itself(service)); }

// POST /v1/oauth/clients
Result<Response> oauth_create_client(Service& service, const OauthCreateClient& given) {
  auto client = client_of(as_metadata(given.body));
  if (!client) return make_error(Code::invalid_argument, client.error().message);
  CHITTY_DO(must_be_known(service, client->scopes));
  client->created_by = service.caller().subject;
  client->vouched = service.sees_all();
  CHITTY_TRY(const auto secret, service.store().transaction([&]() -> Result<std::string> {
    CHITTY_DO(service.quota("clients"));
    return keep_client(service, *client, given.body.confidential.value_or(false));
  }));
  auto shown = client_as_json(*client);
  if (!secret.empty()) shown["client_secret"] = secret;
  CHITTY_DO(service.event("oauth.client_created", client->id, {{"name", client->name}}));
  return fresh(Response(201, envelope(service, {{"client", std::move(shown)}})));
}

// GET /v1/oauth/clients: one's own; all of them for whoever sees all.
Result<Response> oauth_list_clients(Service& service, const OauthListClients&) {
  CHITTY_TRY(const auto page, page_of(service));
  return answer_page(
      service, page, "clients", select_clients(service, page), [](const Row& row) { return client_as_json(client_in(row)); }, "client_id");
}

// DELETE /v1/oauth/clients/{id}: what it was given is worth nothing from then on.
Result<Response> oauth_remove_client(Service& service, const OauthRemoveClient& given) {
  CHITTY_TRY(const auto client, client_of_caller(service, given.path.id));
  CHITTY_DO(service.store().transaction([&] { return forget_client(service, client.id); }));
  return answer(service, {{"client_id", client.id}, {"removed", true}});
}

}  // namespace chittyauth::routes
