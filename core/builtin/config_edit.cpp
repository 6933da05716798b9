// config edit: the user's editor on a copy, which takes the file's place only when it is valid.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/files.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

extern char** environ;

namespace chitty {

namespace fs = std::filesystem;

namespace {

Result<std::string> editor() {
  for (const char* variable : {"VISUAL", "EDITOR"})
    if (const char* set = std::getenv(variable); set && *set) return std::string(set);
  for (const char* usual : {"/usr/bin/sensible-editor", "/usr/bin/nano", "/usr/bin/vi"})
    if (::access(usual, X_OK) == 0) return std::string(usual);
  return make_error(Code::configuration, "No editor is known.", "Name yours: export EDITOR=nano");
}

// By the shell, since people write `code --wait` there; the path is an argument and never part of the shell's text.
Result<void> run_editor(const std::string& words, const fs::path& path) {
  const std::string script = words + " \"$1\"";
  const char* arguments[] = {"sh", "-c", script.c_str(), "sh", path.c_str(), nullptr};
  pid_t child = -1;
  if (const int error = ::posix_spawn(&child, "/bin/sh", nullptr, nullptr, const_cast<char**>(arguments), environ))
    return make_error(Code::configuration, "The editor cannot be started: " + system_words(error) + ".", "Name another: export EDITOR=nano");
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return make_error(Code::configuration, "The editor '" + words + "' failed, so nothing was changed.", "Name another: export EDITOR=nano");
}

Error kept(Error error, const fs::path& copy) {
  error.message += " Nothing was changed.";
  error.hint = "Your edited copy is kept as " + copy.string();
  return error;
}

}  // namespace

Result<Reply> config_edit(const Arguments&, BuiltinContext& context) {
  Config config = Config::at(context.paths, context.working_folder);
  auto words = editor();
  if (!words) return words.error();
  auto before = read_file(config.file());
  if (!before && before.error().code != Code::not_found) return before.error();
  const std::string original = before ? *before : std::string();

  // Beside the file and as closed as it is: it may hold secrets.
  const fs::path copy = config.file().parent_path() / ("config.edited." + std::to_string(::getpid()) + ".json");
  if (auto written = replace_file(copy, original.empty() ? "{\n  \"chittyos\": {},\n  \"remotes\": {}\n}\n" : original, 0600); !written) return written.error();
  const auto drop = [&] {
    std::error_code ec;
    fs::remove(copy, ec);
  };
  auto edited = run_editor(*words, copy);
  if (!edited) return drop(), edited.error();
  auto text = read_file(copy);
  if (!text) return text.error();
  if (*text == original) {
    drop();
    if (context.note) context.note("Nothing was changed");
    return Reply::nothing();
  }
  for (auto& problem : validate_config(copy, {}, known_types(context)))
    if (!problem.warning) return kept(as_error(problem), copy);

  auto lock = FileLock::take(config.file());
  if (!lock) return kept(lock.error(), copy);
  auto now = read_file(config.file());
  if ((now ? *now : std::string()) != original)
    return kept(make_error(Code::conflict, "The configuration was changed by another process while you were editing."), copy);
  if (auto written = write_config(config.file(), *text); !written) return kept(written.error(), copy);
  drop();
  return Reply::nothing();
}

}  // namespace chitty
