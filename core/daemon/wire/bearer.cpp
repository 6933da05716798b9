#include "daemon/wire/bearer.hpp"

namespace chitty::host::daemon {
namespace {

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == '+' || c == '/';
}

// RFC 9110, 11.2.
bool is_token68(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && is_token_character(text[i])) ++i;
  if (i == 0) return false;
  while (i < text.size() && text[i] == '=') ++i;
  return i == text.size();
}

}  // namespace

bool is_bearer_scheme(std::string_view authorization) {
  return equal_ignoring_case(authorization.substr(0, authorization.find_first_of(" \t")), "Bearer");
}

Bearer bearer_of(const RequestHead& head) {
  const auto fields = head.count("Authorization");
  if (fields == 0) return {};
  if (fields > 1) return {Bearer::Kind::malformed, {}};
  const std::string_view field = head.first("Authorization");
  if (!is_bearer_scheme(field)) return {Bearer::Kind::other_scheme, {}};
  const auto begin = field.find_first_not_of(' ', 6);
  const std::string_view token = begin == std::string_view::npos ? std::string_view() : field.substr(begin);
  if (token.size() > Bearer::longest || !is_token68(token)) return {Bearer::Kind::malformed, {}};
  return {Bearer::Kind::token, token};
}

std::string bearer_challenge(std::string_view error, std::string_view scope) {
  std::string text = "Bearer realm=\"chittyos\"";
  if (!error.empty()) text.append(", error=\"").append(error).append("\"");
  if (!scope.empty()) text.append(", scope=\"").append(scope).append("\"");
  return text;
}

}  // namespace chitty::host::daemon
