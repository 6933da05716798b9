#include "local/owner_token.hpp"

#include "base/files.hpp"
#include "base/trust.hpp"
#include "base/text.hpp"
#include "base/random.hpp"

#include <cerrno>
#include <sys/stat.h>

namespace chitty::host {

Result<std::string> new_owner_token() {
  auto secret = random_text(32);
  if (!secret) return secret.error();
  return "ca_local_" + *secret;
}

Result<void> keep_owner_token(const std::filesystem::path& file) {
  std::error_code ec;
  if (std::filesystem::exists(file, ec)) {
    ::chmod(file.c_str(), 0600);
    auto kept = read_owner_token(file);
    if (!kept) return kept.error();
    return {};
  }
  auto token = new_owner_token();
  if (!token) return token.error();
  return replace_file(file, *token, 0600);
}

Result<std::string> read_owner_token(const std::filesystem::path& file) {
  if (const auto doubt = distrust(file, Reach::folder))
    return make_error(Code::configuration, "The owner token " + file.string() + " is not used: " + doubt->why + ".", doubt->hint());
  auto text = read_file(file);
  if (!text) {
    if (text.error().code != Code::not_found) return text.error();
    return make_error(Code::configuration, "no owner token at " + file.string() + ".",
                      "Initialise the local ChittyOS first.");
  }
  const std::string token(trim(*text));
  if (token.size() < 32)
    return make_error(Code::configuration, "The owner token in " + file.string() + " is too short to be valid",
                      "Delete the file and initialise the local ChittyOS again.");
  return token;
}

}  // namespace chitty::host
