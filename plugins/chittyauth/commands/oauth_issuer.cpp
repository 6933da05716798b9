#include "oauth_issuer.hpp"

#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include "../id_token.hpp"

namespace chitty::auth::commands {

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
  const auto* object = known->value().if_object();
  if (!object) return make_error(Code::malformed, "The issuer's metadata are not a JSON object.");
  return *object;
}

Result<json::array> keys_of(Host& host, const Issuer& issuer) {
  if (issuer.keys.empty()) return make_error(Code::malformed, "The issuer signs an ID token and publishes no keys.");
  auto reply = host.send(get(issuer.keys).to(issuer.remote).anonymous());
  if (!reply) return reply.error();
  const auto* object = reply->value().if_object();
  const auto* keys = object ? object->if_contains("keys") : nullptr;
  if (!keys || !keys->is_array()) return make_error(Code::malformed, "The issuer's keys are not a JWK Set.");
  return keys->get_array();
}

// Who signed in; nobody is named where the scope openid was not granted.
Result<std::string> subject_of(Host& host, const Issuer& issuer, const json::object& tokens, const Asked& asked) {
  const auto id_token = text_in(tokens, "id_token");
  if (id_token.empty()) return std::string();
  const auto keys = keys_of(host, issuer);
  if (!keys) return keys.error();
  const ExpectedIdToken expected{issuer.name,   asked.client_id, asked.nonce, text_in(tokens, "access_token"),
                                 asked.subject, host.now()};
  const auto claims = check_id_token(host.crypto(), *keys, id_token, expected);
  if (!claims) return claims.error();
  return text_in(*claims, "sub");
}

std::int64_t seconds_in(const json::object& tokens) {
  const auto* value = tokens.if_contains("expires_in");
  return value && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace

Result<Issuer> issuer_at(Host& host, const std::string& remote) {
  const auto settings = host.remote(remote);
  if (!settings) return settings.error();
  const auto metadata = metadata_at(host, remote);
  if (!metadata) return metadata.error();
  auto issuer = issuer_of(*metadata, text_in(*settings, "baseUrl"));
  if (issuer) issuer->remote = remote;
  return issuer;
}

Result<Issuer> find_issuer(Host& host, const std::string& url) {
  if (url.empty()) return issuer_at(host, {});
  if (url.find("://") == std::string::npos) return issuer_at(host, url);
  const auto own = host.remote();
  if (own && same_address(text_in(*own, "baseUrl"), url)) return issuer_at(host, {});
  const auto remotes = host.config("remotes");
  if (remotes.is_object())
    for (const auto& [name, entry] : remotes.get_object())
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
  auto stream = host.open(std::move(request).to(issuer.remote).anonymous().whatever_status());
  if (!stream) return stream.error();
  const auto text = stream->read_all();
  if (!text) return text.error();
  boost::system::error_code ec;
  auto value = json::parse(*text, ec);
  if (ec || !value.is_object())
    return make_error(Code::malformed,
                      "The issuer answered " + std::to_string(stream->status()) + " with something that is not JSON.");
  return IssuerReply{stream->status(), std::move(value.get_object())};
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

Result<json::object> keep_tokens(Host& host, const Issuer& issuer, const json::object& tokens, const Asked& asked) {
  const auto access = text_in(tokens, "access_token"), refresh = text_in(tokens, "refresh_token");
  auto type = text_in(tokens, "token_type");
  for (char& c : type) c = static_cast<char>(c | 0x20);
  if (access.empty() || type != "bearer")
    return make_error(Code::malformed, "The issuer's answer has no bearer token in it.");
  const auto subject = subject_of(host, issuer, tokens, asked);
  if (!subject) return subject.error();

  // First what renews: an answer that is lost between the two can be had again (and the old one is dead by now).
  const auto scope = text_in(tokens, "scope").empty() ? asked.scope : text_in(tokens, "scope");
  if (!refresh.empty()) {
    const json::object grant{{"issuer", issuer.name}, {"client_id", asked.client_id},
                             {"scope", scope},        {"subject", subject->empty() ? asked.subject : *subject},
                             {"nonce", asked.nonce},  {"refresh_token", refresh}};
    if (auto kept = host.keep_credential(issuer.remote, "oauthGrant", json::serialize(grant)); !kept)
      return kept.error();
  }
  const bool own = issuer.remote.empty();
  auto kept = host.keep_credential(issuer.remote, own ? "" : "accessToken", access,
                                   own ? Host::Credential::shared : Host::Credential::own);
  if (!kept) return kept.error();

  json::object record{
      {"issuer", issuer.name}, {"client_id", asked.client_id}, {"scope", scope}, {"refreshable", !refresh.empty()}};
  if (!subject->empty()) record["subject"] = *subject;
  if (const auto seconds = seconds_in(tokens); seconds > 0) record["expires_at"] = rfc3339(host.now() + seconds * 1000);
  return record;
}

}  // namespace chitty::auth::commands
