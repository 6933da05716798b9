// chitty auth oauth authorize, callback, refresh: tokens in one's own name from an authorization server (RFC 8252).
#include <chitty/members.hpp>

#include "../pending.hpp"
#include "../pkce.hpp"
#include "../redirect_uri.hpp"
#include "oauth_commands.hpp"
#include "oauth_device.hpp"
#include "oauth_issuer.hpp"

namespace chitty::auth::commands {

namespace {

constexpr const char* begin_again = "Begin again: chitty auth oauth authorize --client-id ID";

Result<void> keep_pending(Host& host, const PendingAuthorization* pending) {
  return host.keep_credential({}, "pendingAuthorization", pending ? text_of_pending(*pending) : "{}");
}

std::string address_of(const PendingAuthorization& pending, const Issuer& issuer, const std::string& scope,
                       const std::string& challenge) {
  return with_query(issuer.authorization, form_text({{"response_type", "code"},
                                                     {"client_id", pending.client_id},
                                                     {"redirect_uri", pending.redirect_uri},
                                                     {"scope", scope},
                                                     {"state", pending.state},
                                                     {"nonce", pending.nonce},
                                                     {"code_challenge", challenge},
                                                     {"code_challenge_method", "S256"},
                                                     {"prompt", "consent"}}));
}

// What came back with the browser: ours, from that issuer, and no refusal. The code.
Result<std::string> code_in(const json::object& answer, const PendingAuthorization& pending, bool issuer_names_itself) {
  if (!same_secret(text_in(answer, "state"), pending.state))
    return make_error(Code::refused,
                      "The answer belongs to another request (its state is not ours), so it was not used.",
                      begin_again);
  const auto from = text_in(answer, "iss");
  if (from.empty() ? issuer_names_itself : from != pending.issuer)
    return make_error(Code::refused,
                      "The answer is not from " + pending.issuer + " (its iss says otherwise), so it was not used.",
                      begin_again);
  if (!text_in(answer, "error").empty()) return refusal_of(answer);
  auto code = text_in(answer, "code");
  if (code.empty()) return make_error(Code::malformed, "The answer has no code in it.", begin_again);
  return code;
}

Result<json::object> exchange(Host& host, const Issuer& issuer, const PendingAuthorization& pending,
                              const std::string& code, const std::string& scope) {
  const auto reply = ask_issuer(host, issuer, issuer.token,
                                {{"grant_type", "authorization_code"},
                                 {"code", code},
                                 {"redirect_uri", pending.redirect_uri},
                                 {"client_id", pending.client_id},
                                 {"code_verifier", pending.verifier}});
  if (!reply) return reply.error();
  if (reply->status != 200) return refusal_of(reply->body);
  auto record = keep_tokens(host, issuer, reply->body, {pending.client_id, pending.nonce, scope});
  if (!record) return record;
  if (auto done = keep_pending(host, nullptr); !done) return done.error();
  return record;
}

Result<json::object> finish_in_browser(Host& host, const Issuer& issuer, const PendingAuthorization& pending,
                                       Visit& visit, const std::string& scope) {
  const auto answer = visit.wait();
  if (!answer) return answer.error();
  const auto code = code_in(*answer, pending, issuer.always_names_itself);
  if (!code) return visit.answer("That did not work. The terminal says why; you may close this page."), code.error();
  auto record = exchange(host, issuer, pending, *code, scope);
  visit.answer(record ? "Done. You may close this page and go back to the terminal."
                      : "That did not work. The terminal says why; you may close this page.");
  return record;
}

// Nothing to open here, and the issuer knows no devices: another browser, and the code by hand.
Error finish_by_hand(Host& host, const std::string& address) {
  host.note("Open this address in a browser: " + address);
  return make_error(Code::not_supported, "There is no browser here, and the issuer takes no device codes.",
                    "Open the address above elsewhere, then: chitty auth oauth callback --code CODE");
}

}  // namespace

Result<Reply> authorize(const Arguments& args, Host& host) {
  auto issuer = find_issuer(host, args.text("issuer"));
  if (!issuer) return issuer.error();
  const auto client = args.text("client-id"), scope = args.text("scope");
  const bool no_browser = args.flag("no-browser");
  if (args.flag("device") || (no_browser && !issuer->device.empty()))
    return authorize_device(host, *issuer, client, scope);

  auto visit = host.expect_visit("/callback");
  const bool can_listen = visit || visit.error().code != Code::not_supported;
  if (!can_listen && !issuer->device.empty()) return authorize_device(host, *issuer, client, scope);
  if (!visit) return visit.error();
  auto pending = new_pending(host.crypto(), host.now());
  if (!pending) return pending.error();
  pending->remote = issuer->remote, pending->issuer = issuer->name, pending->client_id = client,
  pending->redirect_uri = visit->url();
  const auto address = address_of(*pending, *issuer, scope, challenge_of(host.crypto(), pending->verifier));
  if (auto kept = keep_pending(host, &*pending); !kept) return kept.error();

  if (no_browser) return finish_by_hand(host, address);
  if (auto opened = host.open_browser(address); !opened) {
    if (opened.error().code != Code::not_supported) return opened.error();
    return issuer->device.empty() ? Result<Reply>(finish_by_hand(host, address))
                                  : authorize_device(host, *issuer, client, scope);
  }
  host.note("Waiting for your browser. If none opened, go to " + address);
  auto record = finish_in_browser(host, *issuer, *pending, *visit, scope);
  if (!record) return record.error();
  return Reply(std::move(*record));
}

// chitty auth oauth callback: the code, or the whole address that the browser was sent to, which says more.
Result<Reply> callback(const Arguments& args, Host& host) {
  const auto kept = host.secret({}, "pendingAuthorization");
  const auto pending = kept ? pending_of_text(*kept) : std::nullopt;
  if (!kept && kept.error().code != Code::not_found) return kept.error();
  if (!pending)
    return make_error(Code::conflict, "No authorization is under way, so there is nothing that the code belongs to.",
                      begin_again);
  if (pending->expires_at <= host.now())
    return make_error(Code::timeout, "The authorization was begun more than ten minutes ago and has expired.",
                      begin_again);

  auto issuer = issuer_at(host, pending->remote);
  if (!issuer) return issuer.error();
  if (issuer->name != pending->issuer)
    return make_error(
        Code::conflict,
        "The authorization was begun at " + pending->issuer + ", and the remote is now " + issuer->name + ".",
        begin_again);
  auto code = args.text("code");
  if (const auto question = code.find('?'); question != std::string::npos) {
    const auto answer = parse_form(std::string_view(code).substr(question + 1));
    if (!answer) return answer.error();
    auto read = code_in(answer->fields(), *pending, issuer->always_names_itself);
    if (!read) return read.error();
    code = std::move(*read);
  }
  auto record = exchange(host, *issuer, *pending, code, "");
  if (!record) return record.error();
  return Reply(std::move(*record));
}

Result<Reply> refresh(const Arguments& args, Host& host) {
  auto issuer = find_issuer(host, args.text("issuer"));
  if (!issuer) return issuer.error();
  const auto kept = host.secret(issuer->remote, "oauthGrant");
  if (!kept && kept.error().code != Code::not_found) return kept.error();
  boost::system::error_code ec;
  const auto grant = kept ? json::parse(*kept, ec) : json::value();
  const auto token = text_in(grant, "refresh_token"), client = text_in(grant, "client_id");
  if (token.empty())
    return make_error(Code::unauthenticated, "No refresh token is kept for " + issuer->name + ".", begin_again);
  if (text_in(grant, "issuer") != issuer->name)
    return make_error(Code::conflict,
                      "The refresh token that is kept is of another issuer: " + text_in(grant, "issuer") + ".",
                      begin_again);
  const auto reply = ask_issuer(host, *issuer, issuer->token,
                                {{"grant_type", "refresh_token"},
                                 {"refresh_token", token},
                                 {"client_id", client},
                                 {"scope", args.text("scope")}});
  if (!reply) return reply.error();
  if (reply->status != 200) return refusal_of(reply->body);
  auto record = keep_tokens(host, *issuer, reply->body,
                            {client, text_in(grant, "nonce"), text_in(grant, "scope"), text_in(grant, "subject")});
  if (!record) return record.error();
  return Reply(std::move(*record));
}

}  // namespace chitty::auth::commands
