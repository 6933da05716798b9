#include "oauth_client.hpp"

#include <algorithm>
#include <chitty/time.hpp>

#include "../redirect_uri.hpp"
#include "../scope.hpp"
#include "../scope_list.hpp"
#include "issue.hpp"
#include "oauth_error.hpp"
#include "order.hpp"
#include "rows.hpp"

namespace chitty::auth {

namespace {

constexpr std::string_view columns =
    "client_id, client_secret_hash, name, redirect_uris, allowed_scopes, grant_types, created_by, created_at";

bool has(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The member as a list of strings; the fallback when absent. INVALID_ARGUMENT when it is something else.
Result<std::vector<std::string>> list_member(const json::object& metadata, std::string_view name,
                                             std::vector<std::string> fallback) {
  const auto* value = metadata.if_contains(name);
  if (!value || value->is_null()) return fallback;
  const auto list = list_of(*value);
  if (!value->is_array() || list.size() != value->get_array().size() || list.size() > 32)
    return oauth_error("invalid_client_metadata", std::string(name) + " must be a list of at most 32 texts.");
  return list;
}

bool is_client_id(std::string_view id) {
  return id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                  c == '.';
         });
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

bool OAuthClient::may_use(std::string_view grant_type) const { return has(grant_types, grant_type); }
bool OAuthClient::may_ask_for(std::string_view scope) const {
  return scopes.empty() || is_about_identity(scope) || covers(scopes, scope);
}

OAuthClient client_in(const Row& row) {
  OAuthClient client{text_of(row, "client_id"), text_of(row, "name")};
  client.secret_hash = text_of(row, "client_secret_hash");
  client.redirect_uris = list_in(row, "redirect_uris");
  client.scopes = list_in(row, "allowed_scopes");
  client.grant_types = list_in(row, "grant_types");
  client.created_by = text_of(row, "created_by");
  client.created_at = text_of(row, "created_at");
  return client;
}

Result<std::optional<OAuthClient>> find_client(Service& service, const std::string& id) {
  auto row = service.store().find("SELECT " + std::string(columns) + " FROM oauth_clients WHERE client_id = :id",
                                  {{"id", id}});
  if (!row) return row.error();
  return *row ? std::optional(client_in(**row)) : std::nullopt;
}

Result<OAuthClient> client_of(const json::object& metadata) {
  OAuthClient client{text_in(metadata, "client_id"), text_in(metadata, "client_name")};
  if (!is_client_id(client.id))
    return oauth_error("invalid_client_metadata", "A client_id has 1 to 128 letters, digits, - _ and .");
  if (client.name.size() > 128)
    return oauth_error("invalid_client_metadata", "A client's name has at most 128 characters.");
  auto uris = list_member(metadata, "redirect_uris", {});
  if (!uris) return uris.error();
  auto grants = list_member(metadata, "grant_types", {std::string(grant_code)});
  if (!grants) return grants.error();
  const auto responses = list_member(metadata, "response_types", {"code"});
  if (!responses) return responses.error();
  for (const auto& type : *responses)
    if (type != "code") return oauth_error("invalid_client_metadata", "The only response type here is code.");
  const auto scopes = parse_scopes(text_in(metadata, "scope"));
  if (!scopes) return oauth_error("invalid_client_metadata", scopes.error().message);
  client.redirect_uris = std::move(*uris), client.grant_types = std::move(*grants), client.scopes = *scopes;
  if (auto good = check_grants(client); !good) return good.error();
  return client;
}

json::object client_as_json(const OAuthClient& client) {
  const json::array uris(client.redirect_uris.begin(), client.redirect_uris.end());
  const json::array grants(client.grant_types.begin(), client.grant_types.end());
  return {{"client_id", client.id},
          {"client_name", client.name},
          {"redirect_uris", uris},
          {"grant_types", grants},
          {"response_types", json::array{"code"}},
          {"token_endpoint_auth_method", client.is_public() ? "none" : "client_secret_basic"},
          {"scope", scope_text(client.scopes)},
          {"created_at", client.created_at}};
}

Result<std::string> keep_client(Service& service, OAuthClient& client, bool confidential) {
  std::string secret;
  if (client.id.empty()) {
    auto id = new_id(service, "client_");
    if (!id) return id.error();
    client.id = std::move(*id);
  }
  if (confidential) {
    const auto random = service.crypto().random(32);
    if (!random) return random.error();
    secret = "cs_" + base64url(*random);
    client.secret_hash = hash_of(service, secret);
  }
  if (client.name.empty()) client.name = client.id;
  client.created_at = rfc3339(service.now());
  const auto or_null = [](const std::string& text) { return text.empty() ? json::value() : json::value(text); };
  auto kept = service.store().execute(
      "INSERT INTO oauth_clients (client_id, client_secret_hash, name, redirect_uris, allowed_scopes, grant_types,"
      " created_by, created_at) VALUES (:id, :secret, :name, :uris, :scopes, :grants, :by, :now)",
      {{"id", client.id},
       {"secret", or_null(client.secret_hash)},
       {"name", client.name},
       {"uris", list_text(client.redirect_uris)},
       {"scopes", list_text(client.scopes)},
       {"grants", list_text(client.grant_types)},
       {"by", or_null(client.created_by)},
       {"now", client.created_at}});
  if (kept) return secret;
  if (kept.error().code != Code::conflict) return kept.error();
  return make_error(Code::conflict, "There is a client with this id already.",
                    "Choose another client_id, or leave it out.");
}

Select select_clients(Service& service, const Page& page) {
  Select clients{"SELECT " + std::string(columns) + " FROM oauth_clients WHERE client_id > :cursor",
                 {{"cursor", page.cursor}}};
  if (!is_admin(service.caller())) clients.narrow("created_by = :subject", "subject", service.caller().subject);
  clients.sql += " ORDER BY client_id";
  return clients;
}

bool may_manage(Service& service, const OAuthClient& client) {
  return is_admin(service.caller()) || (!client.created_by.empty() && client.created_by == service.caller().subject);
}

Result<void> forget_client(Service& service, const std::string& id) {
  const json::object client{{"id", id}};
  if (auto gone = revoke_tokens_of_client(service, id, "its client was removed"); !gone) return gone.error();
  for (const auto* statement :
       {"DELETE FROM oauth_authorization_codes WHERE client_id = :id",
        "DELETE FROM oauth_device_codes WHERE client_id = :id", "DELETE FROM oauth_clients WHERE client_id = :id"})
    if (auto gone = service.store().execute(statement, client); !gone) return gone.error();
  return service.event({{"type", "oauth.client_removed"}, {"subject", id}});
}

}  // namespace chitty::auth
