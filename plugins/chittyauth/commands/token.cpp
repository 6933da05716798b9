// chitty auth token provision, list, revoke, refresh, validate, stats
#include <algorithm>
#include <chitty/pages.hpp>

#include "../scope.hpp"
#include "../subject.hpp"
#include "commands.hpp"

namespace chitty::auth::commands {

namespace {

Result<std::string> first_line_of_input(Host& host) {
  std::string text;
  char piece[4096];  // no token is longer
  while (text.size() < sizeof piece && text.find('\n') == text.npos) {
    const auto got = host.read_input(piece, sizeof piece);
    if (!got) return got.error();
    if (*got == 0) break;
    text.append(piece, *got);
  }
  text.resize(std::min(text.size(), text.find_first_of("\r\n")));
  if (text.empty()) return usage_error("Standard input has no token.");
  return text;
}

}  // namespace

Result<json::value> seconds_of(const Arguments& args) {
  if (!args.has("expires")) return json::value();
  constexpr std::int64_t minute = 60'000, longest = 366 * 24 * 60 * minute;
  const auto lives = args.integer("expires");
  if (lives < minute || lives > longest)
    return usage_error("A token is good for at least a minute and at most 366 days.", "For example --expires 30d");
  return json::value(lives / 1000);
}

Result<json::array> scopes_in(const Arguments& args) {
  const auto named = args.list("scopes");
  const auto scopes = scopes_of(json::array(named.begin(), named.end()));
  if (!scopes) return scopes.error();
  return json::array(scopes->begin(), scopes->end());
}

// chitty auth token provision: a token that can do less than one's own. It is shown once.
Result<Reply> provision_token(const Arguments& args, Host& host) {
  const auto scopes = scopes_in(args);
  if (!scopes) return scopes.error();
  const auto seconds = seconds_of(args);
  if (!seconds) return seconds.error();
  json::object order{{"scope", *scopes}, {"expiresIn", *seconds}};
  if (args.has("for")) {
    const auto subject = subject_of(args.text("for"));
    if (!subject) return usage_error("'" + args.text("for") + "' is not a ChittyID.", "See `chitty id list`.");
    order["chittyId"] = *subject;
  }
  if (args.has("service")) {
    if (auto named = must_be_service(args.text("service")); !named) return named.error();
    order["service"] = args.text("service");
  }
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
  const auto seconds = seconds_of(args);
  if (!seconds) return seconds.error();
  const auto own = host.secret({}, {});
  if (!own) return own.error();
  auto reply = host.send(post("/v1/tokens/refresh", {{"token", *own}, {"expiresIn", *seconds}}).anonymous());
  if (!reply) return reply;
  auto* answer = reply->value().if_object();
  const auto token = answer ? text_in(*answer, "token") : std::string();
  if (token.empty())
    return make_error(Code::malformed, "The service says that it refreshed the token, but gives none.");
  if (auto kept = become(host, token, text_in(*answer, "chittyId")); !kept) return kept.error();
  answer->erase("token");  // it is kept, and nobody needs to see it
  host.note("Your new token is kept, and used from now on; the one before is worth nothing any more.");
  return reply;
}

// chitty auth token validate: the caller's own token, the one on the command line, or the first line of standard input,
// where no list of processes shows it.
Result<Reply> validate_token(const Arguments& args, Host& host) {
  auto token = !args.has("token")          ? host.secret({}, {})
               : args.text("token") == "-" ? first_line_of_input(host)
                                           : Result<std::string>(args.text("token"));
  if (!token) return token.error();
  auto request = post("/v1/tokens/validate", {{"token", *token}}).anonymous();
  request.repeatable = true;
  return host.send(request);
}

Result<Reply> token_stats(const Arguments&, Host& host) { return host.send(get("/v1/tokens/stats")); }

}  // namespace chitty::auth::commands
