// Tokens as they are kept: how one comes into being, is found, is used up, and ends. Every token of this service is
// made and ended here, whatever asked for it: a person, a service, a client of OAuth. One table, one family, one
// revocation.
#pragma once

#include <chitty/answers.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::auth {

inline constexpr std::int64_t an_hour = 3'600'000, a_day = 24 * an_hour;

// What a new token is to be.
struct Grant {
  std::string subject;
  std::vector<std::string> scopes;
  // access; refresh (of OAuth: gets others, opens no door); service; session (of a service, for one thing)
  std::string kind = "access";
  std::string service = {};    // whom it is for, where that was said
  std::string client_id = {};  // of OAuth
  std::string family = {};     // of the token that it follows; empty: a new one
  std::int64_t lives_ms = 30 * a_day;
  std::int64_t requests = -1;  // in each window: -1 as its scopes have it, 0 any number
  std::int64_t window_ms = an_hour;
  std::string parent = {};  // the token by which it is made (grant_tree.hpp)
  std::string reason = {};  // of a service's next one: whose rotation it belongs to, until it is the present one
};

struct IssuedToken {
  std::string id, text, family;
  std::vector<std::string> scopes;
  std::int64_t expires_at = 0;  // ms since 1970
  std::int64_t requests = 0, window_ms = 0;
};

// Make one, which ends with its parent at the latest. Inside a transaction. UNAUTHENTICATED when the parent has ended.
Result<IssuedToken> issue_token(Service& service, const Grant& grant);

// A row of auth_tokens.
struct KnownToken {
  std::string id, subject, kind, service, client_id, family, status, reason, ended_at;
  std::vector<std::string> scopes;
  std::int64_t expires_at = 0, requests = 0, window_ms = 0, window_start = 0, uses_of_window = 0;
  std::int64_t subject_requests = 0;  // of all its subject's tokens together, in the same windows; 0: any number
  bool suspended = false;             // its subject is
  std::string parent = {};
};

// By its text; none when there never was such a one.
Result<std::optional<KnownToken>> find_token(Service& service, std::string_view text);
Result<std::optional<KnownToken>> find_token_by_id(Service& service, std::string_view id);

// Why it opens nothing at `now`, in words that its holder may read; none when it does. A refresh token opens nothing.
std::optional<Error> why_not(const KnownToken& token, std::int64_t now);

// How many requests it has left in the window that `now` is in, as far as the gate has told; none when it has any
// number.
std::optional<std::int64_t> requests_left(const KnownToken& token, std::int64_t now);

// Is the token of this id good now? For what hangs on it, such as a sign-in.
Result<bool> token_is_good(Service& service, std::string_view id);

// Use one up so that another may take its place: true for whoever did it, false when it was not active any more. Two
// that come at once, from whatever daemon, get one true between them. Inside a transaction.
Result<bool> use_up(Service& service, std::string_view id);

// End what is still active, by id, by family, by client, with all that hangs on it: how much that was (grant_tree.hpp). Inside a
// transaction.
Result<std::uint64_t> revoke_token(Service& service, std::string_view id, std::string_view why);
Result<std::uint64_t> revoke_all_of_family(Service& service, std::string_view family, std::string_view why);
Result<std::uint64_t> revoke_tokens_of_client(Service& service, std::string_view client, std::string_view why);
Result<std::uint64_t> revoke_sessions_of(Service& service, std::string_view family, std::string_view why);

}  // namespace chitty::auth
