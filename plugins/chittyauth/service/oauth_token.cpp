// POST /v1/oauth/token (RFC 6749, section 3.2): codes, device codes and refresh tokens become tokens.
#include "oauth_code.hpp"
#include "oauth_device.hpp"
#include "oauth_error.hpp"
#include "oauth_grant.hpp"
#include "oauth_routes.hpp"

namespace chitty::auth::service {

namespace {

Result<void> required(const Form& form, std::string_view name) {
  if (form.has(name)) return {};
  return oauth_error("invalid_request", "The parameter " + std::string(name) + " is missing.");
}

// What was done in the transaction stands, and the answer is a refusal all the same: `refused` says which.
struct Outcome {
  json::object answer{};
  std::optional<Error> refused{};
};

Result<Outcome> by_code(Service& service, const OAuthClient& client, const Form& form) {
  for (const auto* name : {"code", "code_verifier"})
    if (auto there = required(form, name); !there) return there.error();
  auto redeemed = redeem_code(service, client, form);
  if (!redeemed) return redeemed.error();
  if (redeemed->again) {
    const auto& granted = redeemed->granted;
    if (auto gone = end_family(service, granted.family, granted.subject, "its code was used twice"); !gone)
      return gone.error();
    return Outcome{{}, oauth_error("invalid_grant", "The code has been used before. What it gave is revoked.")};
  }
  auto answer = give_tokens(service, client, redeemed->granted);
  if (!answer) return answer.error();
  return Outcome{std::move(*answer)};
}

Result<Outcome> by_device(Service& service, const OAuthClient& client, const Form& form) {
  if (auto there = required(form, "device_code"); !there) return there.error();
  auto polled = poll_device(service, client, form);
  if (!polled) return polled.error();
  if (!polled->word.empty()) return Outcome{{}, oauth_error(polled->word, polled->sentence)};
  auto answer = give_tokens(service, client, polled->granted);
  if (!answer) return answer.error();
  return Outcome{std::move(*answer)};
}

Result<Outcome> by_refresh(Service& service, const OAuthClient& client, const Form& form) {
  if (auto there = required(form, "refresh_token"); !there) return there.error();
  auto refreshed = refresh_tokens(service, client, form);
  if (!refreshed) return refreshed.error();
  if (refreshed->again)
    return Outcome{
        {},
        oauth_error("invalid_grant", "The refresh token has been used before. All tokens of its family are revoked.")};
  return Outcome{std::move(refreshed->answer)};
}

using Grant = Result<Outcome> (*)(Service&, const OAuthClient&, const Form&);
struct GrantType {
  std::string_view name;
  Grant give;
};
constexpr GrantType grant_types[] = {{grant_code, by_code}, {grant_device, by_device}, {grant_refresh, by_refresh}};

Result<Outcome> answer_form(Service& service, const Form& form) {
  if (auto there = required(form, "grant_type"); !there) return there.error();
  const auto client = authenticated_client(service, form);
  if (!client) return client.error();
  for (const auto& type : grant_types) {
    if (form.text("grant_type") != type.name) continue;
    if (!client->may_use(type.name))
      return oauth_error("unauthorized_client", "The client may not use this grant_type.");
    return service.store().transaction([&] { return type.give(service, *client, form); });
  }
  return oauth_error("unsupported_grant_type", "This grant_type is not offered here.");
}

}  // namespace

Result<Response> oauth_token(Service& service) {
  if (service.content_type() != "application/x-www-form-urlencoded")
    return oauth_refusal(oauth_error("invalid_request", "The body must be application/x-www-form-urlencoded."));
  const auto text = service.text();
  if (!text) return text.error();
  const auto form = parse_form(*text);
  if (!form) return oauth_refusal(oauth_error("invalid_request", form.error().message));
  auto outcome = answer_form(service, *form);
  if (!outcome) return oauth_refusal(outcome.error());
  if (outcome->refused) return oauth_refusal(*outcome->refused);
  return fresh(Response(outcome->answer));
}

}  // namespace chitty::auth::service
