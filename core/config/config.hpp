// The configuration: the user's file, a project's overlay, environments, remotes; edited without losing what is unknown.
//
//   {"chittyos": {"environment": "local", "baseUrl": "http://127.0.0.1:4271", "token": "file:…/owner.token", "authority": "/…/authority.pem",
//                 "sharedDatabase": "sqlite:…", "sharedBlobs": "s3://…", "quotas": {"TYPE": {"KIND": N}}, "reach": ["127.0.0.1:11434"], "services": {"TYPE": {"baseUrl": …, "serviceToken": …, "fallbackUrl": …}},
//                 "environments": {"staging": {"baseUrl": …, "services": {…}, "remotes": {…}}}},
//    "remotes": {"tracker": {"type": "acme-board", …}}}
//
// What stands directly under `chittyos` belongs to the environment that `chittyos.environment` names; every other
// environment has its own block under `environments`, so that no token goes to another environment's address.
#pragma once

#include "base/paths.hpp"
#include "config/config_file.hpp"
#include "manifest/manifest.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host {

// One remote, ready to be asked: every default in, references still unresolved.
struct Remote {
  std::string name;  // in `remotes`, or the type itself for an ecosystem service
  std::string type;
  std::string environment;
  std::string base_url;         // no slash at the end
  std::string fallback_url;     // empty: none
  std::string authority;        // PEM file of who alone is believed to say that `base_url` is genuine; empty: the system's authorities
  std::string credential;       // a secret reference or a literal; empty: none
  std::string credential_from;  // where it came from, for messages: "chittyos.services.x.serviceToken", "CHITTY_ID_TOKEN"
  std::string credential_note;  // why there is none although there might be one; for the message of a 401
  std::string moved_by;         // the project's file that says where it is, against or beyond the user's own; empty: none
  json::object settings;        // all of them, secrets as references; for a plugin take `without_secrets` (secret_words.hpp)
};

class Config {
 public:
  // Nothing is read yet: `ready` reads. So a command that needs no configuration pays nothing.
  Config() = default;
  static Config at(const Paths& paths, const std::filesystem::path& working_folder);
  static Config of_files(std::filesystem::path user, std::filesystem::path project);  // an empty path: none

  // The user's file (an absent one is an empty one) and ./chitty.json if there is one. CONFIGURATION with file, line and
  // column when a file is not JSON or not of the shape. `load` is `at` and `ready`; a second `ready` reads nothing.
  static Result<Config> load(const Paths& paths, const std::filesystem::path& working_folder);
  Result<void> ready();

  const std::filesystem::path& file() const { return file_; }
  const std::filesystem::path& project_file() const { return overlay_; }
  const json::object& effective() const { return effective_; }  // overlay applied
  const ConfigFile& user() const { return user_; }
  const ConfigFile& project() const { return project_; }  // an empty one when there is none

  // The environment: --env, CHITTY_ENV, chittyos.environment, "local".
  std::string environment(std::string_view asked = {}) const;

  // The same, refused when nobody knows the name: INVALID_ARGUMENT (asked for) or CONFIGURATION, with the known ones.
  // `also_known`: those for which installed plugins have defaults.
  Result<std::string> known_environment(std::string_view asked, const std::vector<std::string>& also_known = {}) const;

  // The value at a dotted key ("remotes.tracker.type"), or null.
  const json::value* find(std::string_view dotted_key) const;

  // Names under `remotes` for the environment, sorted; and the types under `services`.
  // The key by which a setting of this remote is set: of its own entry when it has one, else of its type's service.
  std::string key_of_setting(const Remote& remote, std::string_view setting) const;
  std::vector<std::string> remote_names(std::string_view environment) const;
  std::vector<std::string> service_types(std::string_view environment) const;
  bool has_remote(std::string_view name, std::string_view environment) const;
  std::string type_of(std::string_view remote_name, std::string_view environment) const;

  // The remote of this type to ask: by `name` if given; else the service of that type; else the one entry of `remotes`
  // with that type. CONFIGURATION with the command that would add it. remote.cpp says how each part is found.
  Result<Remote> remote(const RemoteType& type, std::string_view name, std::string_view environment) const;

  // Everything in which that remote departs from its type's schema, each at its place; or the error of `remote`.
  std::vector<Diagnostic> remote_problems(const RemoteType& type, std::string_view name, std::string_view environment) const;

  // The entry that stands for that remote, there already or not: {"staging", "services", "acme"}. Errors of `remote`.
  struct Entry {
    std::string environment, part, name;
  };
  Result<Entry> entry(const RemoteType& type, std::string_view name, std::string_view environment) const;

  // A secret of the remote as it stands, a reference or a literal; an empty `setting` is its credential. NOT_FOUND when there
  // is none; CONFIGURATION when it is the user's and the address comes from a project's file.
  Result<std::string> secret(const RemoteType& type, std::string_view name, std::string_view environment, std::string_view setting) const;

  // The dotted key in the user's file under which the environment's part (`baseUrl`, `services`, `remotes`, …) is written.
  std::string key_of(std::string_view environment, std::string_view part) const;

  // Set (or with null remove) the value at a dotted key in the user's file: under its lock, read anew, checked, replaced
  // atomically, 0600. Unknown keys and their order are kept, and so is everything else as it is written there. `check` may
  // refuse the result. Setting `chittyos.environment` moves each environment's parts to where they belong then.
  using Check = std::function<Result<void>(const Config& changed)>;
  Result<void> set(std::string_view dotted_key, const json::value& value, const Check& check = {});

  // Any change of the user's text, in the same way.
  using Change = std::function<Result<void>(JsonText& text, const json::object& root)>;
  Result<void> change(const Change& change, const Check& check = {});

  // Would it be allowed? All of `set` but the lock and the writing: nothing is touched, this value neither.
  Result<void> rehearse_set(std::string_view dotted_key, const json::value& value, const Check& check = {}) const;

  // From here on `set` and `change` of this value, too, check and change it alone; the file stays as it is (--dry-run).
  void only_rehearse() { rehearsing_ = true; }

  // How long `set` and `change` wait for another process that is writing.
  void wait_for_lock(std::chrono::milliseconds time) { patience_ = time; }

 private:
  struct Resolution;
  Result<Resolution> resolve(const RemoteType& type, std::string_view name, std::string_view environment) const;
  Result<void> take(ConfigFile user, ConfigFile project);
  std::string project_environment() const;

  std::filesystem::path file_, overlay_;
  bool read_ = false, rehearsing_ = false;
  std::chrono::milliseconds patience_{10'000};
  ConfigFile user_, project_;
  json::object effective_;
};

// "a.b.c" to steps; a key that begins with '/' is a JSON pointer, for names with dots.
Steps steps_of_key(std::string_view key);

// The variable that holds the credential of a type: CHITTY_ACME_TOKEN for `acme` and `chittyacme`.
std::string credential_variable(std::string_view type);

}  // namespace chitty::host
