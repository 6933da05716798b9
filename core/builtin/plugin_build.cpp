#include "builtin/plugin_build.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "base/process/child_process.hpp"
#include "base/files.hpp"
#include "local/launch.hpp"
#include "plugin/candidate.hpp"
#include "plugin/search.hpp"

namespace chitty::host {

namespace {

namespace fs = std::filesystem;

// Its status, -1 when it was told to end.
int wait_for(pid_t child, const std::function<bool()>& cancelled) {
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) != child) {
    if (cancelled && cancelled()) {
      ::kill(-child, SIGTERM);
      while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
      }
      return -1;
    }
    ::usleep(20'000);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

bool is_plugin(const std::string& file) {
  const auto bytes = read_file(file);
  return bytes && !examine(file, *bytes, this_host()).name.empty();
}

Result<fs::path> only_plugin(const fs::path& build) {
  std::vector<std::string> plugins;
  for (const auto& file : library_files(build))
    if (is_plugin(file)) plugins.push_back(file);
  if (plugins.size() == 1) return fs::path(plugins.front());
  return make_error(Code::configuration,
                    plugins.empty() ? "no plugin was built in " + build.string()
                                    : std::to_string(plugins.size()) + " plugins were built in " + build.string(),
                    "Say chitty_plugin(NAME ...) once in CMakeLists.txt.");
}

}  // namespace

Result<fs::path> build_plugin(const fs::path& folder, const fs::path& log, const std::function<bool()>& cancelled) {
  std::error_code ec;
  if (!fs::exists(folder / "CMakeLists.txt", ec))
    return usage_error("no CMakeLists.txt in '" + folder.string() + "'", "Name the folder of a plugin's sources.");
  const auto build = folder / "build";
  if (auto made = make_folder(log.parent_path()); !made) return made.error();
  const Fd output(::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!output)
    return make_error(Code::configuration, "cannot write " + log.string() + ": " + system_words(errno),
                      "Make the folder writable.");
  const auto child = start_child({"/bin/sh",
                                  {"sh", "-c", "exec 2>&1; cmake -S \"$1\" -B \"$2\" && exec cmake --build \"$2\"",
                                   "sh", folder.string(), build.string()},
                                  output.get()});
  if (!child) return child.error();
  const int status = wait_for(*child, cancelled);
  if (status < 0) return make_error(Code::cancelled, "Stopped while " + folder.string() + " was being built.");
  if (status != 0)
    return make_error(Code::configuration, "cannot build " + folder.string() + "; last lines:\n" + last_lines(log, 12),
                      "The full output: " + log.string());
  return only_plugin(build);
}

}  // namespace chitty::host
