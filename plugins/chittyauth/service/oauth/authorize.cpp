// GET and POST /v1/oauth/authorize: a program sends the person here; signed in and asked, they are sent back with a
// code.

#include "../../names.hpp"
#include "code.hpp"
#include "consent.hpp"
#include "device.hpp"
#include "error.hpp"
#include "page.hpp"
#include "request.hpp"

namespace chitty::auth {

namespace {

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

Result<Response> ask_person(Service& service, const Form& form, const AuthorizationRequest& request, const Browser& browser) {
  const auto refuse = [&](const char* word, const char* why) { return refuse_unasked(service, request, oauth_error(word, why)); };
  if (!browser.session || is_too_old(service, request, *browser.session)) {
    if (!request.must_not_ask) return sign_in_page(service, browser, after_sign_in(form));
    return refuse("login_required", "No one is signed in at this browser.");
  }
  if (request.must_not_ask) return refuse("consent_required", "The person is to be asked.");
  const auto scopes = grantable(request.scopes, *browser.session);
  if (scopes.empty()) return refuse("invalid_scope", "The person may do nothing of what is asked for.");
  return consent_page(service, browser, {request.client, scopes, "/v1/oauth/consent", hidden_field("request", after_sign_in(form)), request.redirect_uri});
}

std::string_view query_of(std::string_view target) {
  const auto question = target.find('?');
  return question == target.npos ? std::string_view() : target.substr(question + 1);
}

Result<Response> refusal_page(Service& service, const Error& error) {
  if (error.code != Code::invalid_argument) return error;
  return message_page(service, 400, cannot_be_answered, error.message, "Nothing was granted. Go back to the program and start again.");
}

Result<Response> authorize(Service& service, std::string_view text, const Browser& browser) {
  const auto form = parse_form(text);
  if (!form) return refusal_page(service, form.error());
  auto request = addressed_request(service, *form);
  if (!request) return refusal_page(service, request.error());
  if (const auto read = read_request(*form, *request); !read)
    return oauth_word(read.error()).empty() ? Result<Response>(read.error()) : refuse_unasked(service, *request, read.error());
  return ask_person(service, *form, *request, browser);
}

}  // namespace

Result<Response> ask_after_sign_in(Service& service, const Browser& browser, std::string_view next) {
  return next.starts_with("device") ? ask_for_device(service, browser, query_of(next)) : authorize(service, query_of(next), browser);
}

}  // namespace chitty::auth

namespace chittyauth::routes {

Result<Response> oauth_authorize(Service& service) {
  const auto target = service.target();
  CHITTY_TRY(const auto browser, browser_of(service));
  return authorize(service, query_of(target), browser);
}

Result<Response> oauth_authorize_form(Service& service) {
  CHITTY_TRY(const auto text, service.body_text());
  CHITTY_TRY(const auto browser, browser_of(service));
  return authorize(service, text, browser);
}

// POST /v1/oauth/consent: the person's answer, by the form of our own page. The request is read anew: between page and
// answer nothing of it is believed.
Result<Response> oauth_consent(Service& service) {
  const auto answered = form_of(service);
  if (!answered) return refusal_page(service, answered.error());
  CHITTY_TRY(const auto browser, browser_of(service));
  if (!is_own_form(browser, *answered) || !browser.session)
    return message_page(service, 403, cannot_be_answered, "This form is not from this browser's own page, or your sign-in has ended.",
                        "Nothing was granted. Go back to the program and start again.");
  const auto query = answered->text("request");
  if (!has_key(service, browser, *answered)) return sign_in_again(service, browser, is_own_page(query) ? query : "");
  const auto form = parse_form(query_of(query));
  if (!form) return refusal_page(service, form.error());
  auto request = addressed_request(service, *form);
  if (!request) return refusal_page(service, request.error());
  const auto refuse = [&](const Error& error) { return oauth_word(error).empty() ? Result<Response>(error) : refuse_client(service, *request, error); };
  if (const auto read = read_request(*form, *request); !read) return refuse(read.error());
  const bool allowed = answered->text("decision") == "allow";
  CHITTY_DO(service.event(allowed ? "oauth.allowed" : "oauth.denied", browser.session->subject, {{"client", request->client.id}}));
  if (!allowed) return refuse(oauth_error("access_denied", "The person did not allow it."));
  const auto scopes = grantable(request->scopes, *browser.session);
  if (scopes.empty()) return refuse(oauth_error("invalid_scope", "The person may do nothing of what is asked for."));
  CHITTY_TRY(const auto code, new_code(service, *request, *browser.session, scopes));
  return answer_client(service, *request, {{"code", code}});
}

}  // namespace chittyauth::routes
