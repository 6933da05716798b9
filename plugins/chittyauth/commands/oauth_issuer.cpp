#include "oauth_issuer.hpp"

#include <chitty/time.hpp>

#include "../id_token.hpp"
#include "../members.hpp"
#include "accounts.hpp"

namespace chittyauth::commands {

namespace {

constexpr std::string_view server_type = "oauth-server";

// A person's address and the configuration's, with or without the slash at the end.
bool same_address(std::string_view a, std::string_view b) {
  while (!a.empty() && a.back() == '/') a.remove_suffix(1);
  while (!b.empty() && b.back() == '/') b.remove_suffix(1);
  return a == b;
}

Result<json::object> metadata_at(Host& host, const std::string& remote) {
  auto known = host.send(get("/.well-known/openid-configuration").to(remote).anonymous());
  if (!known && known.error().code == Code::not_found)
    known = host.send(get("/.well-known/oauth-authorization-server").to(remote).anonymous());
  if (!known) return known.error();
  if (const auto* object = known->value().if_object()) return *object;
  return make_error(Code::malformed, "The issuer's metadata are not a JSON object.");
}

Result<json::array> keys_of(Host& host, const Issuer& issuer) {
  if (issuer.keys.empty()) return make_error(Code::malformed, "The issuer signs an ID token and publishes no keys.");
  CHITTY_TRY(const auto reply, host.send(get(issuer.keys).to(issuer.remote).anonymous()));
  if (const auto* keys = array_in(object_of(reply.value()), "keys")) return *keys;
  return make_error(Code::malformed, "The issuer's keys are not a JWK Set.");
}

// Who signed in; nobody is named where the scope openid was not granted.
Result<std::string> subject_of(Host& host, const Issuer& issuer, const json::object& tokens, const Asked& asked) {
  const auto id_token = text_in(tokens, "id_token");
  if (id_token.empty()) return std::string();
  CHITTY_TRY(const auto keys, keys_of(host, issuer));
  const ExpectedIdToken expected{issuer.name, asked.client_id, asked.nonce, text_in(tokens, "access_token"),
                                 asked.subject, host.now()};
  CHITTY_TRY(const auto claims, check_id_token(host.crypto(), keys, id_token, expected));
  return text_in(claims, "sub");
}

}  // namespace

Result<Issuer> issuer_at(Host& host, const std::string& remote) {
  CHITTY_TRY(const auto settings, host.remote(remote));
  CHITTY_TRY(const auto metadata, metadata_at(host, remote));
  auto issuer = issuer_of(metadata, text_in(settings, "baseUrl"));
  if (issuer) issuer->remote = remote;
  return issuer;
}

Result<Issuer> find_issuer(Host& host, const std::string& url) {
  if (url.empty()) return issuer_at(host, {});
  if (url.find("://") == std::string::npos) return issuer_at(host, url);
  const auto own = host.remote();
  if (own && same_address(text_in(*own, "baseUrl"), url)) return issuer_at(host, {});
  const auto remotes = host.config("remotes");
  if (remotes && remotes->is_object())
    for (const auto& [name, entry] : remotes->get_object())
      if (text_in(entry, "type") == server_type && same_address(text_in(entry, "baseUrl"), url))
        return issuer_at(host, std::string(name));
  return make_error(Code::configuration,
                    "No remote of type " + std::string(server_type) + " has the address " + url + ".",
                    "Add one: chitty config set remotes.NAME '{\"type\":\"" + std::string(server_type) +
                        "\",\"baseUrl\":\"" + url + "\"}'");
}

Result<IssuerReply> ask_issuer(Host& host, const Issuer& issuer, const std::string& target, Query form) {
  Request request{.method = "POST",
                  .target = target,
                  .body = form_text(form),
                  .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}}};
  CHITTY_TRY(auto stream, host.open(std::move(request).to(issuer.remote).anonymous().whatever_status()));
  CHITTY_TRY(const auto text, stream.read_all());
  boost::system::error_code ec;
  auto value = json::parse(text, ec);
  if (ec || !value.is_object())
    return make_error(Code::malformed,
                      "The issuer answered " + std::to_string(stream.status()) + " with something that is not JSON.");
  return IssuerReply{stream.status(), std::move(value.get_object())};
}

Error refusal_of(const json::object& body) {
  const auto word = text_in(body, "error"), sentence = text_in(body, "error_description");
  const auto code = word == "invalid_client"  ? Code::unauthenticated
                    : word == "access_denied" ? Code::permission_denied
                    : word == "expired_token" ? Code::timeout
                    : word.empty()            ? Code::malformed
                                              : Code::refused;
  if (word.empty()) return make_error(code, "The issuer refused, without saying why.");
  return make_error(code, "The issuer refused: " + (sentence.empty() ? word : sentence + " (" + word + ")"));
}

namespace {

// The person's own token: that of the same subject before gives way, every other one stays to go back to.
Result<void> keep_as_account(Host& host, const std::string& subject, const std::string& expires_at, const std::string& token) {
  CHITTY_TRY(const auto accounts, accounts_of(host));
  Account account{{}, {}, facts_of({{"chittyId", subject}, {"expiresAt", expires_at}}), true};
  for (const auto& one : accounts)
    if (!subject.empty() && one.fact("chittyId") == subject) account.name = one.name;
  if (account.name.empty()) account.name = free_name(accounts, subject.empty() ? "oauth" : subject);
  return keep_account(host, account, token);
}

}  // namespace

Result<Reply> keep_tokens(Host& host, const Issuer& issuer, const json::object& tokens, const Asked& asked) {
  const auto access = text_in(tokens, "access_token"), refresh = text_in(tokens, "refresh_token");
  auto type = text_in(tokens, "token_type");
  for (char& c : type) c = static_cast<char>(c | 0x20);
  if (access.empty() || type != "bearer")
    return make_error(Code::malformed, "The issuer's answer has no bearer token in it.");
  CHITTY_TRY(const auto subject, subject_of(host, issuer, tokens, asked));

  // First what renews: an answer that is lost between the two can be had again (and the old one is dead by now).
  const auto scope = text_in(tokens, "scope").empty() ? asked.scope : text_in(tokens, "scope");
  if (!refresh.empty()) {
    const json::object grant{{"issuer", issuer.name}, {"client_id", asked.client_id}, {"scope", scope}, {"subject", subject.empty() ? asked.subject : subject}, {"nonce", asked.nonce}, {"refresh_token", refresh}};
    CHITTY_DO(host.keep_credential(issuer.remote, "oauthGrant", json::serialize(grant)));
  }
  const auto seconds = integer_in(tokens, "expires_in");
  const auto expires_at = seconds > 0 ? rfc3339(host.now() + seconds * 1000) : std::string();
  if (issuer.remote.empty())
    CHITTY_DO(keep_as_account(host, subject.empty() ? asked.subject : subject, expires_at, access));
  else
    CHITTY_DO(host.keep_credential(issuer.remote, "accessToken", access));

  json::object record{
      {"issuer", issuer.name}, {"client_id", asked.client_id}, {"scope", scope}, {"refreshable", !refresh.empty()}};
  if (!subject.empty()) record["subject"] = subject;
  if (!expires_at.empty()) record["expires_at"] = expires_at;
  return Reply(std::move(record));
}

Result<Reply> ask_for_tokens(Host& host, const Issuer& issuer, Query form, const Asked& asked) {
  CHITTY_TRY(const auto reply, ask_issuer(host, issuer, issuer.token, std::move(form)));
  return reply.status == 200 ? keep_tokens(host, issuer, reply.body, asked) : refusal_of(reply.body);
}

}  // namespace chittyauth::commands
