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
};

// One browser, known by its cookie; a browser that is new gets one with its first page, so that its forms can be told
// from those of another site.
struct Browser {
  std::string cookie;
  bool is_new = false;
  std::optional<Session> session{};
};
Result<Browser> browser_of(Service& service);

// The field that every form carries, and whether it came from a page that this browser got.
std::string form_token(Service& service, const Browser& browser);
bool is_own_form(Service& service, const Browser& browser, const Form& form);

// Sign in: a session for whom `row` names (subject, scopes, token_id), under a new cookie, so that one which was
// planted before is worth nothing.
Result<void> begin_session(Service& service, Browser& browser, const Row& row);

// Where a sign-in may lead: nowhere, or to a page of this service that asks again.
bool is_own_page(std::string_view next);

// The answer with the cookie, where the browser has none yet.
Response with_cookie(Service& service, const Browser& browser, Response response);

// "Type the code of `chitty auth sign-in`"; `next` is where to go on then: a path below the service's own root with its
// query, which is checked again when it comes back.
Result<Response> sign_in_page(Service& service, const Browser& browser, std::string_view next,
                              std::string_view problem = {});

}  // namespace chitty::auth
