#include "config/secret/secrets.hpp"

#include "base/disk_room.hpp"
#include "base/files.hpp"
#include "base/trust.hpp"
#include "config/secret/keyring.hpp"
#include "config/secret/secret_words.hpp"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

Error unresolved(std::string_view reference, const std::string& why, std::string hint) {
  return make_error(Code::configuration, "cannot read the secret " + std::string(reference) + ": " + why, std::move(hint));
}

std::string without_newline(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

fs::path secret_path(std::string_view path, const Paths& paths) {
  if (path == "~" || path.starts_with("~/"))
    return paths.home / path.substr(std::min<std::size_t>(2, path.size()));
  const fs::path given(path);
  return given.is_absolute() ? given : paths.config / given;
}

Result<std::string> from_file(std::string_view reference, const fs::path& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0)
    return unresolved(reference, system_words(errno), "Write the secret into " + path.string());
  if (!S_ISREG(facts.st_mode)) return unresolved(reference, "it is not a file", "Name the file itself.");
  // Ours to close, so it must be closed; what a system hands out (a container's secrets, say) is its own business.
  struct statvfs system {};
  const bool ours = facts.st_uid == ::geteuid() && !(::statvfs(path.c_str(), &system) == 0 && (system.f_flag & ST_RDONLY));
  if (const auto doubt = distrust(path, Reach::file); doubt && !ours) return unresolved(reference, doubt->why, doubt->hint());
  if (ours && (facts.st_mode & 077) != 0)
    return unresolved(reference, "others may read or write the file", "Close it and rotate the secret: chmod 600 " + path.string());
  auto text = read_file(path);
  if (!text) return unresolved(reference, "the file cannot be read", text.error().message);
  return without_newline(std::move(*text));
}

// A file name for any secret's name: two names never share one, and none leaves the folder.
std::string file_name(std::string_view name) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char c : name) {
    const bool plain = std::isalnum(c) || c == '-' || c == '_' || (c == '.' && !out.empty());
    if (plain) out += static_cast<char>(c);
    else (out += '%') += digits[c >> 4], out += digits[c & 15];
  }
  return out;
}

fs::path stand_in(const Paths& paths, std::string_view name) { return paths.data / "secrets" / file_name(name); }

Error still_kept(std::string_view reference, const std::string& why, std::string hint) {
  return make_error(Code::configuration, "The secret " + std::string(reference) + " is still kept: " + why + ".", std::move(hint));
}

Result<std::string> from_keyring(std::string_view reference, const std::string& name, const Paths& paths) {
  if (keyring_available()) {
    auto found = keyring_lookup(name);
    if (!found) return found.error();
    if (*found) return **found;
  }
  // Kept while there was no session: the file of the same name.
  std::error_code ec;
  if (const auto path = stand_in(paths, name); fs::exists(path, ec)) return from_file(reference, path);
  return unresolved(reference, keyring_available() ? "it is not in the keyring" : "there is no keyring session, and no file in its place",
                    "Save it again: chitty config set KEY SECRET");
}

}  // namespace

Result<std::string> resolve_secret(std::string_view reference, const Paths& paths, bool may_execute, const CancelToken* cancel) {
  const auto after = [&](std::string_view kind) { return reference.substr(kind.size()); };
  Result<std::string> value = std::string(reference);
  if (reference.starts_with("env:")) {
    const std::string name(after("env:"));
    const char* set = std::getenv(name.c_str());
    if (!set) return unresolved(reference, "the variable is not set", "Set it: export " + name + "=…");
    value = std::string(set);
  } else if (reference.starts_with("file:")) {
    value = from_file(reference, secret_path(after("file:"), paths));
  } else if (reference.starts_with("keyring:")) {
    value = from_keyring(reference, std::string(after("keyring:")), paths);
  } else if (reference.starts_with("exec:")) {
    if (!may_execute)
      return make_error(Code::configuration, "A project's file may not run commands, so an exec: reference in it is refused.",
                        "Set it in your own file: chitty config edit");
    value = run_for_secret(std::string(after("exec:")), std::chrono::seconds(30), cancel);
    if (value) value = without_newline(std::move(*value));
  }
  if (!value) return value;
  // A literal is never shown, a command may hold one.
  const std::string shown = reference.starts_with("exec:") ? "of an exec: reference" : is_reference(reference) ? std::string(reference)
                                                                                                               : "in the configuration";
  if (value->empty()) return unresolved(shown, "it is empty", "Write the secret there first.");
  // A line break inside would end a header line and begin another.
  if (value->find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
    return unresolved(shown, "it has more than one line", "A secret is one line.");
  remember_secret(*value);
  return value;
}

Result<KeptSecret> keep_secret(const Paths& paths, std::string_view name_given, std::string_view value) {
  remember_secret(value);
  const std::string name(name_given);
  if (name.empty() || value.empty()) return usage_error("A secret needs a name and a value.");
  const fs::path path = stand_in(paths, name);
  if (keyring_available()) {
    const auto before = keyring_lookup(name);
    if (before && keyring_store(name, std::string(value)))
      return KeptSecret{"keyring:" + name,
                        [name, before = *before] { (void)(before ? keyring_store(name, *before) : keyring_clear(name)); },
                        [path] {
                          std::error_code ec;
                          fs::remove(path, ec);
                        }};
  }
  const auto before = read_file(path);
  if (auto kept = replace_file(path, std::string(value) + "\n", 0600); !kept) return kept.error();
  return KeptSecret{"file:" + path.string(),
                    [path, before] {
                      std::error_code ec;
                      if (!before || !replace_file(path, *before, 0600)) fs::remove(path, ec);
                    },
                    [] {}};
}

Result<void> prove_secret_room(const Paths& paths, std::size_t bytes) {
  const std::string trial = "room";
  if (keyring_available() && keyring_store(trial, "to see whether there is room") && keyring_clear(trial)) return {};
  const fs::path folder = paths.data / "secrets";
  if (auto made = make_folder(folder); !made) return made;
  return check_room(folder, bytes);
}

std::string kept_name(std::string_view reference, const Paths& paths) {
  constexpr std::string_view keyring = "keyring:", file = "file:";
  if (reference.starts_with(keyring)) return file_name(reference.substr(keyring.size()));
  if (!reference.starts_with(file)) return {};
  const auto path = secret_path(reference.substr(file.size()), paths).lexically_normal();
  return path.parent_path() == (paths.data / "secrets").lexically_normal() ? path.filename().string() : std::string();
}

Result<void> forget_secret(const Paths& paths, std::string_view reference) {
  const auto name = kept_name(reference, paths);
  if (name.empty()) return {};
  std::error_code ec;
  const auto path = paths.data / "secrets" / name;
  const bool was_file = fs::remove(path, ec);
  if (ec) return still_kept(reference, ec.message(), "Remove it: " + path.string());
  if (!reference.starts_with("keyring:")) return {};
  if (keyring_available()) return keyring_clear(std::string(reference.substr(std::string_view("keyring:").size())));
  if (was_file) return {};
  return still_kept(reference, "there is no keyring session now", "In one, remove it: secret-tool clear application chitty name " + std::string(reference.substr(std::string_view("keyring:").size())));
}

}  // namespace chitty::host
