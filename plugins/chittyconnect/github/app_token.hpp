// A GitHub App's way to a token: a JSON Web Token signed by its private key (RS256), exchanged for a token of one installation.
#pragma once

#include <chitty/service.hpp>
#include <optional>

#include "../integrations/outward.hpp"

namespace chittyconnect::github {

using namespace chitty;

struct App {
  std::string id, installation, key;  // `key` is RSA, in PEM
};

// What `credential` says, if it is one of an app; else nothing: it is a token.
std::optional<App> app_in(std::string_view credential);

// As GitHub wants it: issued a minute ago, for ten minutes less one. INVALID_ARGUMENT when the key is none.
Result<std::string> app_jwt(const App& app, std::int64_t now_seconds);

// A token of the installation, kept in memory until a minute before it ends.
Result<std::string> installation_token(Service& service, const App& app, const std::string& base_url);

}  // namespace chittyconnect::github
