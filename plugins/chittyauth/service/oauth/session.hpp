// The person at the browser: who has signed in there, by a one-time code from the command line.
#pragma once

#include <chitty/form.hpp>
#include <chitty/service.hpp>
#include <optional>
#include <string>
#include <vector>

namespace chitty::auth {

// Who signed in, with what they may do: the scopes of the token by which they asked for the code, while that token is
// good.
struct Session {
  std::string subject;
  std::vector<std::string> scopes;
  std::int64_t auth_time = 0;  // ms since 1970
  std::string token_id{};      // of that token; empty for the owner
  std::string key_hash{};      // of the key below
};

// One browser, known by its cookie; a browser that is new gets one with its first page, so that its forms can be told
// from those of another site. A cookie goes to every program that the browser visits at this address, whatever its
// port, and so it shows nothing but who would be asked. What a person grants takes the session's key as well: it is
// given once, in the page that answers the sign-in, and kept by that page for pages of this very port (page.hpp).
// Whoever brings the cookie alone signs in again.
struct Browser {
  std::string cookie;
  bool is_new = false;
  std::optional<Session> session{};
  std::string form{};  // the field that every form carries: of this cookie, and of a secret that is in the store only
  std::string key{};   // only where the session begins
};
Result<Browser> browser_of(Service& service);

// Did the form come from a page that this browser got?
bool is_own_form(const Browser& browser, const Form& form);

// Does the form bring the key of the browser's session?
bool has_key(Service& service, const Browser& browser, const Form& form);

// Once in each worker: make the secret of forms, unless the database has one.
Result<void> prepare_form_secret(Service& service);

// Sign in: a session for whom `row` names (subject, scopes, token_id), under a new cookie, so that one which was
// planted before is worth nothing, and with a new key. It ends with the token. UNAUTHENTICATED when that has ended.
Result<void> begin_session(Service& service, Browser& browser, const Row& row);

// Where a sign-in may lead: nowhere, or to a page of this service that asks again.
bool is_own_page(std::string_view next);

// The answer with the cookie, where the browser has none yet.
Response with_cookie(Service& service, const Browser& browser, Response response);

// "Type the code of `chitty auth sign-in`"; `next` is where to go on then: a path below the service's own root with its
// query, which is checked again when it comes back. With a `problem` the status is 403.
Result<Response> sign_in_page(Service& service, const Browser& browser, std::string_view next,
                              std::string_view problem = {});

}  // namespace chitty::auth
