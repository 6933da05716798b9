#include "daemon/owner_token.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "base/base64.hpp"

#include <cerrno>
#include <sys/random.h>
#include <sys/stat.h>

namespace chitty::daemon {

Result<std::string> new_owner_token() {
  char bytes[32];
  if (::getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes))
    return make_error(Code::host_fault, "The system gave no randomness: " + system_words(errno) + ".");
  return "ca_local_" + base64url({bytes, sizeof bytes});
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
  auto text = read_file(file);
  if (!text) {
    if (text.error().code != Code::not_found) return text.error();
    return make_error(Code::configuration, "There is no owner token at " + file.string() + ".",
                      "Initialise the local ChittyOS first.");
  }
  const std::string token(trim(*text));
  if (token.size() < 32)
    return make_error(Code::configuration, "The owner token in " + file.string() + " is too short to be one.",
                      "Delete the file and initialise the local ChittyOS again.");
  return token;
}

}  // namespace chitty::daemon
