// POST /v1/links: a link for whoever asks. POST /session: in by its code, once. DELETE /session: out.
#include <chitty/cookie.hpp>
#include <chittyportal_names.hpp>

#include "answering.hpp"
#include "session.hpp"
#include "standing.hpp"

namespace chittyportal::routes {

using namespace chitty;

namespace {

constexpr std::int64_t link_ms = 60'000, kept_ms = 10 * link_ms;  // kept for longer, so that a second use is told from a wrong code
constexpr std::int64_t most_of_one = 20;

// Used up in one statement: of two browsers, on whatever daemons, one gets in.
Result<Row> take_code(Service& service, const std::string& hash) {
  CHITTY_TRY(const auto row, service.store().find("UPDATE portal_links SET used_at = :now WHERE code_hash = :hash AND used_at IS NULL"
                                                  " AND expires_at > :now RETURNING subject, scopes, token_id",
                                                  {{"hash", hash}, {"now", service.now()}}));
  if (row) return *row;
  CHITTY_TRY(const auto known, service.store().find("SELECT subject, used_at FROM portal_links WHERE code_hash = :hash", {{"hash", hash}}));
  const std::string hint = "Get a new one: chitty portal dashboard open";
  if (!known) return make_error(Code::unauthenticated, "This link is not known here, or expired long ago.", hint);
  if (known->at("used_at").is_null()) return make_error(Code::unauthenticated, "This link has expired: it is good for a minute.", hint);
  CHITTY_DO(service.event("portal.link_used_again", text_in(*known, "subject"), {{"client", service.client()}}));
  return make_error(Code::unauthenticated, "This link has been used already.",
                    "If that was not you, sign out everywhere and tell an administrator; else get a new one: chitty portal dashboard open");
}

Result<Response> in(Service& service, const std::string& code) {
  if (service.header("Sec-Fetch-Site").empty() && service.header("Origin").empty())
    return make_error(Code::permission_denied, "This request does not say which page it comes from.", "Sign in at the page itself.");
  CHITTY_TRY(const auto row, take_code(service, hash_of(service, code)));
  CHITTY_DO(still_good(service, text_in(row, "subject"), text_in(row, "token_id")));
  CHITTY_TRY(const auto begun, service.store().transaction([&]() -> Result<Begun> {
    CHITTY_TRY(auto session, begin_session(service, row));
    CHITTY_DO(service.event("portal.signed_in", text_in(row, "subject"), {{"client", service.client()}}));
    return session;
  }));
  auto response = page_answer(json::object{{"key", begun.key}, {"endsAt", rfc3339(begun.ends_at)}});
  response.headers["Set-Cookie"] = set_cookie(service, own_cookie(service), begun.cookie, whole_ms / 1000, "Strict");
  return response;
}

Result<Response> out(Service& service) {
  CHITTY_TRY(const auto session, session_by_cookie(service));
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(service.store().execute("DELETE FROM portal_sessions WHERE session_hash = :hash", {{"hash", session.hash}}));
    return service.event("portal.signed_out", session.subject);
  }));
  auto response = page_answer(json::object{{"success", true}});
  response.headers["Set-Cookie"] = set_cookie(service, own_cookie(service), "", 0, "Strict");
  return response;
}

}  // namespace

// The code stands behind the '#': a browser sends that to nobody, and who fetches the link before the person does (a scanner of mail)
// uses nothing up.
Result<Response> create_link(Service& service) {
  const auto& caller = service.caller();
  const auto now = service.now();
  CHITTY_TRY(const auto code, new_secret(service.crypto(), 32));
  const auto scopes = caller.owner ? json::array{"admin:*"} : json::array(caller.scopes.begin(), caller.scopes.end());
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(service.store().execute("DELETE FROM portal_links WHERE expires_at < :old", {{"old", now - kept_ms}}));
    CHITTY_DO(service.store().execute(
        "DELETE FROM portal_links WHERE code_hash IN (SELECT code_hash FROM portal_links WHERE subject = :subject"
        " ORDER BY expires_at DESC, code_hash LIMIT 1000 OFFSET :most)",
        {{"subject", caller.subject}, {"most", most_of_one - 1}}));
    return service.store().insert("portal_links", {{"code_hash", hash_of(service, code)},
                                                   {"subject", caller.subject},
                                                   {"scopes", json::serialize(scopes)},
                                                   {"token_id", caller.owner ? "" : caller.token_id},
                                                   {"expires_at", now + link_ms},
                                                   {"used_at", nullptr}});
  }));
  const auto portal = std::string(service.base_url());
  return answer_with_secret(service, 201, json::object{{"url", portal + "#code=" + code}, {"portal", portal}, {"subject", caller.subject}, {"expiresAt", rfc3339(now + link_ms)}});
}

Result<Response> sign_in(Service& service) {
  return answering([&]() -> Result<Response> {
    CHITTY_TRY(const auto body, service.body());
    return in(service, text_in(body, "code"));
  });
}

Result<Response> sign_out(Service& service) {
  return answering([&] { return out(service); });
}

}  // namespace chittyportal::routes
