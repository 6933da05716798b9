// GET and POST /v1/oauth/authorize: a program sends the person here; signed in and asked, they are sent back with a
// code.
#include <algorithm>

#include "../redirect_uri.hpp"
#include "oauth_code.hpp"
#include "oauth_consent.hpp"
#include "oauth_error.hpp"
#include "oauth_page.hpp"
#include "oauth_request.hpp"
#include "oauth_routes.hpp"

namespace chitty::auth::service {

namespace {

constexpr std::string_view refused_title = "This request cannot be answered";

Result<Response> refusal_page(Service& service, const Error& error) {
  if (error.code != Code::invalid_argument) return error;
  return message_page(service, 400, refused_title, error.message,
                      "Nothing was granted. Go back to the program and begin again.");
}

// The request again, to come back to after signing in, which has been done then.
std::string after_sign_in(const Form& form) {
  std::string query;
  for (const auto& [name, value] : form.fields()) {
    const std::string_view text = value.get_string();
    if (name == "prompt" && text != "none") continue;
    query.append(query.empty() ? "" : "&").append(encode(name)).append("=").append(encode(text));
  }
  return "v1/oauth/authorize?" + query;
}

bool is_too_old(Service& service, const AuthorizationRequest& request, const Session& session) {
  return request.must_sign_in || (request.max_age_ms >= 0 && service.now() - session.auth_time > request.max_age_ms);
}

Result<Response> ask_person(Service& service, const Form& form, const AuthorizationRequest& request) {
  auto browser = browser_of(service);
  if (!browser) return browser.error();
  if (!browser->session || is_too_old(service, request, *browser->session)) {
    if (!request.must_not_ask) return sign_in_page(service, *browser, after_sign_in(form));
    return refuse_client(service, request, oauth_error("login_required", "Nobody is signed in at this browser."));
  }
  if (request.must_not_ask)
    return refuse_client(service, request, oauth_error("consent_required", "The person is to be asked."));
  const auto scopes = grantable(request.scopes, *browser->session);
  if (scopes.empty())
    return refuse_client(service, request,
                         oauth_error("invalid_scope", "The person may do nothing of what is asked for."));
  const Consent consent{request.client, scopes, "/v1/oauth/consent", hidden_field("request", after_sign_in(form)),
                        redirect_origin(request.redirect_uri)};
  return consent_page(service, *browser, consent);
}

Result<Response> authorize_text(Service& service, std::string_view text) {
  const auto form = parse_form(text);
  if (!form) return refusal_page(service, form.error());
  auto request = addressed_request(service, *form);
  if (!request) return refusal_page(service, request.error());
  if (auto read = read_request(*form, *request); !read) {
    if (oauth_word(read.error()).empty()) return read.error();
    return refuse_client(service, *request, read.error());
  }
  return ask_person(service, *form, *request);
}

Result<Response> grant_code_to(Service& service, const AuthorizationRequest& request, const Session& session) {
  const auto scopes = grantable(request.scopes, session);
  if (scopes.empty())
    return refuse_client(service, request,
                         oauth_error("invalid_scope", "The person may do nothing of what is asked for."));
  const auto code = new_code(service, request, session, scopes);
  if (!code) return code.error();
  return answer_client(service, request, {{"code", *code}});
}

}  // namespace

Result<Response> authorize(Service& service) {
  const auto target = service.target();
  const auto question = target.find('?');
  return authorize_text(service, question == std::string_view::npos ? std::string_view() : target.substr(question + 1));
}

Result<Response> authorize_by_form(Service& service) {
  const auto text = service.text();
  if (!text) return text.error();
  return authorize_text(service, *text);
}

// POST /v1/oauth/consent: the person's answer, by the form of our own page. The request is read anew: between page and
// answer nothing of it is believed.
Result<Response> consent(Service& service) {
  const auto text = service.text();
  if (!text) return text.error();
  const auto answered = parse_form(*text);
  if (!answered) return refusal_page(service, answered.error());
  const auto browser = browser_of(service);
  if (!browser) return browser.error();
  if (!is_own_form(service, *browser, *answered) || !browser->session)
    return message_page(service, 403, refused_title,
                        "This form is not from this browser's own page, or your sign-in has ended.",
                        "Nothing was granted. Go back to the program and begin again.");
  const auto query = answered->text("request");
  const auto form = parse_form(std::string_view(query).substr(std::min(query.find('?') + 1, query.size())));
  if (!form) return refusal_page(service, form.error());
  auto request = addressed_request(service, *form);
  if (!request) return refusal_page(service, request.error());
  if (auto read = read_request(*form, *request); !read)
    return oauth_word(read.error()).empty() ? Result<Response>(read.error())
                                            : refuse_client(service, *request, read.error());
  const bool allowed = answered->text("decision") == "allow";
  auto told = service.event({{"type", allowed ? "oauth.allowed" : "oauth.denied"},
                             {"subject", browser->session->subject},
                             {"data", json::object{{"client", request->client.id}}}});
  if (!told) return told.error();
  if (!allowed) return refuse_client(service, *request, oauth_error("access_denied", "The person did not allow it."));
  return grant_code_to(service, *request, *browser->session);
}

}  // namespace chitty::auth::service
