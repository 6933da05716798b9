// What is to be written into the configuration: thought of first, shown, and then written.
#pragma once

#include <chitty/host.hpp>

#include <string>
#include <vector>

namespace os::commands {

struct Change {
  std::string key;
  chitty::json::value before, after;  // null: not there
};

// Of one environment: its settings stand at the top where it is the one in use, else in its own block. Nothing is written before apply().
class Settings {
 public:
  static chitty::Result<Settings> of(chitty::Host& host, std::string environment);

  // "chittyos.baseUrl", or "chittyos.environments.staging.baseUrl".
  std::string key(std::string_view part) const;

  // What will be there; null where nothing will.
  chitty::Result<chitty::json::value> at(const std::string& key) const;

  // What is there stays, unless it is to be written again. The same value is no change; null removes.
  chitty::Result<void> put(const std::string& key, const chitty::json::value& value, bool again);

  const std::vector<Change>& changes() const { return changes_; }

  // In their order; the keys that were set. A key that was removed is noted.
  chitty::Result<chitty::json::array> apply() const;

 private:
  Settings(chitty::Host& host, std::string environment, bool at_top) : host_(&host), environment_(std::move(environment)), at_top_(at_top) {}
  chitty::Host* host_;
  std::string environment_;
  bool at_top_;
  std::vector<Change> changes_;
};

// "- key = before" and "+ key = after", a line each.
std::vector<std::string> diff_of(const std::vector<Change>& changes);

// The settings of the local ChittyOS, as `made` says (init and up of chitty.local/1 give it). What is set already stays: another address
// than this machine's, the credential in use, and the database unless `database` (a URL or a reference to one; empty: what is configured,
// else SQLite) says another.
chitty::Result<void> plan_local(Settings& settings, chitty::Host& host, const chitty::json::object& made, const std::string& database, const std::string& blobs);

}  // namespace os::commands
