// Whose tables there are in the database, by the manifests of the installed plugins, and what a bare noun means.
#pragma once

#include "base/paths.hpp"
#include "manifest/manifest.hpp"

#include <chitty/error.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chitty::host::daemon {

struct ServiceTables {
  std::string service, version;
  std::vector<Migration> migrations;
  std::vector<std::string> tables;  // that its migrations make
  std::vector<std::string> hidden;  // of them, those that hold secrets
};

class KnownTables {
 public:
  static KnownTables of_plugins(const Paths& paths);
  explicit KnownTables(std::vector<ServiceTables> services);

  const std::vector<ServiceTables>& services() const { return services_; }
  const ServiceTables* service(std::string_view name) const;
  std::string owner_of(const std::string& table) const;  // the service, "chittyd", or empty: of no plugin that is installed

  // May its rows be shown? Not those of private tables, of answers that were given once (secrets may be among them), and of tables of
  // a plugin that is not installed, for it is not known which are private.
  bool is_shown(const std::string& table) const;
  std::vector<std::string> hidden_of(const std::vector<std::string>& there) const;

  // `identities` is the one table `id_identities` of a service: the name behind its first word. The table itself where there is one of
  // that name. Nothing: none. CONFLICT: several; PERMISSION_DENIED: its rows are not shown.
  Result<std::optional<std::string>> table_of(const std::string& noun, const std::vector<std::string>& there) const;

 private:
  std::vector<ServiceTables> services_;
  std::map<std::string, std::string> owners_;
};

// The names behind CREATE TABLE in a script.
std::vector<std::string> tables_made_by(std::string_view script);

}  // namespace chitty::host::daemon
