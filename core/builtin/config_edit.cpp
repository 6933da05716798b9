// config edit: the user's editor on a copy, which takes the file's place only when it is valid.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/files.hpp"
#include "config/unknown_keys.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

extern char** environ;

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

Result<std::string> editor() {
  for (const char* variable : {"VISUAL", "EDITOR"})
    if (const char* set = std::getenv(variable); set && *set) return std::string(set);
  for (const char* usual : {"/usr/bin/sensible-editor", "/usr/bin/nano", "/usr/bin/vi"})
    if (::access(usual, X_OK) == 0) return std::string(usual);
  return make_error(Code::configuration, "no editor found", "Set one: export EDITOR=nano");
}

// By the shell, since people write `code --wait` there; the path is an argument and never part of the shell's text.
Result<void> run_editor(const std::string& words, const fs::path& path) {
  const std::string script = words + " \"$1\"";
  const char* arguments[] = {"sh", "-c", script.c_str(), "sh", path.c_str(), nullptr};
  pid_t child = -1;
  if (const int error = ::posix_spawn(&child, "/bin/sh", nullptr, nullptr, const_cast<char**>(arguments), environ))
    return make_error(Code::configuration, "cannot start the editor: " + system_words(error) + ".", "Set another: export EDITOR=nano");
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return make_error(Code::configuration, "The editor '" + words + "' failed, so nothing was changed.", "Set another: export EDITOR=nano");
}

Error kept(Error error, const fs::path& copy) {
  if (error.message.ends_with('.')) error.message.pop_back();
  error.message += "; nothing was changed";
  error.hint = "Your edited copy is kept as " + copy.string();
  return error;
}

Result<Reply> edit(const std::string& words, const Config& config, BuiltinContext& context) {
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
  auto edited = run_editor(words, copy);
  if (!edited) return drop(), edited.error();
  auto text = read_file(copy);
  if (!text) return text.error();
  if (*text == original) {
    drop();
    if (context.note) context.note("No changes");
    return Reply(json::object{{"file", config.file().string()}, {"changed", false}});
  }
  for (auto& problem : validate_config(copy, {}, known_types(context)))
    if (!problem.warning) return kept(as_error(problem), copy);
  const auto root_of = [](const fs::path& path) {
    auto read = ConfigFile::read(path);
    return read ? read->root : json::object();
  };
  if (auto known = no_new_unknown_keys(root_of(config.file()), root_of(copy), known_types(context)); !known) return kept(known.error(), copy);

  auto lock = FileLock::take(config.file());
  if (!lock) return kept(lock.error(), copy);
  auto now = read_file(config.file());
  if ((now ? *now : std::string()) != original)
    return kept(make_error(Code::conflict, "The configuration was changed by another process while you were editing."), copy);
  if (auto written = write_config(config.file(), *text); !written) return kept(written.error(), copy);
  drop();
  if (context.note) context.note("Saved " + config.file().string());
  return Reply(json::object{{"file", config.file().string()}, {"changed", true}});
}

}  // namespace

Result<Plan> config_edit(const Arguments&, BuiltinContext& context) {
  const Config config = Config::at(context.paths, context.working_folder);
  const auto words = editor();
  if (!words) return words.error();
  return Plan{"open " + config.file().string() + " in '" + *words + "'", [=, &context, words = *words] { return edit(words, config, context); }};
}

}  // namespace chitty::host
