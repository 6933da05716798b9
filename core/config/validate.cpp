#include "config/validate.hpp"

#include "base/message.hpp"
#include "base/text.hpp"
#include "config/address.hpp"
#include "config/environment.hpp"
#include "config/overlay.hpp"
#include "config/secret/secret_words.hpp"
#include "config/unknown_keys.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace chitty::host {

namespace {

class Validation {
 public:
  explicit Validation(const KnownTypes& known) : known_(known) {}
  std::vector<Diagnostic> problems;

  // One file by itself; nothing when it is not even JSON.
  std::optional<ConfigFile> file(const std::filesystem::path& path, Reach believed) {
    auto read = ConfigFile::read(path, believed);
    if (!read) {
      // "FILE:LINE:COLUMN: sentence" is taken apart again, so that every problem has the same form.
      Diagnostic problem{path.string(), {}, {}, read.error().message, read.error().hint, false};
      const std::string lead = path.string() + ":";
      std::size_t line = 0, column = 0;
      int used = 0;
      if (problem.message.starts_with(lead) && std::sscanf(problem.message.c_str() + lead.size(), "%zu:%zu: %n", &line, &column, &used) == 2) {
        problem.position = {line, column};
        problem.message.erase(0, lead.size() + static_cast<std::size_t>(used));
      }
      problems.push_back(std::move(problem));
      return std::nullopt;
    }
    for (auto& problem : check_shape(read->root)) problems.push_back(read->at_its_place(std::move(problem)));
    for (const auto& place : read->text.empty() ? std::vector<SourceSpan>() : spans_of(read->text))
      if (place.again) {
        auto problem = warning(*read, place.steps, join(place.steps, ".") + " is set twice here; the last one counts", "Remove one of the two.");
        problem.position = position_of(read->text, place.key);
        problems.push_back(std::move(problem));
      }
    return std::move(*read);
  }

