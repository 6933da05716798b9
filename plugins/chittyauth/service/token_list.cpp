// GET /v1/tokens, GET /v1/tokens/stats, POST /v1/tokens/revoke, DELETE /v1/tokens/{id}: what there is, and its end.
#include <chitty/lists.hpp>

#include "order.hpp"
#include "routes.hpp"
#include "rows.hpp"

namespace chitty::auth::service {

namespace {

constexpr std::string_view by_holder = "revoked by its holder";

json::value time_or_null(const json::value& ms) {
  return ms.is_null() ? json::value() : json::value(rfc3339(ms.to_number<std::int64_t>()));
}

json::object record_of(const Row& row, std::int64_t now) {
  const auto status = text_of(row, "status");
  const auto expires = number_in(row, "expires_at");
  return {{"id", row.at("id")},
          {"subject", row.at("subject")},
          {"scopes", json::parse(text_of(row, "scopes"))},
          {"kind", row.at("kind")},
          {"service", row.at("service")},
          {"client_id", row.at("client_id")},
          {"status", status == "active" && expires <= now ? "expired" : status},
          {"reason", row.at("reason")},
          {"created_at", row.at("created_at")},
          {"expires_at", rfc3339(expires)},
          {"last_used_at", time_or_null(row.at("last_used_at"))},
          {"uses", row.at("uses")}};
}

// Whose tokens the caller may see: its own, an administrator everybody's.
std::string visible(Service& service) { return is_admin(service.caller()) ? "1 = 1" : "subject = :caller"; }

// A token, and what was made of it for a short time.
Result<void> end_token(Service& service, const KnownToken& token, const std::string& reason) {
  auto ended = revoke_token(service, token.id, reason);
  if (!ended) return ended.error();
  if (token.kind == "service")
    if (auto sessions = revoke_sessions_of(service, token.family, reason); !sessions) return sessions.error();
  if (*ended == 0) return {};
  return service.event({{"type", "token.revoked"},
                        {"subject", token.subject},
                        {"data", json::object{{"tokenId", token.id}, {"reason", reason}}}});
}

Result<Response> revoke_one(Service& service, const std::string& id, const Result<std::string>& reason) {
  if (!reason) return refuse(service, reason.error());
  auto token = find_token_by_id(service, id);
  if (!token) return token.error();
  const auto caller = service.caller();
  if (!*token || ((*token)->subject != caller.subject && !is_admin(caller)))
    return refuse(service,
                  make_error(Code::not_found, "There is no such token: " + id, "See `chitty auth token list`."));
  if ((*token)->status != "active") {  // ended before: say so again, as it was
    const auto ended = (*token)->ended_at;
    return Response(envelope(service, {{"tokenId", id}, {"revokedAt", ended}, {"reason", (*token)->reason}}));
  }
  const auto now = rfc3339(service.now());
  auto done = service.store().transaction([&] { return end_token(service, **token, *reason); });
  if (!done) return refuse(service, done.error());
  return Response(envelope(service, {{"tokenId", id}, {"revokedAt", now}, {"reason", *reason}}));
}

}  // namespace

Result<Response> list_tokens(Service& service) {
  const auto page = page_of(service);
  if (!page) return refuse(service, page.error());
  std::string condition =
      visible(service) + " AND id > :cursor AND kind = CASE WHEN :kind = '' THEN kind ELSE :kind END";
  const auto status = service.query("status");
  if (status == "active")
    condition += " AND status = 'active' AND expires_at > :now";
  else if (status == "expired")
    condition += " AND status = 'active' AND expires_at <= :now";
  else if (status == "revoked" || status == "used")
    condition += " AND status = '" + status + "'";
  else if (!status.empty())
    return refuse(service, usage_error("No such status: " + status, "One of active, expired, revoked, used."));
  Select tokens{
      "SELECT id, subject, scopes, kind, service, client_id, status, reason, created_at, expires_at, last_used_at, uses"
      " FROM auth_tokens WHERE " +
          condition + " ORDER BY id",
      {{"caller", service.caller().subject},
       {"cursor", page->cursor},
       {"kind", service.query("kind")},
       {"now", service.now()}}};
  return answer_page(service, *page, "tokens", std::move(tokens),
                     [now = service.now()](const Row& row) { return record_of(row, now); });
}

Result<Response> token_stats(Service& service) {
  auto row = service.store().find(
      "SELECT COUNT(*) AS total, COALESCE(SUM(CASE WHEN status = 'active' AND expires_at > :now THEN 1 ELSE 0 END), 0) "
      "AS active,"
      " COALESCE(SUM(CASE WHEN status = 'revoked' THEN 1 ELSE 0 END), 0) AS revoked,"
      " COALESCE(SUM(CASE WHEN status = 'active' AND expires_at <= :now THEN 1 ELSE 0 END), 0) AS expired,"
      " COALESCE(SUM(CASE WHEN used_day = :today THEN uses_of_day ELSE 0 END), 0) AS today FROM auth_tokens",
      {{"now", service.now()}, {"today", rfc3339(service.now()).substr(0, 10)}});
  if (!row) return row.error();
  if (!*row) return make_error(Code::host_fault, "The store did not count.");
  const auto& found = **row;
  return Response(envelope(service, {{"totalTokens", found.at("total")},
                                     {"activeTokens", found.at("active")},
                                     {"revokedTokens", found.at("revoked")},
                                     {"expiredTokens", found.at("expired")},
                                     {"requestsToday", found.at("today")}}));
}

Result<Response> revoke(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto id = text_in(*body, "tokenId");
  if (id.empty()) return refuse(service, usage_error("The body has no tokenId.", "Send {\"tokenId\": \"tok_...\"}"));
  return revoke_one(service, id, reason_in(*body, by_holder));
}

Result<Response> revoke_by_path(Service& service) {
  return revoke_one(service, service.parameter("id"), reason_in({{"reason", service.query("reason")}}, by_holder));
}

}  // namespace chitty::auth::service
