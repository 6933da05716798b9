// A person at a browser: in by a link's code, known by a cookie and by a key, both needed.
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <vector>

namespace chittyportal {

// A cookie goes to every program at this address, whatever its port: who has it alone has nothing. The key is given once, in the
// answer to the sign-in; the page keeps it where only pages of this very origin reach it, and sends it with each request.
struct Session {
  std::string hash;  // of the cookie
  std::string subject, token_id;
  std::vector<std::string> scopes;
  std::int64_t ends_at = 0;  // whatever happens; ms since 1970

  bool is_admin() const;  // may see and suspend users
};

inline constexpr std::int64_t idle_ms = 2 * 3'600'000, whole_ms = 12 * 3'600'000;
inline constexpr std::string_view key_field = "Chitty-Portal-Key";

// Whose request this is. UNAUTHENTICATED: nobody's, or the session has ended; PERMISSION_DENIED: the account is suspended, or the
// request is of another site's page.
chitty::Result<Session> session_of(chitty::Service& service);

// The same without looking whether the account is in order: for who signs out.
chitty::Result<Session> session_by_cookie(chitty::Service& service);

// Is it so again? Of a stream that has been open for a while.
chitty::Result<void> still_open(chitty::Service& service, const Session& session);

// PERMISSION_DENIED in words for whoever is no administrator.
chitty::Result<void> for_admins(const Session& session);

// Begin one for whom `row` names (subject, scopes, token_id). Inside a transaction. Gives the cookie and the key.
struct Begun {
  std::string cookie, key;
  std::int64_t ends_at = 0;
};
chitty::Result<Begun> begin_session(chitty::Service& service, const chitty::Row& row);

// The cookie's name: one for each address, since cookies of all ports of a host are one heap.
std::string own_cookie(const chitty::Service& service);

std::string hash_of(chitty::Service& service, std::string_view secret);

}  // namespace chittyportal
