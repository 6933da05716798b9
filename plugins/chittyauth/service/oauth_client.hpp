// Programs that ask for tokens in a person's name (RFC 6749, section 2): public ones, which keep no secret, and
// confidential ones, whose secret is here as its hash.
#pragma once

#include <chitty/form.hpp>
#include <chitty/lists.hpp>
#include <optional>
#include <string>
#include <vector>

namespace chitty::auth {

inline constexpr std::string_view grant_code = "authorization_code";
inline constexpr std::string_view grant_refresh = "refresh_token";
inline constexpr std::string_view grant_device = "urn:ietf:params:oauth:grant-type:device_code";

struct OAuthClient {
  std::string id, name;
  std::string secret_hash{};  // empty: a public client
  std::vector<std::string> redirect_uris{};
  std::vector<std::string> scopes{};  // that it may ask for; empty: any
  std::vector<std::string> grant_types{};
  std::string created_by{};  // empty: it registered itself
  std::string created_at{};

  bool is_public() const { return secret_hash.empty(); }
  bool may_use(std::string_view grant_type) const;
  bool may_ask_for(std::string_view scope) const;
};

Result<std::optional<OAuthClient>> find_client(Service& service, const std::string& id);

// Who asks the token endpoint (RFC 6749, sections 2.3 and 3.2.1): by HTTP Basic, by client_id and client_secret in the
// form, or by client_id alone for a public client. One way at a time. Failure: invalid_client, invalid_request.
Result<OAuthClient> authenticated_client(Service& service, const Form& form);

// A client from its metadata (RFC 7591, section 2), checked; failure: invalid_redirect_uri, invalid_client_metadata.
Result<OAuthClient> client_of(const json::object& metadata);

// One row of oauth_clients, every column.
OAuthClient client_in(const Row& row);

// Those that the caller may manage, by client_id.
Select select_clients(Service& service, const Page& page);

// Its creator may, and whoever may do everything.
bool may_manage(Service& service, const OAuthClient& client);

// As it is shown: RFC 7591's names, never the secret.
json::object client_as_json(const OAuthClient& client);

// Keep it. CONFLICT if the id is taken. Gives the secret of a confidential client, which cannot be had again.
Result<std::string> keep_client(Service& service, OAuthClient& client, bool confidential);

// Take it away, and all that it was given; inside a transaction.
Result<void> forget_client(Service& service, const std::string& id);

}  // namespace chitty::auth
