#include "request.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "../../pkce.hpp"
#include "../../redirect_uri.hpp"
#include "error.hpp"
#include "page.hpp"

namespace chitty::auth {

namespace {

constexpr std::size_t longest = 2048;  // of a state or a nonce

// none, login, consent, select_account; consent is asked for every time anyway.
Result<void> read_prompt(const Form& form, AuthorizationRequest& request) {
  std::istringstream prompt(form.text("prompt"));
  std::size_t words = 0;
  for (std::string word; std::getline(prompt, word, ' '); ++words) {
    if (word == "none")
      request.must_not_ask = true;
    else if (word == "login" || word == "select_account")
      request.must_sign_in = true;
    else if (word != "consent")
      return oauth_error("invalid_request", "The prompt is none, login, consent or select_account.");
  }
  if (request.must_not_ask && words > 1) return oauth_error("invalid_request", "The prompt none stands alone.");
  return {};
}

Result<void> read_max_age(const Form& form, AuthorizationRequest& request) {
  const auto text = form.text("max_age");
  if (text.empty()) return {};
  std::int64_t seconds = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failed != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > 1'000'000'000)
    return oauth_error("invalid_request", "max_age is a number of seconds.");
  request.max_age_ms = seconds * 1000;
  return {};
}

Result<void> read_challenge(const Form& form, AuthorizationRequest& request) {
  request.challenge = form.text("code_challenge");
  if (request.challenge.empty()) return oauth_error("invalid_request", "A code_challenge is required (RFC 7636).");
  if (form.text("code_challenge_method") != "S256")
    return oauth_error("invalid_request", "The code_challenge_method must be S256.");
  if (!is_challenge(request.challenge))
    return oauth_error("invalid_request", "The code_challenge is not one of S256: 43 characters of base64url.");
  return {};
}

}  // namespace

Result<AuthorizationRequest> addressed_request(Service& service, const Form& form) {
  CHITTY_TRY(auto client, find_client(service, form.text("client_id")));
  if (!client) return usage_error("The program that sent you here is not known: its client_id is not registered.");
  AuthorizationRequest request{std::move(*client), form.text("redirect_uri")};
  const auto& registered = request.client.redirect_uris;
  if (request.redirect_uri.empty() && registered.size() == 1) request.redirect_uri = registered.front();
  const bool known = std::any_of(registered.begin(), registered.end(),
                                 [&](const std::string& one) { return same_redirect_uri(one, request.redirect_uri); });
  if (!known)
    return usage_error(
        "The program that sent you here wants you sent back to an address that is not registered for it.");
  if (form.text("state").size() > longest)
    return usage_error("The state of the request is longer than 2048 characters.");
  request.state = form.text("state");
  return request;
}

Result<void> read_request(const Form& form, AuthorizationRequest& request) {
  if (form.has("request")) return oauth_error("request_not_supported", "The parameter request is not supported.");
  if (form.has("request_uri"))
    return oauth_error("request_uri_not_supported", "The parameter request_uri is not supported.");
  if (!form.has("response_type")) return oauth_error("invalid_request", "The response_type is missing.");
  if (form.text("response_type") != "code")
    return oauth_error("unsupported_response_type", "The only response_type here is code.");
  if (form.has("response_mode") && form.text("response_mode") != "query")
    return oauth_error("invalid_request", "The only response_mode here is query.");
  if (!request.client.may_use(grant_code))
    return oauth_error("unauthorized_client", "The client may not take authorization codes.");
  request.nonce = form.text("nonce");
  if (request.nonce.size() > longest)
    return oauth_error("invalid_request", "The nonce is longer than 2048 characters.");
  CHITTY_DO(read_challenge(form, request));
  CHITTY_DO(read_prompt(form, request));
  CHITTY_DO(read_max_age(form, request));
  CHITTY_TRY(request.scopes, request.client.scopes_asked_for(form.text("scope")));
  return {};
}

namespace {

std::string address_of_answer(Service& service, const AuthorizationRequest& request, Query parameters) {
  const auto always = form_text({{"state", request.state}, {"iss", std::string(service.base_url())}});
  return with_query(request.redirect_uri, form_text(parameters) + "&" + always);
}

std::string address_of_refusal(Service& service, const AuthorizationRequest& request, const Error& error) {
  return address_of_answer(service, request, {{"error", oauth_word(error)}, {"error_description", error.message}});
}

}  // namespace

Response answer_client(Service& service, const AuthorizationRequest& request, Query parameters) {
  return redirect_to(address_of_answer(service, request, parameters));
}

Response refuse_client(Service& service, const AuthorizationRequest& request, const Error& error) {
  return redirect_to(address_of_refusal(service, request, error));
}

Result<Response> refuse_unasked(Service& service, const AuthorizationRequest& request, const Error& error) {
  const auto& client = request.client;
  if (client.vouched) return refuse_client(service, request, error);
  return page(service, 400, cannot_be_answered,
              filled(R"(<p>{message}</p><dl><dt>The program</dt><dd>{program}</dd><dt>It wants you to go to</dt><dd>{origin}</dd></dl>)"
                     R"(<p><a rel="noreferrer" href="{to}">Go there, and tell it so</a></p>)"
                     R"(<p class="faint">Nothing was granted. If you did not come from there, close this page.</p>)",
                     {{"message", error.message},
                      {"program", shown_name(client) + where_from(client)},
                      {"origin", redirect_origin(request.redirect_uri)},
                      {"to", address_of_refusal(service, request, error)}}));
}

}  // namespace chitty::auth
