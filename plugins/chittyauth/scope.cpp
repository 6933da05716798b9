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

std::vector<std::string> words_of(std::string_view text, std::string_view between) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of(between, at), text.size());
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

Result<Scopes> scopes_of(const json::value& value) {
  constexpr const char* for_example = "A scope is SERVICE:ACTION, for example chittyid:read or 'chittyid:*'";
  Scopes named, scopes;
  if (value.is_string()) named = words_of(value.get_string(), " ,");
  if (const auto* list = value.if_array())
    for (const auto& one : *list) named.push_back(one.is_string() ? std::string(one.get_string()) : json::serialize(one));
  for (auto& name : named) {
    if (!is_scope(name)) return usage_error("No such scope: " + name, for_example);
    if (!holds(scopes, name)) scopes.push_back(std::move(name));
  }
  if (scopes.empty()) return usage_error("No scopes given.", for_example);
  if (scopes.size() > most_scopes) return usage_error("A token has at most 64 scopes.");
  return scopes;
}

Result<Scopes> parse_scopes(std::string_view text) {
  Scopes scopes;
  for (auto& word : words_of(text, " ")) {
    if (!is_about_identity(word) && !is_scope(word))
      return usage_error("A scope is SERVICE:ACTION, openid or offline_access, and " + word.substr(0, 64) + " is neither.");
    if (!holds(scopes, word)) scopes.push_back(std::move(word));
    if (scopes.size() > most_scopes) return usage_error("More than 64 scopes are asked for at once.");
  }
  return scopes;
}

std::string scope_text(const Scopes& scopes) {
  std::string text;
  for (const auto& scope : scopes) text.append(text.empty() ? "" : " ").append(scope);
  return text;
}

bool is_about_identity(std::string_view scope) { return scope == "openid" || scope == "offline_access"; }

bool holds(const std::vector<std::string>& words, std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); }

bool covers(const Scopes& own, std::string_view scope) {
  const auto area = scope.substr(0, scope.find(':') + 1);
  return std::any_of(own.begin(), own.end(), [&](std::string_view held) {
    return held == scope || held == everything ||
           (held.size() == area.size() + 1 && held.back() == '*' && held.substr(0, area.size()) == area);
  });
}

Result<void> covers_all(const Scopes& own, const Scopes& wanted) {
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

std::int64_t requests_an_hour(const Scopes& scopes) {
  if (covers(scopes, everything)) return 10'000;
  const auto is_wide = [](std::string_view scope) { return scope.back() == '*'; };
  if (std::any_of(scopes.begin(), scopes.end(), is_wide)) return 5'000;
  return scopes.size() > 3 ? 1'000 : 100;
}

}  // namespace chitty::auth
