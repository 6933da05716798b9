// chitty auth token provision, list, revoke, refresh, validate, stats
#include <chitty/pages.hpp>

#include "commands.hpp"

namespace chitty::auth::commands {

namespace {

json::value seconds_of(const Arguments& args) {
  return args.has("expires") ? json::value(args.integer("expires") / 1000) : json::value();
}

}  // namespace

// chitty auth token provision: a token that can do less than one's own. It is shown once.
Result<Reply> provision_token(const Arguments& args, Host& host) {
  const auto scopes = args.list("scopes");
  json::object order{{"scope", json::array(scopes.begin(), scopes.end())}, {"expiresIn", seconds_of(args)}};
  if (args.has("for")) order["chittyId"] = args.text("for");
  if (args.has("service")) order["service"] = args.text("service");
  if (args.has("limit")) order["rateLimit"] = {{"requests", args.integer("limit")}};
  auto reply = host.send(post("/v1/tokens/provision", std::move(order)));
  if (reply) host.note("The token is shown this once; only its hash is kept.");
  return reply;
}

Result<Reply> list_tokens(const Arguments& args, Host& host) {
  return give_pages(host, "tokens", args.integer("limit"), [&](const std::string& cursor, const std::string& limit) {
    return get("/v1/tokens",
               {{"status", args.text("status")}, {"kind", args.text("kind")}, {"limit", limit}, {"cursor", cursor}});
  });
}

Result<Reply> revoke_token(const Arguments& args, Host& host) {
  json::object order{{"tokenId", args.text("token")}};
  if (args.has("reason")) order["reason"] = args.text("reason");
  auto request = post("/v1/tokens/revoke", std::move(order));
  request.repeatable = true;
  return host.send(request);
}

// chitty auth token refresh: one's own token gives way to a new one, which is kept before anything is said.
Result<Reply> refresh_token(const Arguments& args, Host& host) {
  const auto own = host.secret({}, {});
  if (!own) return own.error();
  auto reply = host.send(post("/v1/tokens/refresh", {{"token", *own}, {"expiresIn", seconds_of(args)}}).anonymous());
  if (!reply) return reply;
  auto* answer = reply->value().if_object();
  const auto token = answer ? text_in(*answer, "token") : std::string();
  if (token.empty())
    return make_error(Code::malformed, "The service says that it refreshed the token, but gives none.");
  if (auto kept = become(host, token); !kept) return kept.error();
  answer->erase("token");  // it is kept, and nobody needs to see it
  host.note("Your new token is kept, and used from now on; the one before is worth nothing any more.");
  return reply;
}

Result<Reply> validate_token(const Arguments& args, Host& host) {
  auto request = post("/v1/tokens/validate", {{"token", args.text("token")}}).anonymous();
  request.repeatable = true;
  return host.send(request);
}

Result<Reply> token_stats(const Arguments&, Host& host) { return host.send(get("/v1/tokens/stats")); }

}  // namespace chitty::auth::commands
