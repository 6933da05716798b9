#include "token.hpp"

#include <algorithm>
#include <chitty/answers.hpp>
#include <chitty/base64.hpp>

namespace chitty::auth {

namespace {

// The environment that a text names as its own: "live" of "ca_live_…"; empty when it names none.
std::string_view environment_of(std::string_view text) {
  const auto end = text.find('_', 3);
  if (text.substr(0, 3) != "ca_" || end == text.npos) return {};
  const auto name = text.substr(3, end - 3);
  const bool is_word = std::all_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return is_word && name.size() <= 16 ? name : std::string_view();
}

bool is_inside(std::string_view encoded) {
  const auto inside = from_base64url(encoded);
  return inside && inside->size() > 24 + 1 + 32 && inside->compare(0, 4, "tok_") == 0;
}

}  // namespace

Result<TokenText> new_token_text(Service& service, std::string_view prefix) {
  CHITTY_TRY(auto id, new_id(service, "tok_"));
  CHITTY_TRY(const auto chance, new_secret(service.crypto(), 24));
  return TokenText{
      id, std::string(prefix) + base64url(id + "_" + std::to_string(service.now()) + "_" + chance)};
}

Result<void> check_shape(std::string_view text) {
  for (const auto prefix : {own_prefix, service_prefix, session_prefix})
    if (text.substr(0, prefix.size()) == prefix && is_inside(text.substr(prefix.size()))) return {};
  const auto environment = environment_of(text);
  if (environment.empty() || environment == "local")
    return make_error(Code::unauthenticated, "The token is not one of this ChittyOS.");
  return make_error(Code::unauthenticated,
                    "The token is of the environment '" + std::string(environment) + "', and this ChittyOS is local.",
                    "Choose the environment with --env, or get a token here.");
}

}  // namespace chitty::auth
