// Files: there, whose they are, and who else may read them; how much room there is.
#include "check.hpp"

#include <filesystem>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace os::doctor {

using namespace chitty;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_files = 1000;

// In single quotes where a shell would read it otherwise.
std::string shell_word(const std::string& path) {
  const bool plain = path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%") == path.npos;
  if (plain) return path;
  std::string quoted = "'";
  for (const char c : path) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

Result<void> allow_owner_only(const std::string& path, mode_t mode) {
  if (::chmod(path.c_str(), mode) == 0) return {};
  return make_error(Code::configuration, "cannot change the permissions of " + path + ": " + std::generic_category().message(errno));
}

// A file or folder that is the person's alone. Nothing where it is not there.
void look_at_one(const std::string& id, const std::string& path, bool is_folder, std::vector<Finding>& found) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0) return;
  const mode_t wanted = is_folder ? 0700 : 0600;
  if (is_folder != S_ISDIR(facts.st_mode)) {
    if (!S_ISLNK(facts.st_mode)) found.push_back(failure(id, path + " is not a " + (is_folder ? "folder" : "file"), "", Code::configuration));
    return;
  }
  if (facts.st_uid != ::geteuid()) {
    found.push_back(failure(id, path + " belongs to another user", "sudo chown " + std::to_string(::geteuid()) + " " + shell_word(path), Code::configuration));
  } else if ((facts.st_mode & 077) != 0) {
    // A secret that others may read is one that chitty does not use.
    const auto words = path + " can be read by others", mend = std::string("chmod ") + (is_folder ? "700 " : "600 ") + shell_word(path);
    auto one = is_folder || id == "files.config" ? warning(id, words, mend) : failure(id, words, mend, Code::configuration);
    one.fix = [path, wanted] { return allow_owner_only(path, wanted); };
    found.push_back(std::move(one));
  } else if ((facts.st_mode & 0600) != 0600) {
    auto one = failure(id, path + " cannot be read and written by you", std::string("chmod ") + (is_folder ? "700 " : "600 ") + shell_word(path), Code::configuration);
    one.fix = [path, wanted] { return allow_owner_only(path, wanted); };
    found.push_back(std::move(one));
  }
}

}  // namespace

std::vector<Finding> look_at_files(Patient& patient) {
  std::vector<Finding> found;
  look_at_one("files.config", patient.config_file, false, found);
  look_at_one("files.local", patient.data_folder + "/local", true, found);
  look_at_one("files.token", patient.data_folder + "/local/owner.token", false, found);
  const auto secrets = patient.data_folder + "/secrets";
  look_at_one("files.secrets", secrets, true, found);
  std::error_code ec;
  std::size_t seen = 0;
  for (fs::directory_iterator it(secrets, ec), end; !ec && it != end && seen < most_files; it.increment(ec), ++seen)
    look_at_one("files.secrets." + it->path().filename().string(), it->path().string(), false, found);
  if (found.empty()) found.push_back(ok("files", "the files that hold secrets are yours alone"));
  return found;
}

std::vector<Finding> look_at_disk(Patient& patient) {
  fs::path folder = patient.data_folder;
  std::error_code ec;
  while (!fs::exists(folder, ec) && folder.has_parent_path() && folder != folder.parent_path()) folder = folder.parent_path();
  struct statvfs facts {};
  if (::statvfs(folder.c_str(), &facts) != 0)
    return {warning("disk", "the free space of " + folder.string() + " is not known: " + std::generic_category().message(errno), "")};
  constexpr std::uint64_t mib = 1u << 20;
  const auto free = facts.f_bavail * facts.f_frsize / mib;
  const auto words = std::to_string(free) + " MiB free in " + folder.string();
  if (free < 100) return {failure("disk", "only " + words, "df -h " + shell_word(folder.string()), Code::configuration)};
  if (free < 1024) return {warning("disk", "only " + words, "df -h " + shell_word(folder.string()))};
  return {ok("disk", words)};
}

}  // namespace os::doctor
