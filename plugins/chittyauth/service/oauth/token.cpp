// POST /v1/oauth/token (RFC 6749, section 3.2): codes, device codes and refresh tokens become tokens.
#include "../../names.hpp"
#include "code.hpp"
#include "device.hpp"
#include "error.hpp"

namespace chittyauth::routes {

namespace {

struct GrantType {
  std::string_view name;
  std::vector<const char*> required;
  Result<Taken> (*take)(Service&, const OAuthClient&, const Form&);
};
const GrantType grant_types[] = {{grant_code, {"code", "code_verifier"}, redeem_code},
                                 {grant_device, {"device_code"}, poll_device},
                                 {grant_refresh, {"refresh_token"}, take_refresh_token}};

Result<void> required(const Form& form, const char* name) {
  if (form.has(name)) return {};
  return oauth_error("invalid_request", "The parameter " + std::string(name) + " is missing.");
}

// The tokens; or a refusal beside which what was done stands.
Result<Response> exchange(Service& service, const OAuthClient& client, const GrantType& type, const Form& form) {
  std::optional<Error> refused;
  CHITTY_TRY(const auto answer, service.store().transaction([&]() -> Result<json::object> {
    for (const auto* name : type.required) CHITTY_DO(required(form, name));
    CHITTY_TRY(auto taken, type.take(service, client, form));
    refused = std::move(taken.refused);
    return refused ? json::object() : give_tokens(service, client, taken.granted);
  }));
  return refused ? Result<Response>(*refused) : fresh(Response(answer));
}

Result<Response> answer_form(Service& service) {
  if (service.content_type() != "application/x-www-form-urlencoded")
    return oauth_error("invalid_request", "The body must be application/x-www-form-urlencoded.");
  CHITTY_TRY(const auto form, form_of(service));
  CHITTY_DO(required(form, "grant_type"));
  CHITTY_TRY(const auto client, authenticated_client(service, form));
  for (const auto& type : grant_types) {
    if (form.text("grant_type") != type.name) continue;
    if (!client.may_use(type.name)) return oauth_error("unauthorized_client", "The client may not use this grant_type.");
    return exchange(service, client, type, form);
  }
  return oauth_error("unsupported_grant_type", "This grant_type is not offered here.");
}

}  // namespace

Result<Response> oauth_token(Service& service) { return in_oauth_words(answer_form(service)); }

}  // namespace chittyauth::routes
