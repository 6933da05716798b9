#include "config/overlay.hpp"

#include "base/text.hpp"
#include "config/environment.hpp"
#include "config/secret/secret_words.hpp"

namespace chitty::host {

namespace {

class ProjectOverlayCheck {
 public:
  std::vector<Diagnostic> problems;

  void look(const json::value& value, bool secret) {
    if (const auto* object = value.if_object()) {
      for (const auto& [name, one] : *object) step(std::string(name), one, secret || looks_secret(name));
    } else if (const auto* array = value.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) step(std::to_string(i), (*array)[i], secret);
    } else if (value.is_string()) {
      text(value.get_string(), secret);
    }
  }

  void step(std::string name, const json::value& value, bool secret) {
    steps_.push_back(std::move(name));
    look(value, secret);
    steps_.pop_back();
  }

  void say(Steps steps, std::string message, std::string hint) {
    problems.push_back({{}, {}, std::move(steps), std::move(message), std::move(hint), false});
  }

 private:
  void text(std::string_view word, bool secret) {
    if (word.starts_with("exec:"))
      return say(steps_, "A project's file may not run commands: " + join(steps_, ".") + " begins with exec:.",
                 "Set it in your own file: chitty config set " + join(steps_, ".") + " 'exec:…'");
    if (secret && is_reference(word))
      say(steps_, "A project's file may not name your secrets: " + join(steps_, ".") + " is a reference.",
          "Set it in your own file: chitty config set " + join(steps_, ".") + " '" + std::string(word) + "'");
  }

  Steps steps_;
};

std::string type_in(const json::object& remote) {
  const auto* type = remote.if_contains("type");
  return type && type->is_string() ? std::string(type->get_string()) : std::string();
}

void merge(json::object& under, const json::object& over) {
  for (const auto& [name, value] : over) {
    auto* present = under.if_contains(name);
    if (present && present->is_object() && value.is_object()) merge(present->get_object(), value.get_object());
    else if (!present || !looks_secret(name)) under[name] = value;
  }
}

}  // namespace

std::vector<Diagnostic> check_overlay(const json::object& project, const json::object& user) {
  ProjectOverlayCheck check;
  for (const auto* part : {"chittyos", "remotes"})
    if (const auto* value = project.if_contains(part)) check.step(part, *value, false);

  const std::string users = named_environment(user), projects = named_environment(project, users);
  for (const auto& environment : environments_of(project)) {
    const auto* remotes = environment_part(project, projects, environment, "remotes");
    if (!remotes || !remotes->is_object()) continue;
    for (const auto& [name, value] : remotes->get_object()) {
      const auto* mine = environment_member(user, users, environment, "remotes", name);
      if (!mine || !value.is_object() || !value.get_object().contains("type") || type_in(value.get_object()) == type_in(*mine)) continue;
      Steps steps = environment_steps(project, projects, environment, "remotes");
      steps.emplace_back(name);
      steps.emplace_back("type");
      check.say(steps, "A project's file may not change the type of your own remote " + std::string(name) + ".",
                "Give the project's remote another name.");
    }
  }
  return std::move(check.problems);
}

json::object overlaid(const json::object& user, const json::object& project) {
  json::object out = user;
  for (const auto* part : {"chittyos", "remotes"}) {
    const auto* over = project.if_contains(part);
    if (!over || !over->is_object()) continue;
    if (auto* under = out.if_contains(part); under && under->is_object()) merge(under->get_object(), over->get_object());
    else out[part] = *over;
  }
  return out;
}

}  // namespace chitty::host
