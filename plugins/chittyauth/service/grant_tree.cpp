#include "grant_tree.hpp"

#include <algorithm>
#include <chitty/time.hpp>

#include "issue.hpp"

namespace chitty::auth {

namespace {

// What hangs on a token and is no token itself, with the condition under which it is still good for something.
struct Hanging {
  const char* table;
  const char* alive;
};
constexpr Hanging hanging[] = {{"oauth_sign_ins", ""},
                               {"oauth_sessions", ""},
                               {"oauth_authorization_codes", " AND used_at IS NULL"},
                               {"oauth_device_codes", " AND status = 'approved'"}};

}  // namespace

std::string token_of_caller(const Service& service) {
  const auto caller = service.caller();
  return caller.owner ? std::string() : caller.token_id;
}

Result<std::int64_t> end_within(Service& service, const std::string& parent, std::int64_t wanted) {
  if (parent.empty()) return wanted;
  CHITTY_TRY(const auto token, find_token_by_id(service, parent));
  if (!token || token->suspended || token->status != "active" || token->expires_at <= service.now())
    return make_error(Code::unauthenticated, "The token by which this was asked for has ended.",
                      "Get another, and ask again.");
  return std::min(wanted, token->expires_at);
}

Result<std::uint64_t> end_tree(Service& service, std::string_view condition, std::string_view value,
                               std::string_view why) {
  const std::string roots(condition);
  const auto now = service.now();
  auto store = service.store();
  std::uint64_t ended = 0;
  CHITTY_DO(store.each("WITH RECURSIVE doomed (id) AS (SELECT id FROM auth_tokens WHERE " + roots +
                           " UNION SELECT t.id FROM auth_tokens t JOIN doomed d ON t.parent = d.id)"
                           " UPDATE auth_tokens SET status = 'revoked', ended_at = :now, reason = CASE WHEN " +
                           roots +
                           " THEN :why ELSE 'the token by which it was made was revoked' END"
                           " WHERE status = 'active' AND id IN (SELECT id FROM doomed) RETURNING expires_at",
                       {{"why", why}, {"now", rfc3339(now)}, {"value", value}}, [&](const Row& row) {
                         if (row.at("expires_at").to_number<std::int64_t>() > now) ++ended;
                         return true;
                       }));
  for (const auto& [table, alive] : hanging) {
    CHITTY_TRY(
        const auto gone,
        store.execute(
            "DELETE FROM " + std::string(table) +
                " WHERE expires_at > :now AND token_id IN (SELECT id FROM auth_tokens WHERE status = 'revoked')" +
                alive,
            {{"now", now}}));
    ended += gone;
  }
  return ended;
}

Result<void> hand_down(Service& service, const std::string& from, const std::string& to, std::int64_t end) {
  auto store = service.store();
  const json::object both{{"from", from}, {"to", to}};
  CHITTY_DO(store.execute("UPDATE auth_tokens SET parent = :to WHERE parent = :from AND kind <> 'session'", both));
  CHITTY_DO(store.execute(
      "WITH RECURSIVE below (id) AS (SELECT id FROM auth_tokens WHERE parent = :to"
      " UNION SELECT t.id FROM auth_tokens t JOIN below b ON t.parent = b.id)"
      " UPDATE auth_tokens SET expires_at = :end WHERE expires_at > :end AND id IN (SELECT id FROM below)",
      {{"to", to}, {"end", end}}));
  for (const auto& [table, alive] : hanging)
    CHITTY_DO(store.execute("UPDATE " + std::string(table) + " SET token_id = :to WHERE token_id = :from", both));
  CHITTY_DO(store.execute("UPDATE oauth_sessions SET expires_at = :end WHERE token_id = :to AND expires_at > :end",
                          {{"to", to}, {"end", end}}));
  return {};
}

}  // namespace chitty::auth
