// "May this program do that in your name?": the page, and what of a request a person can grant.
#pragma once

#include <chitty/service.hpp>
#include <string>

#include "../../scope.hpp"
#include "client.hpp"
#include "session.hpp"

namespace chitty::auth {

// Of what is asked for, what the person may do: nobody hands on more than they have.
Scopes grantable(const Scopes& asked, const Session& session);

// Client, scopes in words and where it leads; a form to `action` (below the service's root) with `fields` (HTML) in it.
struct Consent {
  const OAuthClient& client;
  const Scopes& scopes;
  std::string action, fields;
  std::string redirect_uri{};  // empty for a device
};
Result<Response> consent_page(Service& service, const Browser& browser, const Consent& consent);

// What has been asked for in a query ("v1/oauth/authorize?...", "device?..."), asked of whoever has just signed in: in the
// answer to that, since the page needs the key.
Result<Response> ask_after_sign_in(Service& service, const Browser& browser, std::string_view next);

// What a consent without the session's key gets: to sign in again, and `next` after that.
Result<Response> sign_in_again(Service& service, const Browser& browser, std::string_view next);

}  // namespace chitty::auth
