#include "config/config.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "config/environment.hpp"
#include "config/overlay.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdlib>

namespace chitty::host {

namespace fs = std::filesystem;

Steps steps_of_key(std::string_view key) {
  if (!key.starts_with('/')) return split(key, '.');
  Steps steps = split(key.substr(1), '/');
  for (auto& step : steps)
    for (const auto& [code, plain] : {std::pair<std::string_view, std::string_view>{"~1", "/"}, {"~0", "~"}})
      for (std::size_t at = 0; (at = step.find(code, at)) != std::string::npos; at += plain.size()) step.replace(at, code.size(), plain);
  return steps;
}

Config Config::at(const Paths& paths, const fs::path& working_folder) {
  return of_files(paths.config / "config.json", working_folder / "chitty.json");
}

Config Config::of_files(fs::path user, fs::path project) {
  Config config;
  config.file_ = std::move(user);
  config.overlay_ = std::move(project);
  return config;
}

Result<Config> Config::load(const Paths& paths, const fs::path& working_folder) {
  Config config = at(paths, working_folder);
  if (auto ready = config.ready(); !ready) return ready.error();
  return config;
}

Result<void> Config::ready() {
  if (read_) return {};
  auto user = ConfigFile::read(file_);
  if (!user) return user.error();
  auto project = ConfigFile::read(overlay_, Reach::file);
  if (!project) return project.error();
  for (const auto* one : {&*user, &*project})
    if (auto problems = check_shape(one->root); !problems.empty()) return as_error(one->at_its_place(problems.front()));
  return take(std::move(*user), std::move(*project));
}

// Make these two files the configuration, or say what is wrong between them.
Result<void> Config::take(ConfigFile user, ConfigFile project) {
  if (auto twofold = twofold_environment(user.root, named_environment(user.root))) return as_error(user.at_its_place(*twofold));
  const std::string named = named_environment(project.root, named_environment(user.root));
  if (auto twofold = twofold_environment(project.root, named)) return as_error(project.at_its_place(*twofold));
  if (auto refused = check_overlay(project.root, user.root); !refused.empty()) return as_error(project.at_its_place(refused.front()));

  json::object base = user.root;
  if (named != named_environment(user.root)) {
    // The project works in another environment: what the user's file says of each goes to where that one then stands.
    JsonText text(user.text);
    if (auto switched = switch_environment(text, user.root, named); !switched) return switched;
    base = json::parse(text.text()).get_object();
  }
  effective_ = overlaid(base, project.root);
  user_ = std::move(user);
  project_ = std::move(project);
  read_ = true;
  return {};
}

std::string Config::project_environment() const { return named_environment(project_.root, named_environment(user_.root)); }

std::string Config::environment(std::string_view asked) const {
  if (!asked.empty()) return std::string(asked);
  if (const char* set = std::getenv("CHITTY_ENV"); set && *set) return set;
  return project_environment();
}

Result<std::string> Config::known_environment(std::string_view asked, const std::vector<std::string>& also_known) const {
  const std::string name = environment(asked);
  auto known = environments_of(user_.root);
  for (const auto& more : {environments_of(project_.root), also_known}) known.insert(known.end(), more.begin(), more.end());
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (std::binary_search(known.begin(), known.end(), name)) return name;
  return make_error(asked.empty() ? Code::configuration : Code::invalid_argument, "unknown environment '" + name + "'",
                    environments_hint(name, known));
}

const json::value* Config::find(std::string_view dotted_key) const {
  const auto steps = steps_of_key(dotted_key);
  const json::object* at = &effective_;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto* value = at->if_contains(steps[i]);
    // Arrays are few: only the last steps may lead into one.
    for (; value && value->is_array() && i + 1 < steps.size(); ++i) {
      const auto& digits = steps[i + 1];
      if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos || digits.size() > 9) return nullptr;
      value = value->get_array().if_contains(std::stoul(digits));
    }
    if (!value || i + 1 == steps.size()) return value;
    at = value->if_object();
    if (!at) return nullptr;
  }
  return nullptr;
}

std::string Config::key_of(std::string_view environment, std::string_view part) const {
  return join(environment_steps(user_.root, named_environment(user_.root), environment, part), ".");
}

std::string Config::key_of_setting(const Remote& remote, std::string_view setting) const {
  const char* part = has_remote(remote.name, remote.environment) ? "remotes" : "services";
  return key_of(remote.environment, part) + "." + remote.name + "." + std::string(setting);
}

Result<void> Config::set(std::string_view dotted_key, const json::value& value, const Check& check) {
  const Steps steps = steps_of_key(dotted_key);
  if (steps.empty() || std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.empty(); }))
    return usage_error("invalid key '" + std::string(dotted_key) + "'", "A key is names joined by dots, as in chittyos.environment");
  const auto edit = [&](JsonText& text, const json::object& root) -> Result<void> {
    if (steps == Steps{"chittyos", "environment"} && (value.is_string() || value.is_null())) {
      const std::string to = value.is_null() ? "local" : std::string(value.get_string());
      const auto known = environments_of(root);
      if (std::find(known.begin(), known.end(), to) == known.end())
        return make_error(Code::configuration, "unknown environment '" + to + "'",
                          environments_hint(to, known));
      if (auto switched = switch_environment(text, root, to); !switched) return switched;
    }
    if (!value.is_null()) return text.put(steps, pretty(value));
    text.erase(steps);
    return {};
  };
  return change(edit, check);
}

Result<void> Config::rehearse_set(std::string_view dotted_key, const json::value& value, const Check& check) const {
  Config trial = *this;
  trial.only_rehearse();
  return trial.set(dotted_key, value, check);
}

Result<void> Config::change(const Change& change, const Check& check) {
  std::optional<FileLock> held;
  if (!rehearsing_) {
    auto lock = FileLock::take(file_, patience_);
    if (!lock) return with_advice(lock.error());
    held.emplace(std::move(*lock));
  }
  // A rehearsal goes on from what was rehearsed before.
  auto current = rehearsing_ && read_ ? Result<ConfigFile>(user_) : ConfigFile::read(file_);
  if (!current) return current.error();

  JsonText text(current->text);
  if (auto changed = change(text, current->root); !changed) return changed;
  auto value = parse_json_text(text.text(), file_.string());
  if (!value) return value.error();
  if (!value->is_object()) return make_error(Code::configuration, "The configuration must stay a JSON object.");

  ConfigFile next{file_, text.text(), std::move(value->get_object())};
  // What was wrong before may be mended step by step; what would be wrong anew is refused.
  const auto before = check_shape(current->root);
  for (const auto& problem : check_shape(next.root)) {
    const bool old = std::any_of(before.begin(), before.end(), [&](const auto& one) { return one.message == problem.message; });
    if (!old) return make_error(Code::configuration, problem.message, problem.hint.empty() ? "Nothing was changed." : problem.hint);
  }
  auto project = ConfigFile::read(overlay_, Reach::file);
  Config changed = *this;
  if (!project) project = project_;
  if (auto taken = changed.take(next, std::move(*project)); !taken && before.empty()) return taken;
  if (check)
    if (auto allowed = check(changed); !allowed) return allowed;
  if (!rehearsing_ && (next.text != current->text || current->text.empty()))
    if (auto written = write_config(file_, next.text); !written) return written;
  *this = std::move(changed);
  return {};
}

}  // namespace chitty::host
