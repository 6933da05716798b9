#include "base/paths.hpp"

#include <pwd.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

// A relative HOME would be another folder in every working folder; what the system knows of the user counts instead.
std::string home_folder() {
  if (const char* set = std::getenv("HOME"); set && *set == '/') return set;
  const passwd* user = ::getpwuid(::getuid());
  return user && user->pw_dir && *user->pw_dir ? user->pw_dir : "/";
}

// An XDG variable counts only when it is absolute, says the specification.
fs::path xdg(const char* variable, const char* below_home) {
  if (const char* set = std::getenv(variable); set && *set == '/') return fs::path(set) / "chitty";
  std::string home = home_folder();
  if (home.back() != '/') home += '/';
  return home + below_home + "/chitty";
}

}  // namespace

Paths Paths::of_this_process() {
  char self[PATH_MAX];
  const auto length = ::readlink("/proc/self/exe", self, sizeof self);
  const fs::path program = length > 0 ? fs::path(std::string(self, static_cast<std::size_t>(length))).parent_path() : fs::path("/usr/bin");
  return {.config = xdg("XDG_CONFIG_HOME", ".config"),
          .data = xdg("XDG_DATA_HOME", ".local/share"),
          .cache = xdg("XDG_CACHE_HOME", ".cache"),
          .state = xdg("XDG_STATE_HOME", ".local/state"),
          .library = program.parent_path() / "lib" / "chitty",
          .program = program,
          .home = home_folder()};
}

}  // namespace chitty::host
