#include "error.hpp"

namespace chitty::auth {

Error oauth_error(std::string_view word, std::string description) {
  for (char& c : description)
    if (c < ' ' || c > '~' || c == '"' || c == '\\') c = '?';  // RFC 6749, section 5.2, allows no others
  const auto code = word == "invalid_client"            ? Code::unauthenticated
                    : word == "temporarily_unavailable" ? Code::rate_limited
                                                        : Code::invalid_argument;
  Error error = make_error(code, std::move(description));
  error.details["error"] = json::string_view(word.data(), word.size());
  return error;
}

std::string oauth_word(const Error& error) {
  const auto* word = error.details.if_contains("error");
  return word && word->is_string() ? std::string(word->get_string()) : std::string();
}

Result<Response> oauth_refusal(const Error& error) {
  const auto word = oauth_word(error);
  if (word.empty()) return error;
  const bool wrong_client = word == "invalid_client";
  Response response(error.code == Code::rate_limited ? 429 : wrong_client ? 401
                                                                          : 400,
                    json::object{{"error", word}, {"error_description", error.message}});
  if (wrong_client) response.headers["WWW-Authenticate"] = "Basic realm=\"" CHITTY_PLUGIN_NAME "\", error=\"invalid_client\"";
  if (const auto wait = error.retry_after.count(); wait > 0) response.headers["Retry-After"] = std::to_string((wait + 999) / 1000);
  return fresh(std::move(response));
}

Result<Form> form_of(Service& service) {
  CHITTY_TRY(const auto text, service.body_text());
  auto form = parse_form(text);
  return form ? std::move(form) : oauth_error("invalid_request", form.error().message);
}

Response fresh(Response response) {
  response.headers["Cache-Control"] = "no-store";
  response.headers["Pragma"] = "no-cache";
  return response;
}

}  // namespace chitty::auth
