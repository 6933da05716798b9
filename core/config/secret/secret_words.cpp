#include "config/secret/secret_words.hpp"

#include <algorithm>
#include <cctype>

namespace chitty::host {

bool is_reference(std::string_view text) {
  for (const std::string_view kind : {"env:", "file:", "keyring:", "exec:"})
    if (text.size() > kind.size() && text.starts_with(kind)) return true;
  return false;
}

bool looks_secret(std::string_view setting) {
  std::string word;  // lower case, letters only: "api_key" and "apiKey" are one
  for (const unsigned char c : setting)
    if (std::isalnum(c)) word += static_cast<char>(std::tolower(c));
  const std::string_view seen = word;
  for (const std::string_view part : {"secret", "token", "password", "passwd", "passphrase", "credential", "privatekey", "apikey", "accesskey"})
    if (seen.find(part) != std::string_view::npos) return !seen.ends_with("url") && !seen.ends_with("id") && !seen.ends_with("name");
  return seen == "key" || seen == "auth" || seen == "authorization" || seen == "pin";
}

bool is_secret(std::string_view setting, const json::object& schema) {
  if (looks_secret(setting)) return true;
  const auto* properties = schema.if_contains("properties");
  const auto* mine = properties && properties->is_object() ? properties->get_object().if_contains(setting) : nullptr;
  const auto* mark = mine && mine->is_object() ? mine->get_object().if_contains("secret") : nullptr;
  return mark && mark->is_bool() && mark->get_bool();
}

namespace {

// "s3://bucket?secret=x&region=y" -> "s3://bucket?secret=***&region=y"; a reference stays.
std::string without_secret_parameters(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of("?&", at), text.size());
    const auto one = text.substr(at, end - at);
    const auto equals = one.find('=');
    const bool secret = equals != std::string_view::npos && at > 0 && looks_secret(one.substr(0, equals)) && !is_reference(one.substr(equals + 1));
    out += secret ? std::string(one.substr(0, equals)) + "=***" : std::string(one);
    if (end < text.size()) out += text[end];
    at = end + 1;
  }
  return out;
}

// "postgres://user:password@host/db" -> "postgres://user:***@host/db"
std::string without_password(std::string_view given) {
  const auto scheme = given.find("://");
  if (scheme == std::string_view::npos) return std::string(given);
  const std::string text = without_secret_parameters(given);
  const auto authority = std::string_view(text).substr(scheme + 3, text.find_first_of("/?#", scheme + 3) - scheme - 3);
  const auto at = authority.rfind('@');
  const auto colon = authority.find(':');
  if (at == std::string_view::npos || colon >= at) return text;
  return text.substr(0, scheme + 3) + std::string(authority.substr(0, colon)) + ":***" + text.substr(scheme + 3 + at);
}

}  // namespace

bool has_plain_secret(std::string_view address) { return without_password(address) != address; }

json::value masked(std::string_view setting, const json::value& value, const json::object& schema) {
  if (is_secret(setting, schema) && !value.is_null()) {
    if (value.is_string() && (value.get_string().empty() || is_reference(value.get_string()))) return value;
    if (!value.is_object()) return "***";
  }
  if (value.is_string()) return json::value(without_password(value.get_string()));
  if (value.is_object()) return json::value(masked(value.get_object(), schema));
  if (!value.is_array()) return value;
  json::array all;
  for (const auto& one : value.get_array()) all.push_back(masked("", one, schema));
  return json::value(std::move(all));
}

json::object masked(const json::object& settings, const json::object& schema) {
  json::object out;
  for (const auto& [name, value] : settings) out.emplace(name, masked(name, value, schema));
  return out;
}

namespace {

void fill_defaults(json::object& settings, const json::object& schema) {
  const auto* properties = schema.if_contains("properties");
  if (!properties || !properties->is_object()) return;
  for (const auto& [name, words] : properties->get_object()) {
    const auto* preset = words.is_object() ? words.get_object().if_contains("default") : nullptr;
    if (preset && !is_secret(name, schema)) settings.emplace(name, *preset);
  }
}

}  // namespace

json::object without_secrets(const json::object& settings, const json::object& schema) {
  json::object out;
  for (const auto& [name, value] : settings)
    if (!is_secret(name, schema)) out.emplace(name, masked(name, value, schema));
  fill_defaults(out, schema);
  return out;
}

}  // namespace chitty::host
