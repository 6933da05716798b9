// GET /v1/tokens, /v1/tokens/stats, /v1/service-tokens; POST /v1/tokens/revoke, DELETE /v1/tokens/{id}: what there is, and its end.
#include <chitty/lists.hpp>

#include "order.hpp"
#include "rows.hpp"

namespace chittyauth::routes {

namespace {

const std::string shown_status = "CASE WHEN status = 'active' AND expires_at <= :now THEN 'expired' ELSE status END";

// Of auth_tokens, those that the caller may see and more conditions: as they are shown.
Result<Response> answer_tokens(Service& service, std::string_view columns, Shape shape, const std::function<void(Select&)>& narrow) {
  CHITTY_TRY(const auto page, page_of(service));
  auto tokens = Select::own("SELECT id, subject, scopes, service, reason, created_at, expires_at, " + shown_status + " AS status" +
                                std::string(columns) + " FROM auth_tokens",
                            Ownership(service, {"subject"}));
  tokens.parameters["now"] = service.now();
  narrow(tokens);
  tokens.where("id > :cursor", "cursor", page.cursor).sql += " ORDER BY id";
  return answer_page(service, page, "tokens", std::move(tokens), [shape](Row& row) {
    for (const auto* time : {"expires_at", "last_used_at"})
      if (row.contains(time) && row.at(time).is_number()) row[time] = rfc3339(number_in(row, time));
    return record_of(row, shape);
  });
}

// A token and what hangs on it: how much of that there was. A refresh token takes with it what its client was given; a
// service token the sessions that were opened by the one before it, too.
Result<std::uint64_t> end_token(Service& service, const KnownToken& token, const std::string& reason) {
  CHITTY_TRY(auto ended, token.kind == "refresh" ? revoke_all_of_family(service, token.family, reason)
                                                 : revoke_token(service, token.id, reason));
  if (token.kind == "service") {
    CHITTY_TRY(const auto sessions, revoke_sessions_of(service, token.family, reason));
    ended += sessions;
  }
  const auto also = ended > 0 && token.expires_at > service.now() ? ended - 1 : ended;
  CHITTY_DO(service.event("token.revoked", token.subject, {{"tokenId", token.id}, {"reason", reason}, {"alsoEnded", also}}));
  return also;
}

// One that ended before is told again, as it was.
Result<Response> revoke_one(Service& service, const std::string& id, std::string reason) {
  CHITTY_TRY(const auto token, find_token_by_id(service, id));
  if (!token || (!service.sees_all() && token->subject != service.caller().subject))
    return make_error(Code::not_found, "No such token: " + id, "List the tokens: chitty auth token list");
  std::uint64_t also = 0;
  auto ended_at = token->ended_at;
  if (token->status != "active") {
    reason = token->reason;
  } else {
    if (reason.empty()) reason = "revoked by its holder";
    ended_at = rfc3339(service.now());
    CHITTY_TRY(also, service.store().transaction([&] { return end_token(service, *token, reason); }));
  }
  return answer(service, {{"tokenId", id}, {"revokedAt", ended_at}, {"reason", reason}, {"alsoEnded", also}});
}

}  // namespace

Result<Response> list_tokens(Service& service, const ListTokens& given) {
  return answer_tokens(service, ", kind, client_id, last_used_at, uses", shapes::token, [&](Select& tokens) {
    tokens.where_given(shown_status + " = :status", "status", given.query.status).where_given("kind = :kind", "kind", given.query.kind);
  });
}

Result<Response> list_service_tokens(Service& service, const ListServiceTokens&) {
  return answer_tokens(service, ", last_used_at", shapes::service_token, [](Select& tokens) { tokens.sql += " AND kind = 'service'"; });
}

Result<Response> token_stats(Service& service) {
  CHITTY_TRY(const auto counts, service.store().row(
                                    "SELECT COUNT(*) AS total_tokens, COUNT(*) FILTER (WHERE status = 'active' AND expires_at > :now) AS active_tokens,"
                                    " COUNT(*) FILTER (WHERE status = 'revoked') AS revoked_tokens,"
                                    " COUNT(*) FILTER (WHERE status = 'active' AND expires_at <= :now) AS expired_tokens,"
                                    " COALESCE(SUM(uses_of_day) FILTER (WHERE used_day = :today), 0) AS requests_today FROM auth_tokens",
                                    {{"now", service.now()}, {"today", rfc3339(service.now()).substr(0, 10)}}, "The store did not count."));
  return answer(service, record_of(counts, shapes::statistics));
}

Result<Response> revoke(Service& service, const Revoke& given) { return revoke_one(service, given.body.tokenId, given.body.reason); }

Result<Response> revoke_by_path(Service& service, const RevokeByPath& given) {
  return revoke_one(service, given.path.id, given.query.reason);
}

}  // namespace chittyauth::routes