  void mode(const std::filesystem::path& path) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0 || (facts.st_mode & 077) == 0) return;
    problems.push_back({path.string(), {}, {}, "others may read or write this file", "Make it private: chmod 600 " + path.string(), true});
  }

  // The addresses and literal secrets of one file, wherever they stand.
  void look(const ConfigFile& file, const json::value& value, Steps steps) {
    if (const auto* object = value.if_object()) {
      for (const auto& [name, one] : *object) {
        Steps next = steps;
        next.emplace_back(name);
        look(file, one, std::move(next));
      }
    } else if (value.is_string() && !steps.empty()) {
      const std::string_view text = value.get_string();
      if (looks_secret(steps.back()) && !text.empty() && !is_reference(text))
        problems.push_back(warning(file, steps, join(steps, ".") + " holds the secret in plain text",
                                   "Move it out of the file: chitty config set " + join(steps, ".") + " SECRET"));
      if ((steps.back() == "baseUrl" || steps.back() == "fallbackUrl") && is_in_the_clear(text))
        problems.push_back(warning(file, steps, join(steps, ".") + " sends everything unencrypted, tokens included", "Use https:// for other machines."));
    }
  }

  // They do no harm, and may be for a newer chitty.
  void unknown(const ConfigFile& file, bool is_own) {
    for (auto& one : unknown_keys(file.root, known_)) {
      auto problem = file.at_its_place(std::move(one));
      problem.message += "; nothing reads it";
      if (is_own && problem.hint.starts_with("Known keys")) problem.hint += ". To remove it: chitty config unset " + shell_word(join(problem.steps, "."));
      problems.push_back(std::move(problem));
    }
  }

  // What is an error is not warned of as well.
  void once() {
    std::vector<Diagnostic> errors;
    std::copy_if(problems.begin(), problems.end(), std::back_inserter(errors), [](const auto& one) { return !one.warning; });
    std::erase_if(problems, [&](const auto& one) {
      return one.warning && one.message.starts_with("unknown key") &&
             std::any_of(errors.begin(), errors.end(), [&](const auto& error) { return error.file == one.file && error.steps == one.steps; });
    });
  }

  // An environment that is named and nowhere described: `config set` refuses it, and so does `config edit`.
  void environment(const ConfigFile& file) {
    const std::string word = named_environment(file.root);
    json::object others = file.root;  // the name itself left out, every environment that there is remains
    auto* chittyos = others.contains("chittyos") ? others.at("chittyos").if_object() : nullptr;
    if (!chittyos) return;
    chittyos->erase("environment");
    const auto known = environments_of(others);
    const auto is_here = [&](const char* part) { return chittyos->contains(part); };
    const bool described = is_here("baseUrl") || is_here("services") || is_here("token") || is_here("sharedDatabase") || is_here("sharedBlobs");
    if (described || std::find(known.begin(), known.end(), word) != known.end()) return;
    problems.push_back(file.at_its_place({{}, {}, {"chittyos", "environment"}, "unknown environment '" + word + "'", environments_hint(word, known), false}));
  }

  // The two together, environment by environment, against the plugins' schemas.
  void remotes(const Config& config) {
    auto environments = environments_of(config.user().root);
    for (const auto& more : environments_of(config.project().root)) environments.push_back(more);
    std::sort(environments.begin(), environments.end());
    environments.erase(std::unique(environments.begin(), environments.end()), environments.end());
    for (const auto& environment : environments) {
      for (const auto& type : config.service_types(environment)) entry(config, environment, "services", type, type);
      for (const auto& name : config.remote_names(environment)) {
        entry(config, environment, "remotes", name, config.type_of(name, environment));
        if (known_.is_command_word(name))
          problems.push_back(warning(config.user(), place(config, environment, "remotes", name), "The remote " + name + " has the name of a command, which comes first.",
                                     "Give it another name: chitty remote rename " + name + " NEW, or ask it with --remote " + name));
      }
    }
  }

 private:
  static Steps place(const Config& config, const std::string& environment, std::string_view part, const std::string& name) {
    Steps steps = environment_steps(config.user().root, named_environment(config.user().root), environment, part);
    steps.push_back(name);
    return steps;
  }

  static Diagnostic warning(const ConfigFile& file, Steps steps, std::string message, std::string hint) {
    return file.at_its_place({{}, {}, std::move(steps), std::move(message), std::move(hint), true});
  }

  void entry(const Config& config, const std::string& environment, std::string_view part, const std::string& name, const std::string& type) {
    const auto known = known_.remote_type(type);
    if (!known) {
      problems.push_back(warning(config.user(), place(config, environment, part, name),
                                 "No plugin for " + type + " is installed, so the settings of " + name + " are not checked.", "List the installed plugins: chitty plugin list"));
      return;
    }
    for (auto& problem : config.remote_problems(*known, name, environment)) problems.push_back(std::move(problem));
  }

  const KnownTypes& known_;
};

}  // namespace

std::vector<Diagnostic> validate_config(const std::filesystem::path& user_file, const std::filesystem::path& project_file, const KnownTypes& known) {
  Validation validation(known);
  Config config = Config::of_files(user_file, project_file);
  const auto user = validation.file(config.file(), Reach::folder);
  const auto project = validation.file(config.project_file(), Reach::file);
  validation.mode(config.file());
  if (user) validation.look(*user, json::value(user->root), {});
  if (user) validation.unknown(*user, true);
  if (user) validation.environment(*user);
  if (project) validation.look(*project, json::value(project->root), {});
  if (project) validation.unknown(*project, false);
  if (user && project)
    for (auto& refused : check_overlay(project->root, user->root)) validation.problems.push_back(project->at_its_place(std::move(refused)));

  // Only when both are of the shape does it make sense to hold them together.
  const bool sound = std::all_of(validation.problems.begin(), validation.problems.end(), [](const auto& one) { return one.warning; });
  if (sound) {
    if (auto ready = config.ready(); ready) validation.remotes(config);
    else validation.problems.push_back({config.file().string(), {}, {}, ready.error().message, ready.error().hint, false});
  }
  validation.once();
  std::stable_sort(validation.problems.begin(), validation.problems.end(), [](const auto& a, const auto& b) { return a.warning < b.warning; });
  return std::move(validation.problems);
}

}  // namespace chitty::host
