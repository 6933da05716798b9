// Which client asks, and its proof of that: HTTP Basic or the form, never both.
#include "../../pkce.hpp"
#include "client.hpp"
#include "error.hpp"
#include "../rows.hpp"

namespace chitty::auth {

namespace {

struct Presented {
  std::string id, secret;
  bool has_secret = false;
};

// "Basic " and base64 of two form-encoded words with a colon between them (RFC 6749, section 2.3.1).
Result<Presented> from_basic(std::string_view field) {
  const Error wrong =
      oauth_error("invalid_client", "The Authorization field is not HTTP Basic of a client id and secret.");
  if (field.size() < 6 || (field.substr(0, 6) != "Basic " && field.substr(0, 6) != "basic ")) return wrong;
  const auto plain = from_base64(field.substr(6));
  const auto colon = plain ? plain->find(':') : std::string::npos;
  if (colon == std::string::npos) return wrong;
  const auto id = form_decoded(std::string_view(*plain).substr(0, colon));
  const auto secret = form_decoded(std::string_view(*plain).substr(colon + 1));
  if (!id || !secret || !is_utf8(*id)) return wrong;
  return Presented{*id, *secret, true};
}

Result<Presented> presented(Service& service, const Form& form) {
  const auto field = service.header("Authorization");
  if (field.empty()) return Presented{form.text("client_id"), form.text("client_secret"), form.has("client_secret")};
  if (form.has("client_secret"))
    return oauth_error("invalid_request", "The client's secret is there twice: as HTTP Basic and in the form.");
  auto basic = from_basic(field);
  if (basic && form.has("client_id") && form.text("client_id") != basic->id)
    return oauth_error("invalid_request", "The form's client_id is another than that of HTTP Basic.");
  return basic;
}

}  // namespace

Result<OAuthClient> authenticated_client(Service& service, const Form& form) {
  CHITTY_TRY(const auto given, presented(service, form));
  if (given.id.empty()) return oauth_error("invalid_client", "The request does not say which client asks.");
  CHITTY_TRY(auto client, find_client(service, given.id));
  const Error wrong = oauth_error("invalid_client", "There is no such client, or its secret is another one.");
  if (!client) return wrong;
  if (client->is_public()) return given.has_secret ? Result<OAuthClient>(wrong) : std::move(*client);
  const auto hash = hash_of(service, given.secret);
  if (!given.has_secret || !same_secret(hash, client->secret_hash)) return wrong;
  return std::move(*client);
}

}  // namespace chitty::auth
