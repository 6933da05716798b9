// The configuration: the user's file, a project's overlay, environments, remotes; edited without losing what is unknown.
//
//   {"chittyos": {"environment": "local", "baseUrl": "http://127.0.0.1:4271", "token": "file:…/owner.token",
//                 "sharedDatabase": "sqlite:…", "services": {"TYPE": {"baseUrl": …, "serviceToken": …, "fallbackUrl": …}},
//                 "environments": {"staging": {"baseUrl": …, "services": {…}, "remotes": {…}}}},
//    "remotes": {"tracker": {"type": "acme-board", …}}}
//
// What stands directly under `chittyos` belongs to the environment that `chittyos.environment` names; every other
// environment has its own block under `environments`, so that no token goes to another environment's address.
#pragma once

#include "base/paths.hpp"
#include "plugin/manifest.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty {

// One remote, ready to be asked: every default in, references still unresolved.
struct Remote {
  std::string name;         // in `remotes`, or the type itself for an ecosystem service
  std::string type;
  std::string environment;
  std::string base_url;     // no slash at the end
  std::string fallback_url; // empty: none
  std::string credential;   // a secret reference or a literal; empty: none
  std::string credential_from;  // where it came from, for messages: "chittyos.services.x.serviceToken", "CHITTY_ID_TOKEN"
  json::object settings;    // all of them, secrets as references
};

class Config {
 public:
  // The user's file (an absent one is an empty one) and ./chitty.json if there is one. CONFIGURATION with file, line and
  // column when a file is not JSON or not of the shape.
  static Result<Config> load(const Paths& paths, const std::filesystem::path& working_folder);

  const std::filesystem::path& file() const { return file_; }
  const json::object& effective() const { return effective_; }  // overlay applied

  // The environment: --env, CHITTY_ENV, chittyos.environment, "local".
  std::string environment(std::string_view asked = {}) const;

  // The value at a dotted key ("remotes.tracker.type"), or null.
  const json::value* find(std::string_view dotted_key) const;

  // Names under `remotes` for the environment, sorted.
  std::vector<std::string> remote_names(std::string_view environment) const;
  bool has_remote(std::string_view name, std::string_view environment) const;
  std::string type_of(std::string_view remote_name, std::string_view environment) const;

  // The remote of this type to ask: by `name` if given; else the service of that type; else the one entry of `remotes`
  // with that type. CONFIGURATION with the command that would add it.
  Result<Remote> remote(const RemoteType& type, std::string_view name, std::string_view environment) const;

  // Set (or with null remove) the value at a dotted key in the user's file: under its lock, read anew, checked, replaced
  // atomically, 0600. Unknown keys and their order are kept.
  Result<void> set(std::string_view dotted_key, const json::value& value);

 private:
  std::filesystem::path file_, overlay_;
  json::object user_, effective_;
};

}  // namespace chitty
