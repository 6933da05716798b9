// chitty auth token provision, refresh, validate, service-token create, rotate; the lists, revoke and stats are declared in
// manifest.json
#include <algorithm>

#include "../members.hpp"
#include "../scope.hpp"
#include "../subject.hpp"
#include "own_token.hpp"

namespace chittyauth::commands {

Result<std::string> first_line_of_input(Host& host) {
  std::string text;
  char piece[4096];  // no token is longer
  while (text.size() < sizeof piece && text.find('\n') == text.npos) {
    CHITTY_TRY(const auto got, host.read_input(piece, sizeof piece));
    if (got == 0) break;
    text.append(piece, got);
  }
  text.resize(std::min(text.size(), text.find_first_of("\r\n")));
  if (text.empty()) return usage_error("Standard input has no token.");
  return text;
}

Result<Reply> ask_about(Host& host, const std::string& token, bool is_own) {
  json::object body{{"token", token}};
  if (is_own) body["own"] = true;
  auto request = post("/v1/tokens/validate", std::move(body)).credential_optional();
  request.repeatable = true;
  return host.send(request);
}

Result<void> must_be_service(const std::string& name) {
  if (is_service_name(name)) return {};
  return usage_error("'" + name + "' is not the name of a service.", "For example chittyconnect");
}

Result<json::array> scopes_in(const std::vector<std::string>& named) {
  CHITTY_TRY(const auto scopes, scopes_of(json::array(named.begin(), named.end())));
  return json::array(scopes.begin(), scopes.end());
}

Result<json::value> seconds_in(std::optional<std::int64_t> milliseconds) {
  constexpr std::int64_t minute = 60'000, longest = 366 * 24 * 60 * minute;
  if (!milliseconds) return json::value();
  if (*milliseconds >= minute && *milliseconds <= longest) return json::value(*milliseconds / 1000);
  return usage_error("A token is good for at least a minute and at most 366 days.", "For example --expires 30d");
}

// A token that can do less than one's own. It is shown once.
Result<Reply> token_provision(const TokenProvision& args, Host& host) {
  CHITTY_TRY(const auto scopes, scopes_in(args.scopes));
  CHITTY_TRY(const auto seconds, seconds_in(args.expires));
  json::object order{{"scope", scopes}, {"expiresIn", seconds}};
  if (!args.for_.empty()) {
    const auto subject = subject_of(args.for_);
    if (!subject) return usage_error("'" + args.for_ + "' is not a ChittyID.", "List your identities: chitty id list");
    order["chittyId"] = *subject;
  }
  if (!args.service.empty()) {
    CHITTY_DO(must_be_service(args.service));
    order["service"] = args.service;
  }
  if (args.limit) order["rateLimit"] = {{"requests", *args.limit}};
  CHITTY_TRY(auto reply, host.send(post("/v1/tokens/provision", std::move(order))));
  host.note("This token is shown only once; save it now");
  return reply;
}

// One's own token gives way to a new one, which is kept before anything is said.
Result<Reply> token_refresh(const TokenRefresh& args, Host& host) {
  CHITTY_TRY(const auto seconds, seconds_in(args.expires));
  CHITTY_TRY(const auto own, host.secret({}, {}));
  CHITTY_TRY(const auto accounts, accounts_of(host));  // before the token is used up
  CHITTY_TRY(auto reply, host.send(post("/v1/tokens/refresh", {{"token", own}, {"own", true}, {"expiresIn", seconds}}).credential_optional()));
  auto answer = object_of(reply.value());
  const auto token = text_in(answer, "token");
  if (token.empty()) return make_error(Code::malformed, "the service says that it refreshed the token, but returned none");
  Account account{free_name(accounts, text_in(answer, "chittyId")), {}, facts_of(answer), true};
  account.facts.erase("scopes");  // as they were
  for (const auto& one : accounts) {
    if (!one.in_use || one.name == "owner") continue;
    account.name = one.name;
    if (const auto* scopes = one.facts.if_contains("scopes")) account.facts["scopes"] = *scopes;
  }
  CHITTY_DO(become(host, account, token));
  answer.erase("token");  // it is kept, and nobody needs to see it
  host.note("Saved the new token; the previous one is no longer valid");
  return Reply(std::move(answer));
}

// The caller's own token, the one on the command line, or the first line of standard input.
Result<Reply> token_validate(const TokenValidate& args, Host& host) {
  const bool is_own = args.token.empty();
  CHITTY_TRY(const auto token, is_own ? host.secret({}, {}) : args.token == "-" ? first_line_of_input(host)
                                                                                : Result<std::string>(args.token));
  return ask_about(host, token, is_own);
}

Result<Reply> service_token_create(const ServiceTokenCreate& args, Host& host) {
  CHITTY_DO(must_be_service(args.service));
  CHITTY_TRY(const auto scopes, scopes_in(args.scopes));
  CHITTY_TRY(const auto seconds, seconds_in(args.expires));
  CHITTY_TRY(auto reply, host.send(post("/v1/service-tokens", {{"service", args.service}, {"scopes", scopes}, {"expiresIn", seconds}})));
  host.note("This token is shown only once; give it to the service as " + text_in(reply.value(), "variable") + ".");
  return reply;
}

// A script that rotates has one thing to call, also the first time; a person who mistyped the name sees it.
Result<Reply> service_token_rotate(const ServiceTokenRotate& args, Host& host) {
  CHITTY_DO(must_be_service(args.service));
  CHITTY_TRY(auto reply, host.send(post("/v1/service-tokens/" + encode(args.service) + "/rotate")));
  const auto& answer = object_of(reply.value());
  if (const auto* previous = inner_object(answer, "previous"))
    host.note("The token before goes on until " + text_in(*previous, "validUntil") + ". Change " + text_in(answer, "variable") + " before that.");
  else if (answer.contains("previous"))
    host.note(args.service + " had no service token before. If the name is wrong: chitty auth token revoke " + text_in(answer, "tokenId"));
  return reply;
}

}  // namespace chittyauth::commands
