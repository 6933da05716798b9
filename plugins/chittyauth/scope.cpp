#include "scope.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::auth {

namespace {

constexpr std::size_t most_scopes = 64;
constexpr std::string_view everything = "admin:*";

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of(" ,", at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

bool is_scope(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == text.npos || !is_word(text.substr(0, colon))) return false;
  const auto action = text.substr(colon + 1);
  return action == "*" || is_word(action);
}

Result<std::vector<std::string>> scopes_of(const json::value& value) {
  std::vector<std::string> named;
  if (value.is_string())
    named = words_of(value.get_string());
  else if (value.is_array())
    for (const auto& one : value.get_array())
      named.push_back(one.is_string() ? std::string(one.get_string()) : json::serialize(one));
  std::vector<std::string> scopes;
  for (auto& name : named) {
    if (!is_scope(name))
      return usage_error("No such scope: " + name,
                         "A scope is SERVICE:ACTION, for example chittyid:read or chittyid:*");
    if (std::find(scopes.begin(), scopes.end(), name) == scopes.end()) scopes.push_back(std::move(name));
  }
  if (scopes.empty()) return usage_error("No scope is named.", "For example [\"chittyid:read\"]");
  if (scopes.size() > most_scopes) return usage_error("A token has at most 64 scopes.");
  return scopes;
}

bool covers(const std::vector<std::string>& own, std::string_view scope) {
  const auto area = scope.substr(0, scope.find(':') + 1);
  return std::any_of(own.begin(), own.end(), [&](std::string_view held) {
    return held == scope || held == everything ||
           (held.size() == area.size() + 1 && held.back() == '*' && held.substr(0, area.size()) == area);
  });
}

Result<void> covers_all(const std::vector<std::string>& own, const std::vector<std::string>& wanted) {
  for (const auto& scope : wanted) {
    if (covers(own, scope)) continue;
    Error error = make_error(Code::permission_denied,
                             "You cannot hand on the scope " + scope + ", which you do not have yourself.",
                             "Ask for less, or ask somebody who has it.");
    error.details["scope"] = scope;
    return error;
  }
  return {};
}

std::int64_t requests_an_hour(const std::vector<std::string>& scopes) {
  if (covers(scopes, everything)) return 10'000;
  const auto is_wide = [](std::string_view scope) { return scope.back() == '*'; };
  if (std::any_of(scopes.begin(), scopes.end(), is_wide)) return 5'000;
  return scopes.size() > 3 ? 1'000 : 100;
}

}  // namespace chitty::auth
