// Programs that ask for tokens in a person's name (RFC 6749, section 2): public ones, which keep no secret, and
// confidential ones, whose secret is here as its hash.
#pragma once

#include <chitty/form.hpp>
#include <chitty/lists.hpp>
#include <optional>
#include <string>

#include "../../scope.hpp"

namespace chitty::auth {

inline constexpr std::string_view grant_code = "authorization_code";
inline constexpr std::string_view grant_refresh = "refresh_token";
inline constexpr std::string_view grant_device = "urn:ietf:params:oauth:grant-type:device_code";

struct OAuthClient {
  std::string id, name;
  std::string secret_hash{};  // empty: a public client
  std::vector<std::string> redirect_uris{};
  Scopes scopes{};  // that it may ask for; empty: any
  std::vector<std::string> grant_types{};
  std::string created_by{};  // empty: it registered itself
  std::string created_at{};
  bool vouched = false;           // an administrator added it
  std::string registered_from{};  // it registered itself: from which address (client_key); empty otherwise

  bool is_public() const { return secret_hash.empty(); }
  bool may_use(std::string_view grant_type) const { return holds(grant_types, grant_type); }

  // The scopes of a request, all of which it may ask for. Of one that names none (RFC 6749, section 3.3): all of its own, or, since
  // a client without any may ask for all there are, who the person is and nothing else. Failure: invalid_scope.
  Result<Scopes> scopes_asked_for(std::string_view text) const;
};

Result<std::optional<OAuthClient>> find_client(Service& service, const std::string& id);

// Who asks the token endpoint (RFC 6749, sections 2.3 and 3.2.1): by HTTP Basic, by client_id and client_secret in the
// form, or by client_id alone for a public client. One way at a time. Failure: invalid_client, invalid_request.
Result<OAuthClient> authenticated_client(Service& service, const Form& form);

// A client from its metadata (RFC 7591, section 2), checked; failure: invalid_redirect_uri, invalid_client_metadata.
Result<OAuthClient> client_of(const json::object& metadata);

// One row of the columns, as `select_clients` gives them.
OAuthClient client_in(const Row& row);

// Those that the caller may manage, by client_id; and one of them, or NOT_FOUND.
Select select_clients(Service& service, const Page& page);
Result<OAuthClient> client_of_caller(Service& service, const std::string& id);

// As a person is told of it: its name, or its id where that is no name (check_client_name); and " (it registered itself)"
// or who added it, unless an administrator did.
std::string shown_name(const OAuthClient& client);
std::string where_from(const OAuthClient& client);

// As it is shown: RFC 7591's names, never the secret.
json::object client_as_json(const OAuthClient& client);

// Keep it. CONFLICT if the id is taken. Gives the secret of a confidential client, which cannot be had again.
Result<std::string> keep_client(Service& service, OAuthClient& client, bool confidential);

// One that registered itself ends a day later if it gets no token, and 90 days after the last that it gets: it has no holder who
// would remove it. Kept beside it when it registers and when it gets a token; those whose end has come are removed when
// another registers. Inside a transaction.
inline constexpr std::int64_t unused_client_lives = 24 * 3'600'000, idle_client_lives = 90 * unused_client_lives;
Result<void> keep_client_alive(Service& service, const std::string& id);
Result<void> forget_ended_clients(Service& service);

// Take it away, and all that it was given; inside a transaction.
Result<void> forget_client(Service& service, const std::string& id);

}  // namespace chitty::auth
