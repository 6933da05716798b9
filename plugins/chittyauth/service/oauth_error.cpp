#include "oauth_error.hpp"

namespace chitty::auth {

Error oauth_error(std::string_view word, std::string description) {
  for (char& c : description)
    if (c < ' ' || c > '~' || c == '"' || c == '\\') c = '?';  // RFC 6749, section 5.2, allows no others
  const auto code = word == "invalid_client" ? Code::unauthenticated : Code::invalid_argument;
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
  Response response(word == "invalid_client" ? 401 : 400,
                    json::object{{"error", word}, {"error_description", error.message}});
  if (word == "invalid_client")
    response.headers["WWW-Authenticate"] = "Basic realm=\"" CHITTY_PLUGIN_NAME "\", error=\"invalid_client\"";
  return fresh(std::move(response));
}

Response fresh(Response response) {
  response.headers["Cache-Control"] = "no-store";
  response.headers["Pragma"] = "no-cache";
  return response;
}

}  // namespace chitty::auth
