// Which settings are secrets, and how one is shown: a reference as it is, anything else as "***".
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace chitty::host {

namespace json = boost::json;

// "env:NAME", "file:PATH", "keyring:NAME", "exec:COMMAND": where a secret is, not the secret.
bool is_reference(std::string_view text);

// By its name: token, secret, password, …; or because the type's schema says "secret": true.
bool looks_secret(std::string_view setting);
bool is_secret(std::string_view setting, const json::object& schema);

// Has an address a password, or a parameter that is a secret and no reference to one?
bool has_plain_secret(std::string_view address);

// A copy fit to be shown: secrets that are no references, and passwords inside addresses, become "***". `schema` may be empty.
json::value masked(std::string_view setting, const json::value& value, const json::object& schema = {});
json::object masked(const json::object& settings, const json::object& schema = {});

// A copy fit for a plugin: without any secret, and what is not set as the type's schema has it by default.
json::object without_secrets(const json::object& settings, const json::object& schema);

}  // namespace chitty::host
