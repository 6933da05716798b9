#include "config/remote_parts.hpp"

#include "base/text.hpp"
#include "config/address.hpp"
#include "config/environment.hpp"
#include "config/secret/secret_words.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace chitty::host {

std::string credential_variable(std::string_view type) {
  if (type.starts_with("chitty")) type.remove_prefix(6);
  if (type.starts_with('-')) type.remove_prefix(1);
  std::string out = "CHITTY_";
  for (const unsigned char c : type) out += std::isalnum(c) ? static_cast<char>(std::toupper(c)) : '_';
  return out + (type.empty() ? "TOKEN" : "_TOKEN");
}

namespace {

std::string text_in(const json::object* object, std::string_view name) {
  const auto* value = object ? object->if_contains(name) : nullptr;
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string without_slash(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  return text;
}

}  // namespace

void RemoteParts::choose(std::string_view part, std::string chosen) {
  part_ = part;
  name = std::move(chosen);
  const auto& user = config_->user();
  const auto& project = config_->project();
  const std::string users = named_environment(user.root), projects = named_environment(project.root, users);
  mine_ = environment_member(user.root, users, environment, part_, name);
  theirs_ = environment_member(project.root, projects, environment, part_, name);
  const auto* defaults = type->defaults.if_contains(environment);
  plugin_ = defaults ? defaults->if_object() : nullptr;
  project_file = project.path.string();
}

Steps RemoteParts::steps() const {
  const auto& root = config_->user().root;
  Steps out = environment_steps(root, named_environment(root), environment, part_);
  out.push_back(name);
  return out;
}

std::string RemoteParts::key(std::string_view setting) const { return join(steps(), ".") + "." + std::string(setting); }

std::string RemoteParts::environment_text(std::string_view part, bool with_project) const {
  const auto& user = config_->user().root;
  const auto& project = config_->project().root;
  const std::string users = named_environment(user), projects = named_environment(project, users);
  const auto* value = with_project ? environment_part(project, projects, environment, part) : nullptr;
  if (!value) value = environment_part(user, users, environment, part);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

RemoteAddress RemoteParts::address(bool with_project) const {
  const json::object* theirs = with_project ? theirs_ : nullptr;
  RemoteAddress out;
  bool from_plugin = false, from_theirs = false;
  if (out.base = text_in(theirs, "baseUrl"); !out.base.empty()) {
    from_theirs = true;
  } else if (out.base = text_in(mine_, "baseUrl"); out.base.empty()) {
    const std::string whole = type->hosted ? environment_text("baseUrl", with_project) : std::string();
    out.base = whole.empty() ? text_in(plugin_, "baseUrl") : without_slash(whole) + (type->root ? "" : "/" + type->type);
    from_plugin = whole.empty();
  }
  out.base = without_slash(out.base);
  out.fallback = text_in(theirs, "fallbackUrl");
  const bool said = (theirs && theirs->contains("fallbackUrl")) || (mine_ && !from_theirs && mine_->contains("fallbackUrl"));
  if (out.fallback.empty() && !from_theirs) out.fallback = text_in(mine_, "fallbackUrl");
  if (!said && from_plugin) out.fallback = text_in(plugin_, "fallbackUrl");
  out.fallback = without_slash(out.fallback);
  if (with_project) {
    const RemoteAddress alone = address(false);
    out.moved_by_project = alone.base != out.base || (!out.fallback.empty() && alone.fallback != out.fallback);
  }
  return out;
}

std::string RemoteParts::authority(const RemoteAddress& address) const {
  const bool projects = address.moved_by_project;
  if (auto own = text_in(projects ? theirs_ : mine_, "authority"); !own.empty()) return own;
  const std::string home = environment_text("baseUrl", projects);
  return !home.empty() && origin_of(home) == origin_of(address.base) ? environment_text("authority", projects) : std::string();
}

std::vector<Credential> RemoteParts::user_credentials(std::string_view base) const {
  std::vector<Credential> out;
  if (const auto own = text_in(mine_, type->auth_secret); !own.empty()) out.push_back({own, key(type->auth_secret), false});
  const std::string variable = credential_variable(type->type);
  if (const char* set = std::getenv(variable.c_str()); set && *set)
    out.insert(part_ == "services" ? out.begin() : out.end(), {"env:" + variable, variable, false});
  const auto& root = config_->user().root;
  const auto* token = environment_part(root, named_environment(root), environment, "token");
  if (token && token->is_string() && !token->get_string().empty() && withheld(base).empty())
    out.push_back({std::string(token->get_string()), join(environment_steps(root, named_environment(root), environment, "token"), "."), true});
  return out;
}

std::vector<Credential> RemoteParts::project_credentials(std::string_view base) const {
  std::vector<Credential> out;
  if (const auto own = text_in(theirs_, type->auth_secret); !own.empty()) out.push_back({own, project_file, false});
  const auto& project = config_->project().root;
  const auto* token = environment_part(project, named_environment(project, named_environment(config_->user().root)), environment, "token");
  const std::string home = origin_of(environment_text("baseUrl", true));
  if (type->hosted && token && token->is_string() && !token->get_string().empty() && !home.empty() && home == origin_of(base))
    out.push_back({std::string(token->get_string()), project_file, true});
  return out;
}

std::string RemoteParts::withheld(std::string_view base) const {
  const std::string home = environment_text("baseUrl", false);
  const auto& root = config_->user().root;
  const auto* token = environment_part(root, named_environment(root), environment, "token");
  if (!token || (type->hosted && !home.empty() && origin_of(home) == origin_of(base))) return {};
  return join(environment_steps(root, named_environment(root), environment, "token"), ".") + " is not sent to " + std::string(base) +
         ", since it is kept for " + (home.empty() ? "the environment's own baseUrl, which is not set" : home) + ".";
}

json::object RemoteParts::settings(const Remote& remote) const {
  json::object out;
  if (plugin_) out = *plugin_;
  for (const auto* layer : {mine_, theirs_}) {
    if (!layer) continue;
    for (const auto& [setting, value] : *layer)
      if (layer == mine_ || !mine_ || !is_secret(setting, type->settings) || !mine_->contains(setting)) out[setting] = value;
  }
  out["baseUrl"] = remote.base_url;
  if (remote.fallback_url.empty()) out.erase("fallbackUrl");
  else out["fallbackUrl"] = remote.fallback_url;
  if (remote.authority.empty()) out.erase("authority");
  else out["authority"] = remote.authority;
  if (!remote.credential.empty()) out[type->auth_secret] = remote.credential;
  return out;
}

Diagnostic RemoteParts::at_entry(Diagnostic problem) const {
  Steps whole = steps();
  whole.insert(whole.end(), problem.steps.begin(), problem.steps.end());
  problem.steps = whole;
  return config_->user().at_its_place(std::move(problem));
}

// One departure from the type's schema; `steps` below the entry.
Diagnostic RemoteParts::told(const Departure& departure) const {
  Diagnostic out{{}, {}, steps_of_key(departure.at), {}, {}, false};
  if (!departure.member.empty()) out.steps.push_back(departure.member);
  const std::string key = join(steps(), ".") + (out.steps.empty() ? "" : "." + join(out.steps, "."));
  if (departure.keyword == "required") {
    out.steps.pop_back();
    out.message = key.substr(0, key.size() - departure.member.size() - 1) + " lacks " + departure.member + ".";
    out.hint = "Set it: chitty config set " + key + " VALUE";
  } else if (const auto guess = departure.message.find("; did you mean"); departure.keyword == "additionalProperties") {
    out.message = "unknown key '" + key + "'" + (guess == std::string::npos ? "." : departure.message.substr(guess));
  } else {
    out.message = key + " " + departure.message + ".";
  }
  return out;
}

// At its place in the user's file, or in the project's, where that says it.
Diagnostic RemoteParts::in_its_file(Diagnostic problem) const {
  const Steps& way = problem.steps;
  const bool projects = theirs_ && !way.empty() && theirs_->contains(way.front()) && !(mine_ && mine_->contains(way.front()) && is_secret(way.front(), type->settings));
  if (!projects) return at_entry(std::move(problem));
  const auto& root = config_->project().root;
  Steps whole = environment_steps(root, named_environment(root, named_environment(config_->user().root)), environment, part_);
  whole.push_back(name);
  whole.insert(whole.end(), way.begin(), way.end());
  problem.steps = std::move(whole);
  return config_->project().at_its_place(std::move(problem));
}

// Keys that nothing reads and that are nearly one which is read. Others may be of a plugin that is newer than this one.
std::vector<Diagnostic> RemoteParts::misspelt() const {
  std::vector<std::string> known{"type", "baseUrl", "fallbackUrl", "authority"};
  if (!type->auth_secret.empty()) known.push_back(type->auth_secret);
  if (const auto* properties = type->settings.if_contains("properties"); properties && properties->is_object())
    for (const auto& member : properties->get_object()) known.emplace_back(member.key());
  std::vector<Diagnostic> out;
  for (const auto* layer : {mine_, theirs_}) {
    if (!layer) continue;
    for (const auto& member : *layer) {
      const std::string word(member.key());
      if (std::find(known.begin(), known.end(), word) != known.end()) continue;
      const auto near = nearest(word, known);
      if (near.empty()) continue;
      out.push_back(in_its_file({{}, {}, {word}, "unknown key '" + key(word) + "'", did_you_mean(near), false}));
    }
  }
  return out;
}

std::vector<Diagnostic> RemoteParts::problems(const json::object& settings) const {
  std::vector<Diagnostic> out = misspelt();
  if (type->settings.empty()) return out;
  // The host's own settings are there whether or not the schema speaks of them.
  json::object instance = settings;
  instance.erase("type");
  const auto* properties = type->settings.if_contains("properties");
  for (const std::string_view setting : {std::string_view("baseUrl"), std::string_view("fallbackUrl"), std::string_view("authority"), std::string_view(type->auth_secret)})
    if (!properties || !properties->is_object() || !properties->get_object().contains(setting)) instance.erase(setting);

  const auto schema = JsonSchema::compile(json::value(type->settings), {.draft = Draft::draft7, .show_values = false});
  if (!schema) {
    out.push_back(at_entry({{}, {}, {}, "The plugin for " + type->type + " has a faulty schema: " + schema.error().message, "Update the plugin.", false}));
    return out;
  }
  for (const auto& departure : schema->check(json::value(instance))) {
    auto problem = in_its_file(told(departure));
    const auto again = [&](const Diagnostic& one) { return one.steps == problem.steps && one.file == problem.file; };
    if (std::none_of(out.begin(), out.end(), again)) out.push_back(std::move(problem));
  }
  return out;
}

}  // namespace chitty::host
