#include "scope_list.hpp"

#include <algorithm>

#include "scope.hpp"

namespace chitty::auth {

namespace {

constexpr std::size_t most = 64;

}  // namespace

Result<Scopes> parse_scopes(std::string_view text) {
  Scopes scopes;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size() < text.size() ? word.size() + 1 : word.size());
    if (word.empty()) continue;
    if (!is_about_identity(word) && !is_scope(word))
      return usage_error("A scope is SERVICE:ACTION, openid or offline_access, and " + std::string(word.substr(0, 64)) +
                         " is neither.");
    if (!holds(scopes, word)) scopes.emplace_back(word);
    if (scopes.size() > most) return usage_error("More than 64 scopes are asked for at once.");
  }
  return scopes;
}

std::string scope_text(const Scopes& scopes) {
  std::string text;
  for (const auto& scope : scopes) text.append(text.empty() ? "" : " ").append(scope);
  return text;
}

bool is_about_identity(std::string_view scope) { return scope == "openid" || scope == "offline_access"; }

bool holds(const Scopes& scopes, std::string_view scope) {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

}  // namespace chitty::auth
