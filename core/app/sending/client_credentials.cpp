#include "app/sending/client_credentials.hpp"

#include "app/sending/own_daemon.hpp"
#include "base/base64.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "config/secret/secrets.hpp"
#include "net/url.hpp"
#include "request/draft.hpp"

#include <chitty/members.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host {

namespace {

constexpr UnixMs least_rest = 60'000;  // a token that ends sooner is no longer used

std::string token_url(const Destination& to) {
  const auto& url = to.type.auth_token_url;
  return url.starts_with('/') ? to.remote.base_url + url : url;
}

// One token for each remote, address and client: another client's is never taken for it.
std::string kept_under(const Destination& to) {
  const auto what = to.remote.environment + '\n' + to.remote.name + '\n' + token_url(to) + '\n' + to.type.auth_scope + '\n' + to.remote.credential;
  return "client-token-" + to.remote.type + "-" + hex(sha256(what)).substr(0, 16);
}

struct Kept {
  std::string token;
  UnixMs until = 0;
};

std::optional<Kept> read_kept(const std::string& text) {
  boost::system::error_code ec;
  const auto value = json::parse(text, ec);
  const auto* object = ec ? nullptr : value.if_object();
  const auto* until = object ? object->if_contains("until") : nullptr;
  if (!until || !until->is_int64()) return {};
  Kept kept{text_in(*object, "token"), until->get_int64()};
  remember_secret(kept.token);
  if (kept.token.empty() || kept.until < now_ms() + least_rest) return {};
  return kept;
}

Result<json::object> ask(chitty_call& call, const Destination& to, const std::string& client, const std::string& secret) {
  HttpRequest request;
  request.method = "POST";
  request.url = token_url(to);
  const auto url = parse_url(request.url);
  const auto base = parse_url(to.remote.base_url);
  // In clear text only to the very host that the remote is at, such as one's own machine.
  if (!url || (!url->tls() && !(base && url->origin() == base->origin())))
    return make_error(Code::configuration, "the token address of '" + to.remote.name + "' is not an https address: " + request.url);
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  request.authority = authority_at(to.remote, request.url);
  request.credential_prefix = "Basic ";
  request.credential = base64(encoded(client) + ":" + encoded(secret));
  remember_secret(request.credential);
  if (base && url->origin() == base->origin()) request.listener = listener_to_prove(call, to);
  request.body = "grant_type=client_credentials";
  if (!to.type.auth_scope.empty()) request.body += "&scope=" + encoded(to.type.auth_scope);
  auto transport = call.run.transport();
  if (!transport) return transport.error();
  auto reply = (*transport)->send(request, call.run.net_options(), call.run.cancel);
  if (!reply) return reply.error();
  if ((*reply)->status() >= 400) return error_of_reply(**reply, url->origin());
  const auto body = read_all(**reply, 1u << 20);
  if (!body) return body.error();
  boost::system::error_code ec;
  auto value = json::parse(without_byte_order_mark(*body), ec);
  if (ec || !value.is_object() || text_in(value, "access_token").empty())
    return make_error(Code::malformed, url->origin() + " answered without an access_token");
  return std::move(value.get_object());
}

}  // namespace

Result<std::string> client_token(chitty_call& call, const Destination& to, const std::string& client, const std::string& secret) {
  if (client.empty())
    return make_error(Code::configuration, "'" + to.remote.name + "' has no " + to.type.auth_user + " in environment " + to.remote.environment,
                      "Set it: chitty config set " + call.run.config().value()->key_of_setting(to.remote, to.type.auth_user) + " ID");
  const auto name = kept_under(to);
  auto& tokens = call.run.client_tokens;
  if (const auto known = tokens.find(name); known != tokens.end() && known->second.second > now_ms() + least_rest) return known->second.first;
  if (const auto text = resolve_secret("keyring:" + name, call.run.paths, false, &call.run.cancel); text)
    if (const auto kept = read_kept(*text)) return kept->token;

  const auto given = ask(call, to, client, secret);
  if (!given) return given.error();
  const auto token = text_in(*given, "access_token");
  remember_secret(token);
  const auto* lives = given->if_contains("expires_in");
  const bool has_end = lives && lives->is_int64() && lives->get_int64() > 0 && lives->get_int64() < INT32_MAX;
  const UnixMs until = has_end ? now_ms() + lives->get_int64() * 1000 : INT64_MAX;
  tokens[name] = {token, until};
  // What says no end is good for this run only. That it cannot be kept costs the next run a request, and nothing else.
  if (has_end && !call.run.options.dry_run) (void)keep_secret(call.run.paths, name, json::serialize(json::object{{"token", token}, {"until", until}}));
  return token;
}

bool forget_client_token(chitty_call& call, const Destination& to) {
  const auto name = kept_under(to);
  if (call.run.client_tokens.contains(name)) return false;
  const auto text = resolve_secret("keyring:" + name, call.run.paths, false, &call.run.cancel);
  if (!text) return false;
  if (call.run.options.dry_run) return false;  // nothing that is kept is changed
  (void)keep_secret(call.run.paths, name, "{}");
  return true;
}

}  // namespace chitty::host
