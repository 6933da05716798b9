// chitty auth oauth authorize, callback, refresh: tokens in one's own name from an authorization server (RFC 8252).
#include <chitty/members.hpp>
#include <utility>

#include "../pending.hpp"
#include "../pkce.hpp"
#include "../redirect_uri.hpp"
#include "oauth_device.hpp"
#include "oauth_issuer.hpp"

namespace chittyauth::commands {

namespace {

constexpr const char* begin_again = "Start again: chitty auth oauth authorize --client-id ID";

Result<void> keep_pending(Host& host, const PendingAuthorization* pending) {
  return host.keep_credential({}, "pendingAuthorization", pending ? text_of_pending(*pending) : "{}");
}

std::string address_of(const PendingAuthorization& pending, const Issuer& issuer, const std::string& scope, const std::string& challenge) {
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
    return make_error(Code::refused, "the answer is for another request (wrong state) and was ignored", begin_again);
  const auto from = text_in(answer, "iss");
  if (from.empty() ? issuer_names_itself : from != pending.issuer)
    return make_error(Code::refused, "The answer is not from " + pending.issuer + " (wrong iss) and was ignored", begin_again);
  if (!text_in(answer, "error").empty()) return refusal_of(answer);
  auto code = text_in(answer, "code");
  if (code.empty()) return make_error(Code::malformed, "The answer has no code in it.", begin_again);
  return code;
}

Result<Reply> exchange(Host& host, const Issuer& issuer, const PendingAuthorization& pending, const std::string& code, const std::string& scope) {
  CHITTY_TRY(auto record, ask_for_tokens(host, issuer, {{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", pending.redirect_uri}, {"client_id", pending.client_id}, {"code_verifier", pending.verifier}},
                                         {pending.client_id, pending.nonce, scope}));
  CHITTY_DO(keep_pending(host, nullptr));
  return record;
}

// Any page that the browser shows can send it here. What does not bring our state answers another request, or none: it is
// told so, and the wait goes on.
Result<json::object> own_answer(Host& host, const PendingAuthorization& pending, Visit& visit) {
  for (bool told = false;;) {
    auto answer = visit.wait();
    if (!answer && answer.error().code != Code::malformed) return answer;
    if (answer && same_secret(text_in(*answer, "state"), pending.state)) return answer;
    if (answer) visit.answer("This answer is for another request and was ignored. You can close this page.");
    if (pending.expires_at <= host.now())
      return make_error(Code::timeout, "timed out after ten minutes of waiting for the browser", begin_again);
    if (!std::exchange(told, true)) host.note("Ignored an answer to another request; still waiting for the right one");
  }
}

Result<Reply> finish_in_browser(Host& host, const Issuer& issuer, const PendingAuthorization& pending, Visit& visit, const std::string& scope) {
  CHITTY_TRY(const auto answer, own_answer(host, pending, visit));
  const auto code = code_in(answer, pending, issuer.always_names_itself);
  auto done = code ? exchange(host, issuer, pending, *code, scope) : code.error();
  visit.answer(done ? "Done. You can close this page and go back to the terminal."
                    : "That did not work. The terminal says why; you can close this page.");
  return done;
}

// Nothing to open here, and the issuer knows no devices: another browser, and the code by hand.
Error finish_by_hand(Host& host, const std::string& address) {
  host.note("Open this address in a browser: " + address);
  return make_error(Code::not_supported, "no browser here, and the issuer does not support device codes",
                    "Open the address above elsewhere, then: chitty auth oauth callback --code CODE");
}

}  // namespace

Result<Reply> oauth_authorize(const OauthAuthorize& args, Host& host) {
  CHITTY_TRY(const auto issuer, find_issuer(host, args.issuer));
  const auto &client = args.client_id, &scope = args.scope;
  if (args.device || (args.no_browser && !issuer.device.empty())) return authorize_device(host, issuer, client, scope);

  auto visit = host.expect_visit("/callback");
  const bool can_listen = visit || visit.error().code != Code::not_supported;
  if (!can_listen && !issuer.device.empty()) return authorize_device(host, issuer, client, scope);
  if (!visit) return visit.error();
  CHITTY_TRY(auto pending, new_pending(host.crypto(), host.now()));
  pending.remote = issuer.remote, pending.issuer = issuer.name, pending.client_id = client, pending.redirect_uri = visit->url();
  const auto address = address_of(pending, issuer, scope, challenge_of(host.crypto(), pending.verifier));
  CHITTY_DO(keep_pending(host, &pending));

  if (args.no_browser) return finish_by_hand(host, address);
  if (auto opened = host.open_browser(address); !opened) {
    if (opened.error().code != Code::not_supported) return opened.error();
    return issuer.device.empty() ? Result<Reply>(finish_by_hand(host, address)) : authorize_device(host, issuer, client, scope);
  }
  host.note("Waiting for your browser. If none opened, go to " + address);
  return finish_in_browser(host, issuer, pending, *visit, scope);
}

// chitty auth oauth callback: the code, or the whole address that the browser was sent to, which says more.
Result<Reply> oauth_callback(const OauthCallback& args, Host& host) {
  const auto kept = host.secret({}, "pendingAuthorization");
  const auto pending = kept ? pending_of_text(*kept) : std::nullopt;
  if (!kept && kept.error().code != Code::not_found) return kept.error();
  if (!pending) return make_error(Code::conflict, "no authorization is in progress for this code", begin_again);
  if (pending->expires_at <= host.now())
    return make_error(Code::timeout, "the authorization was started more than ten minutes ago and has expired", begin_again);
  CHITTY_TRY(const auto issuer, issuer_at(host, pending->remote));
  if (issuer.name != pending->issuer)
    return make_error(Code::conflict, "the authorization was started at " + pending->issuer + ", and the remote is now " + issuer.name + ".",
                      begin_again);
  auto code = args.code;
  if (const auto question = code.find('?'); question != std::string::npos) {
    CHITTY_TRY(const auto answer, parse_form(std::string_view(code).substr(question + 1)));
    CHITTY_TRY(code, code_in(answer.fields(), *pending, issuer.always_names_itself));
  }
  return exchange(host, issuer, *pending, code, "");
}

Result<Reply> oauth_refresh(const OauthRefresh& args, Host& host) {
  CHITTY_TRY(auto issuer, find_issuer(host, args.issuer));
  const auto kept = host.secret(issuer.remote, "oauthGrant");
  if (!kept && kept.error().code != Code::not_found) return kept.error();
  boost::system::error_code ec;
  const auto grant = kept ? json::parse(*kept, ec) : json::value();
  const auto token = text_in(grant, "refresh_token"), client = text_in(grant, "client_id");
  if (token.empty()) return make_error(Code::unauthenticated, "No refresh token is kept for " + issuer.name + ".", begin_again);
  if (text_in(grant, "issuer") != issuer.name)
    return make_error(Code::conflict, "The refresh token that is kept is of another issuer: " + text_in(grant, "issuer") + ".", begin_again);
  return ask_for_tokens(host, issuer, {{"grant_type", "refresh_token"}, {"refresh_token", token}, {"client_id", client}, {"scope", args.scope}},
                        {client, text_in(grant, "nonce"), text_in(grant, "scope"), text_in(grant, "subject")});
}

}  // namespace chittyauth::commands
