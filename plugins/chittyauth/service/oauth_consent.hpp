// "May this program do that in your name?": the page, and what of a request a person can grant.
#pragma once

#include <chitty/service.hpp>
#include <string>

#include "../scope_list.hpp"
#include "oauth_client.hpp"
#include "oauth_session.hpp"

namespace chitty::auth {

// Of what is asked for, what the person may do: nobody hands on more than they have.
Scopes grantable(const Scopes& asked, const Session& session);

// Client, scopes in words and where it leads; a form to `action` (below the service's root) with `fields` (HTML) in it.
struct Consent {
  const OAuthClient& client;
  const Scopes& scopes;
  std::string action, fields;
  std::string leads_to{};  // the redirect's origin; empty for a device
};
Result<Response> consent_page(Service& service, const Browser& browser, const Consent& consent);

}  // namespace chitty::auth
