#include "housekeeping.hpp"

#include <chitty/time.hpp>
#include <vector>

#include "issue.hpp"

namespace chitty::auth {

namespace {

constexpr std::int64_t at_once = 50;             // rows that one request clears
constexpr std::int64_t remembered = 30 * a_day;  // of a token: "this token was revoked" is told for so long

struct Place {
  const char* table;
  const char* key;
  std::int64_t kept;  // a code that is used twice, or polled for late, is known for what it is
};
constexpr Place places[] = {{"oauth_sign_ins", "code_hash", 0},
                            {"oauth_sessions", "session_hash", 0},
                            {"oauth_authorization_codes", "code_hash", a_day},
                            {"oauth_device_codes", "device_hash", 600'000}};

struct Cleared {
  std::string family, subject;
};

Result<std::vector<Cleared>> clear_tokens(Service& service) {
  const auto then = service.now() - remembered;
  std::vector<Cleared> cleared;
  CHITTY_DO(service.store().each(
      "DELETE FROM auth_tokens WHERE id IN (SELECT t.id FROM auth_tokens t"
      " WHERE (t.expires_at < :then OR t.ended_at < :then_text)"
      " AND NOT EXISTS (SELECT 1 FROM auth_tokens made WHERE made.parent = t.id)"
      " AND (t.kind <> 'service' OR EXISTS (SELECT 1 FROM auth_tokens newer WHERE newer.kind = 'service'"
      " AND newer.service = t.service AND newer.created_at > t.created_at))"
      " LIMIT :at_once) RETURNING family, subject",
      {{"then", then}, {"then_text", rfc3339(then)}, {"at_once", at_once}}, [&](const Row& row) {
        cleared.push_back({text_in(row, "family"), text_in(row, "subject")});
        return true;
      }));
  return cleared;
}

}  // namespace

Result<void> clear_ended_tokens(Service& service) {
  CHITTY_TRY(const auto cleared, clear_tokens(service));
  for (const auto& [family, subject] : cleared) {
    CHITTY_DO(service.store().execute(
        "DELETE FROM auth_lifetimes WHERE family = :family AND NOT EXISTS"
        " (SELECT 1 FROM auth_tokens t WHERE t.family = auth_lifetimes.family)",
        {{"family", family}}));
    CHITTY_DO(service.store().execute(
        "DELETE FROM auth_limits WHERE subject = :subject AND NOT EXISTS"
        " (SELECT 1 FROM auth_tokens t WHERE t.subject = auth_limits.subject)",
        {{"subject", subject}}));
  }
  return {};
}

Result<void> clear_ended(Service& service, Passing kind) {
  const auto& [table, key, kept] = places[static_cast<int>(kind)];
  const std::string of(table), by(key);
  CHITTY_DO(service.store().execute("DELETE FROM " + of + " WHERE " + by + " IN (SELECT " + by + " FROM " + of +
                                        " WHERE expires_at < :then LIMIT :at_once)",
                                    {{"then", service.now() - kept}, {"at_once", at_once}}));
  return {};
}

}  // namespace chitty::auth
