#include "daemon/process/database_url.hpp"

#include "config/config.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"
#include "local/local_folder.hpp"

namespace chitty::host::daemon {
namespace {

Result<std::string> configured(const Paths& paths) {
  auto config = Config::of_files(paths.config / "config.json", {});
  if (auto ready = config.ready(); !ready) return ready.error();
  const auto* value = config.find(config.key_of("local", "sharedDatabase"));
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

bool has_password(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos || is_reference(url)) return false;
  if (url.find("password=") != std::string_view::npos) return true;
  const auto authority = url.substr(scheme + 3, url.find_first_of("/?#", scheme + 3) - scheme - 3);
  const auto at = authority.rfind('@');
  return at != std::string_view::npos && authority.find(':') < at;
}

Result<std::string> database_url(const Options& options) {
  std::string url = options.database;
  if (url.empty()) {
    auto found = configured(options.paths);
    if (!found) return found.error();
    url = std::move(*found);
  }
  if (url.empty()) return "sqlite:" + LocalFolder(options.paths.data, options.paths.state).database().string();
  if (!is_reference(url) && !has_password(url)) return url;
  return resolve_secret(url, options.paths);
}

}  // namespace chitty::host::daemon
