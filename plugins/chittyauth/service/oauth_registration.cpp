// Clients come by two ways: a program registers itself (RFC 7591), or somebody who is known adds it.
#include <chitty/answers.hpp>

#include "oauth_client.hpp"
#include "oauth_error.hpp"
#include "oauth_routes.hpp"

namespace chitty::auth::service {

namespace {

Error no_such_client() {
  return make_error(Code::not_found, "There is no such client.",
                    "`chitty auth oauth clients list` shows those there are.");
}

// The wire's own words (name, redirect_uris, scopes, confidential) in those of RFC 7591.
json::object as_metadata(const json::object& body) {
  json::object metadata{{"client_id", text_in(body, "client_id")}, {"client_name", text_in(body, "name")}};
  metadata["grant_types"] = json::array{grant_code, grant_refresh, grant_device};
  for (const auto* member : {"redirect_uris", "grant_types"})
    if (const auto* value = body.if_contains(member)) metadata[member] = *value;
  std::string scope;
  if (const auto* scopes = body.if_contains("scopes"); scopes && scopes->is_array())
    for (const auto& one : scopes->get_array())
      if (one.is_string()) scope.append(scope.empty() ? "" : " ").append(std::string_view(one.get_string()));
  metadata["scope"] = scope;
  return metadata;
}

}  // namespace

// POST /v1/oauth/register (RFC 7591): anybody may; what it gets is a name, and a person is asked each time.
Result<Response> register_client(Service& service) {
  auto metadata = service.body();
  if (!metadata) return oauth_refusal(oauth_error("invalid_client_metadata", metadata.error().message));
  metadata->erase("client_id");  // whoever registers itself does not choose
  auto client = client_of(*metadata);
  if (!client) return oauth_refusal(client.error());
  const auto method = text_in(*metadata, "token_endpoint_auth_method");
  const bool is_public = method == "none";
  if (!method.empty() && !is_public && method != "client_secret_basic" && method != "client_secret_post")
    return oauth_refusal(oauth_error("invalid_client_metadata",
                                     "token_endpoint_auth_method is none, client_secret_basic or client_secret_post."));
  const auto secret = keep_client(service, *client, !is_public);
  if (!secret) return secret.error();
  auto answer = client_as_json(*client);
  answer.erase("created_at");
  answer["client_id_issued_at"] = service.now() / 1000;
  if (!is_public) answer["client_secret"] = *secret, answer["client_secret_expires_at"] = 0;
  if (!is_public && !method.empty()) answer["token_endpoint_auth_method"] = method;
  auto told = service.event(
      {{"type", "oauth.client_registered"}, {"subject", client->id}, {"data", json::object{{"name", client->name}}}});
  if (!told) return told.error();
  return fresh(Response(201, answer));
}

// POST /v1/oauth/clients {name, redirect_uris[], client_id?, scopes[]?, grant_types[]?, confidential?}
Result<Response> create_client(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  auto client = client_of(as_metadata(*body));
  if (!client) return refuse(service, make_error(Code::invalid_argument, client.error().message));
  client->created_by = service.caller().subject;
  const auto* confidential = body->if_contains("confidential");
  const auto secret = keep_client(service, *client, confidential && *confidential == json::value(true));
  if (!secret) return refuse(service, secret.error());
  auto shown = client_as_json(*client);
  if (!secret->empty()) shown["client_secret"] = *secret;
  auto told = service.event(
      {{"type", "oauth.client_created"}, {"subject", client->id}, {"data", json::object{{"name", client->name}}}});
  if (!told) return told.error();
  return fresh(Response(201, envelope(service, {{"client", std::move(shown)}})));
}

// GET /v1/oauth/clients: one's own; all of them for the owner and whoever has admin:*.
Result<Response> list_clients(Service& service) {
  const auto page = page_of(service);
  if (!page) return refuse(service, page.error());
  return answer_page(
      service, *page, "clients", select_clients(service, *page),
      [](const Row& row) { return client_as_json(client_in(row)); }, "client_id");
}

// DELETE /v1/oauth/clients/{id}: what it was given is worth nothing from then on.
Result<Response> remove_client(Service& service) {
  const auto client = find_client(service, service.parameter("id"));
  if (!client) return client.error();
  if (!*client || !may_manage(service, **client)) return refuse(service, no_such_client());
  auto done = service.store().transaction([&]() -> Result<void> { return forget_client(service, (*client)->id); });
  if (!done) return done.error();
  return Response(envelope(service, {{"client_id", (*client)->id}, {"removed", true}}));
}

}  // namespace chitty::auth::service
