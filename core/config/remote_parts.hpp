// What the plugin, the user and the project say of one remote, before it is decided who is heard: remote.cpp decides.
#pragma once

#include "config/config.hpp"

#include <chitty/json_schema.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chitty::host {

struct RemoteAddress {
  std::string base, fallback;     // unchecked; empty: none
  bool moved_by_project = false;  // one of them is other than it would be without the project's file
};

struct Credential {
  std::string value;    // a reference or a literal
  std::string from;     // the key or variable it stands in
  bool shared = false;  // the environment's, not the remote's own
};

class RemoteParts {
 public:
  RemoteParts() = default;
  RemoteParts(const Config& config, const RemoteType& of, std::string in) : type(&of), environment(std::move(in)), config_(&config) {}

  // The entry to look at: "remotes" and its name, or "services" and the type.
  void choose(std::string_view part, std::string name);

  const RemoteType* type = nullptr;
  std::string environment, name, project_file;

  const std::string& part() const { return part_; }
  bool user_has(std::string_view setting) const { return mine_ && mine_->contains(setting); }
  bool has_entry() const { return mine_ || theirs_; }
  bool has_environment_address() const { return !environment_text("baseUrl", true).empty(); }
  std::string key(std::string_view setting) const;  // where the user's file has that setting, dotted

  RemoteAddress address(bool with_project) const;

  // The file of the authority for that address, or empty. A project's file says it of an address of its own only.
  std::string authority(const RemoteAddress& address) const;

  // In the order in which they count.
  std::vector<Credential> user_credentials(std::string_view base) const;
  std::vector<Credential> project_credentials(std::string_view base) const;
  std::string withheld(std::string_view base) const;  // the sentence for the environment's token that stays at home

  // All settings merged, address and credential in.
  json::object settings(const Remote& remote) const;

  // Where these settings depart from the type's schema, each at its place in the file that says it.
  std::vector<Diagnostic> problems(const json::object& settings) const;
  Diagnostic at_entry(Diagnostic problem) const;

 private:
  Diagnostic told(const Departure& departure) const;
  Diagnostic in_its_file(Diagnostic problem) const;
  std::vector<Diagnostic> misspelt() const;
  std::string environment_text(std::string_view part, bool with_project) const;
  Steps steps() const;

  const Config* config_ = nullptr;
  std::string part_;
  const json::object* plugin_ = nullptr;  // the type's defaults for the environment
  const json::object* mine_ = nullptr;
  const json::object* theirs_ = nullptr;
};

}  // namespace chitty::host
