#include "daemon/process/blobs_setting.hpp"

#include "config/config.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"
#include "local/local_folder.hpp"

#include <cstdlib>

namespace chitty::host::daemon {
namespace {

Result<std::string> configured(const Paths& paths) {
  auto config = Config::of_files(paths.config / "config.json", {});
  if (auto ready = config.ready(); !ready) return ready.error();
  const auto* value = config.find(config.key_of("local", "sharedBlobs"));
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Read anew whenever it is asked for: what a reference leads to may change (a file that another program keeps, a command).
Result<AwsCredentials> credentials(const S3Address& address, const Paths& paths) {
  AwsCredentials known;
  const bool said = !address.secret.empty();
  const std::pair<std::string*, std::string> parts[] = {
      {&known.key_id, said ? address.key_id : "env:AWS_ACCESS_KEY_ID"},
      {&known.secret, said ? address.secret : "env:AWS_SECRET_ACCESS_KEY"},
      {&known.session_token, said                               ? address.session_token
                             : std::getenv("AWS_SESSION_TOKEN") ? "env:AWS_SESSION_TOKEN"
                                                                : ""}};
  for (const auto& [part, where] : parts) {
    if (where.empty()) continue;
    if (part == &known.key_id && !is_reference(where)) {
      known.key_id = where;  // no secret
      continue;
    }
    auto value = resolve_secret(where, paths);
    if (!value) return value.error();
    *part = std::move(*value);
  }
  return known;
}

}  // namespace

Result<std::unique_ptr<Blobs>> open_blobs(const Options& options) {
  const auto folder = LocalFolder(options.paths.data, options.paths.state).blobs();
  std::string url = options.blobs;
  if (url.empty()) {
    auto found = configured(options.paths);
    if (!found) return found.error();
    url = std::move(*found);
  }
  if (url.empty()) return open_blobs(folder);
  if (is_reference(url)) {
    auto resolved = resolve_secret(url, options.paths);
    if (!resolved) return resolved.error();
    url = std::move(*resolved);
  }
  auto address = s3_address(url);
  if (!address) return address.error();
  return open_blobs(
      *address, [address = *address, paths = options.paths] { return credentials(address, paths); }, options.paths.library,
      folder);
}

}  // namespace chitty::host::daemon
