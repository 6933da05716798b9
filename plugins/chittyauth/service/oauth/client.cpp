#include "client.hpp"

#include <chitty/time.hpp>

#include "../../client_name.hpp"
#include "../../redirect_uri.hpp"
#include "../../scope.hpp"
#include "../issue.hpp"
#include "../rows.hpp"
#include "error.hpp"

namespace chitty::auth {

namespace {

const std::string all_columns =
    "SELECT client_id, client_secret_hash, name, redirect_uris, allowed_scopes, grant_types, created_by, created_at, vouched"
    " FROM oauth_clients";

// The member as a list of strings; the fallback when absent.
Result<std::vector<std::string>> list_member(const json::object& metadata, std::string_view name, std::vector<std::string> fallback) {
  const auto* value = metadata.if_contains(name);
  if (!value || value->is_null()) return fallback;
  const auto list = list_of(*value);
  if (value->is_array() && list.size() == value->get_array().size() && list.size() <= 32) return list;
  return oauth_error("invalid_client_metadata", std::string(name) + " must be a list of at most 32 texts.");
}

Result<void> check_grants(const OAuthClient& client) {
  for (const auto& grant : client.grant_types)
    if (grant != grant_code && grant != grant_refresh && grant != grant_device)
      return oauth_error("invalid_client_metadata", "There is no grant type " + grant.substr(0, 64) + " here.");
  if (client.may_use(grant_code) && client.redirect_uris.empty())
    return oauth_error("invalid_redirect_uri", "A client that takes codes needs redirect_uris.");
  for (const auto& uri : client.redirect_uris)
    if (auto good = check_redirect_uri(uri); !good) return oauth_error("invalid_redirect_uri", good.error().message);
  return {};
}

}  // namespace

Result<Scopes> OAuthClient::scopes_asked_for(std::string_view text) const {
  const auto asked = parse_scopes(text);
  if (!asked) return oauth_error("invalid_scope", asked.error().message);
  if (asked->empty()) return scopes.empty() ? Scopes{"openid"} : scopes;
  for (const auto& scope : *asked)
    if (!scopes.empty() && !is_about_identity(scope) && !covers(scopes, scope))
      return oauth_error("invalid_scope", "The client may not ask for " + scope + ".");
  return *asked;
}

OAuthClient client_in(const Row& row) {
  return {text_in(row, "client_id"), text_in(row, "name"), text_in(row, "client_secret_hash"),
          list_in(row, "redirect_uris"), list_in(row, "allowed_scopes"), list_in(row, "grant_types"),
          text_in(row, "created_by"), text_in(row, "created_at"), number_in(row, "vouched") == 1};
}

Result<std::optional<OAuthClient>> find_client(Service& service, const std::string& id) {
  CHITTY_TRY(const auto row, service.store().find(all_columns + " WHERE client_id = :id", {{"id", id}}));
  return row ? std::optional(client_in(*row)) : std::nullopt;
}

Result<OAuthClient> client_of(const json::object& metadata) {
  OAuthClient client{text_in(metadata, "client_id"), text_in(metadata, "client_name")};
  if (auto named = check_client_name(client.name); !named) return oauth_error("invalid_client_metadata", named.error().message);
  CHITTY_TRY(client.redirect_uris, list_member(metadata, "redirect_uris", {}));
  CHITTY_TRY(client.grant_types, list_member(metadata, "grant_types", {std::string(grant_code)}));
  CHITTY_TRY(const auto responses, list_member(metadata, "response_types", {"code"}));
  for (const auto& type : responses)
    if (type != "code") return oauth_error("invalid_client_metadata", "The only response type here is code.");
  const auto scopes = parse_scopes(text_in(metadata, "scope"));
  if (!scopes) return oauth_error("invalid_client_metadata", scopes.error().message);
  client.scopes = *scopes;
  CHITTY_DO(check_grants(client));
  return client;
}

std::string shown_name(const OAuthClient& client) { return check_client_name(client.name) ? client.name : client.id; }

std::string where_from(const OAuthClient& client) {
  if (client.vouched) return {};
  return client.created_by.empty() ? " (it registered itself)" : " (added by " + client.created_by + ", who is no administrator)";
}

json::object client_as_json(const OAuthClient& client) {
  return {{"client_id", client.id},
          {"client_name", client.name},
          {"redirect_uris", as_json(client.redirect_uris)},
          {"grant_types", as_json(client.grant_types)},
          {"response_types", json::array{"code"}},
          {"token_endpoint_auth_method", client.is_public() ? "none" : "client_secret_basic"},
          {"scope", scope_text(client.scopes)},
          {"created_at", client.created_at}};
}

Result<std::string> keep_client(Service& service, OAuthClient& client, bool confidential) {
  std::string secret;
  if (client.id.empty()) {
    CHITTY_TRY(client.id, new_id(service, "client_"));
  }
  if (confidential) {
    CHITTY_TRY(const auto made, new_secret(service.crypto(), 32));
    secret = "cs_" + made;
    client.secret_hash = hash_of(service, secret);
  }
  if (client.name.empty()) client.name = client.id;
  client.created_at = rfc3339(service.now());
  const bool itself = !client.registered_from.empty();
  const auto kept = service.store().insert("oauth_clients", {{"client_id", client.id},
                                                             {"client_secret_hash", text_or_null(client.secret_hash)},
                                                             {"name", client.name},
                                                             {"redirect_uris", list_text(client.redirect_uris)},
                                                             {"allowed_scopes", list_text(client.scopes)},
                                                             {"grant_types", list_text(client.grant_types)},
                                                             {"created_by", text_or_null(client.created_by)},
                                                             {"created_at", client.created_at},
                                                             {"vouched", client.vouched},
                                                             {"origin", text_or_null(itself ? "self" : "")},
                                                             {"registered_from", text_or_null(client.registered_from)},
                                                             {"ends_at", itself ? json::value(service.now() + unused_client_lives) : nullptr}});
  if (kept) return secret;
  if (kept.error().code != Code::conflict) return kept.error();
  return make_error(Code::conflict, "A client with this id already exists.", "Choose another client_id, or leave it out.");
}

Select select_clients(Service& service, const Page& page) {
  auto clients = Select::own(all_columns, Ownership(service, {"created_by"}));
  clients.where("client_id > :cursor", "cursor", page.cursor).sql += " ORDER BY client_id";
  return clients;
}

Result<OAuthClient> client_of_caller(Service& service, const std::string& id) {
  CHITTY_TRY(const auto row, row_of_caller(service, all_columns + " WHERE client_id = :id AND {own}", {{"id", id}},
                                           Ownership(service, {"created_by"}), "No such client.",
                                           "List the clients: chitty auth oauth clients list"));
  return client_in(row);
}

Result<void> keep_client_alive(Service& service, const std::string& id) {
  CHITTY_DO(service.store().execute("UPDATE oauth_clients SET ends_at = :ends WHERE client_id = :id AND origin = 'self'",
                                    {{"id", id}, {"ends", service.now() + idle_client_lives}}));
  return {};
}

Result<void> forget_ended_clients(Service& service) {
  CHITTY_TRY(const auto ended, service.store().query("SELECT client_id FROM oauth_clients WHERE ends_at < :now LIMIT 20",
                                                     {{"now", service.now()}}));
  for (const auto& row : ended) CHITTY_DO(forget_client(service, text_in(row, "client_id")));
  return {};
}

Result<void> forget_client(Service& service, const std::string& id) {
  CHITTY_DO(revoke_tokens_of_client(service, id, "its client was removed"));
  for (const auto* table : {"oauth_authorization_codes", "oauth_device_codes", "oauth_clients"})
    CHITTY_DO(service.store().execute("DELETE FROM " + std::string(table) + " WHERE client_id = :id", {{"id", id}}));
  return service.event("oauth.client_removed", id);
}

}  // namespace chitty::auth
