#include "daemon/admin/schema/sides.hpp"

#include "base/files.hpp"
#include "config/config.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"
#include "daemon/admin/backups.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/store.hpp"

#include <cstdlib>
#include <fstream>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t most_script = 16u << 20;

Result<Shape> of_session(const Desk& desk, Result<std::unique_ptr<OwnerSession>> session) {
  if (!session) return session.error();
  desk.interruption.watch(session->get());
  auto shape = shape_of(**session);
  desk.interruption.watch(nullptr);
  return shape;
}

Result<Shape> of_url(const Desk& desk, const std::string& url) {
  const auto dialect = dialect_for(url, desk.paths.library);
  if (!dialect) return dialect.error();
  return of_session(desk, (*dialect)->owner_session(true));
}

Result<Shape> of_script(const std::string& path, const std::string& script) {
  auto scratch = sqlite_owner_session(":memory:", false);
  if (!scratch) return scratch.error();
  if (auto run = (*scratch)->script(script); !run) {
    auto error = run.error();
    error.message = "The script " + path + " cannot be run: " + error.message;
    return error;
  }
  return shape_of(**scratch);
}

Result<Shape> of_file(const Desk& desk, const std::string& path) {
  std::error_code ec;
  const auto size = std::filesystem::file_size(path, ec);
  if (ec) return make_error(Code::not_found, "cannot read file '" + path + "': " + ec.message());
  char begin[16] = "";
  std::ifstream(path, std::ios::binary).read(begin, sizeof begin - 1);
  if (std::string_view(begin) == "SQLite format 3" || size == 0) return of_session(desk, sqlite_owner_session(path, true));
  if (size > most_script) return usage_error("The file " + path + " is no SQLite database, and too long for a script of SQL.");
  const auto script = read_file(path);
  if (!script) return make_error(Code::not_found, "cannot read file '" + path + "'");
  return of_script(path, *script);
}

// In a database of its own, for a moment.
Result<Shape> of_migrations(const Desk& desk) {
  std::string folder = (std::filesystem::temp_directory_path() / "chitty-schema-XXXXXX").string();
  if (!::mkdtemp(folder.data())) return make_error(Code::configuration, "There is no room for a scratch database.");
  const std::unique_ptr<std::string, void (*)(std::string*)> gone(&folder, [](std::string* made) {
    std::error_code ignored;
    std::filesystem::remove_all(*made, ignored);
  });
  auto store = Store::open("sqlite:" + folder + "/scratch.db", desk.paths.library);
  if (!store) return store.error();
  for (const auto& service : desk.known.services()) {
    auto connection = (*store)->lend(service.service);
    if (!connection) return connection.error();
    if (auto done = migrate(**connection, service.service, service.migrations); !done) return done.error();
  }
  return of_session(desk, sqlite_owner_session(folder + "/scratch.db", true));
}

bool is_path(const std::string& side) { return side.find('/') != std::string::npos || side.ends_with(".db") || side.ends_with(".sqlite") || side.ends_with(".sql"); }

}  // namespace

Result<std::string> database_of(const Paths& paths, const std::string& environment) {
  auto config = Config::of_files(paths.config / "config.json", {});
  if (auto ready = config.ready(); !ready) return ready.error();
  const auto key = config.key_of(environment, "sharedDatabase");
  const auto* value = config.find(key);
  if (value && value->is_string() && !value->get_string().empty()) {
    const std::string url(value->get_string());
    return is_reference(url) ? resolve_secret(url, paths) : Result<std::string>(url);
  }
  if (environment == "local") return "sqlite:" + LocalFolder(paths.data, paths.state).database().string();
  return make_error(Code::configuration, "It is not said where the database of environment " + environment + " is.", "Say it, best by a reference such as env:DATABASE_URL: chitty config set " + key + " URL");
}

Result<Shape> shape_of_side(const Desk& desk, const std::string& side) {
  if (side == "installed") return of_migrations(desk);
  if (side.starts_with("backup:")) return of_file(desk, (backup_folder(desk) / side.substr(7)).string());
  if (side.starts_with("sqlite:") || side.find("://") != std::string::npos) return of_url(desk, side);
  if (is_reference(side)) {
    const auto url = resolve_secret(side, desk.paths);
    if (!url) return url.error();
    return of_url(desk, *url);
  }
  if (is_path(side)) return of_file(desk, side);
  const auto url = database_of(desk.paths, side);
  if (!url) return url.error();
  return of_url(desk, *url);
}

}  // namespace chitty::host::daemon
