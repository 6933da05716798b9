#include "session.hpp"

#include <chitty/answers.hpp>
#include <chitty/base64.hpp>
#include <chitty/cookie.hpp>

#include "standing.hpp"

namespace chittyportal {

using namespace chitty;

namespace {

constexpr std::int64_t most_of_one = 20;         // sessions of a person; the oldest gives way
constexpr std::int64_t noted_every_ms = 60'000;  // that it was seen

std::int64_t number(const Row& row, std::string_view column) { return row.at(column).to_number<std::int64_t>(); }

std::vector<std::string> texts(const std::string& list) {
  std::vector<std::string> all;
  boost::system::error_code ec;
  if (const auto value = json::parse(list, ec); !ec && value.is_array())
    for (const auto& one : value.get_array())
      if (one.is_string()) all.emplace_back(one.get_string());
  return all;
}

Error nobody(std::string_view message) { return make_error(Code::unauthenticated, std::string(message), "Sign in: chitty portal dashboard open"); }

// Of a page of this very origin: browsers say it in Sec-Fetch-Site, which no page can set, or in Origin.
Result<void> from_own_page(Service& service) {
  const auto site = service.header("Sec-Fetch-Site");
  if (site == "same-origin") return {};
  const auto base = service.base_url();
  const auto origin = service.header("Origin");
  if (site.empty() && !origin.empty() && origin == base.substr(0, base.find('/', base.find("://") + 3))) return {};
  if (site.empty() && origin.empty() && service.method() == "GET") return {};  // an old browser, or a program; it has the key
  return make_error(Code::permission_denied, "A page of another site cannot send this request in your name.", "Open the portal itself.");
}

}  // namespace

bool Session::is_admin() const {
  for (const auto& scope : scopes)
    if (scope == "admin:*" || scope == "chittyportal:admin" || scope == "chittyportal:*") return true;
  return false;
}

std::string hash_of(Service& service, std::string_view secret) { return base64url(service.crypto().sha256(secret)); }

std::string own_cookie(const Service& service) {
  return "chitty_portal_" + base64url(service.crypto().sha256(service.base_url())).substr(0, 8);
}

Result<Session> session_by_cookie(Service& service) {
  CHITTY_DO(from_own_page(service));
  const auto key = service.header(key_field);
  if (key.size() != 43) return nobody("You are not signed in.");
  const auto cookie = cookie_in(service.header("Cookie"), cookie_name(service, own_cookie(service)));
  if (cookie.size() != 43) return nobody("You are not signed in.");
  const auto now = service.now();
  Session session;
  session.hash = hash_of(service, cookie);
  CHITTY_TRY(const auto row, service.store().find("SELECT subject, scopes, token_id, began_at, seen_at FROM portal_sessions"
                                                  " WHERE session_hash = :hash AND key_hash = :key AND began_at > :began AND seen_at > :seen",
                                                  {{"hash", session.hash}, {"key", hash_of(service, key)}, {"began", now - whole_ms}, {"seen", now - idle_ms}}));
  if (!row) return nobody("You are not signed in any more.");
  session.subject = text_in(*row, "subject"), session.token_id = text_in(*row, "token_id"), session.scopes = texts(text_in(*row, "scopes"));
  session.ends_at = number(*row, "began_at") + whole_ms;
  if (now - number(*row, "seen_at") > noted_every_ms)
    CHITTY_DO(service.store().execute("UPDATE portal_sessions SET seen_at = :now WHERE session_hash = :hash", {{"now", now}, {"hash", session.hash}}));
  return session;
}

Result<Session> session_of(Service& service) {
  CHITTY_TRY(auto session, session_by_cookie(service));
  auto good = still_good(service, session.subject, session.token_id);
  if (good) return session;
  if (good.error().code == Code::unauthenticated || good.error().code == Code::permission_denied)
    CHITTY_DO(service.store().execute("DELETE FROM portal_sessions WHERE session_hash = :hash", {{"hash", session.hash}}));
  return good.error();
}

Result<void> still_open(Service& service, const Session& session) {
  if (service.now() >= session.ends_at) return nobody("You have been signed in for twelve hours.");
  CHITTY_TRY(const auto row, service.store().find("SELECT 1 AS one FROM portal_sessions WHERE session_hash = :hash", {{"hash", session.hash}}));
  if (!row) return nobody("You have signed out.");
  return still_good(service, session.subject, session.token_id);
}

Result<void> for_admins(const Session& session) {
  if (session.is_admin()) return {};
  return make_error(Code::permission_denied, "Only an administrator of this ChittyOS sees its users.",
                    "Ask for a token with the scope chittyportal:admin.");
}

Result<Begun> begin_session(Service& service, const Row& row) {
  const auto now = service.now();
  CHITTY_TRY(auto cookie, new_secret(service.crypto(), 32));
  CHITTY_TRY(auto key, new_secret(service.crypto(), 32));
  CHITTY_DO(service.store().execute("DELETE FROM portal_sessions WHERE began_at <= :began OR seen_at <= :seen",
                                    {{"began", now - whole_ms}, {"seen", now - idle_ms}}));
  CHITTY_DO(service.store().execute(
      "DELETE FROM portal_sessions WHERE session_hash IN (SELECT session_hash FROM portal_sessions"
      " WHERE subject = :subject ORDER BY began_at DESC, session_hash LIMIT 1000 OFFSET :most)",
      {{"subject", row.at("subject")}, {"most", most_of_one - 1}}));
  CHITTY_DO(service.store().insert("portal_sessions", {{"session_hash", hash_of(service, cookie)},
                                                       {"key_hash", hash_of(service, key)},
                                                       {"subject", row.at("subject")},
                                                       {"scopes", row.at("scopes")},
                                                       {"token_id", row.at("token_id")},
                                                       {"began_at", now},
                                                       {"seen_at", now}}));
  return Begun{std::move(cookie), std::move(key), now + whole_ms};
}

}  // namespace chittyportal
