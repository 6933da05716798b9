#include "config/environment.hpp"

#include "base/text.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace chitty::host {

namespace {

// Those that hang together say where a ChittyOS is, who asks there, and who says that the address is genuine. The others stand alone.
struct Part {
  std::string_view name;
  bool hangs_together = false;
};
constexpr Part parts[] = {{"baseUrl", true}, {"token", true}, {"accounts", true}, {"authority", true}, {"services", true}, {"sharedDatabase"}, {"sharedBlobs"}, {"quotas"}, {"alerts"}, {"reach"}, {"enabledServices"}, {"deployer"}, {"traces"}, {"remotes"}};

std::vector<std::string_view> group_of(std::string_view part) {
  std::vector<std::string_view> together;
  for (const auto& one : parts)
    if (one.hangs_together) together.push_back(one.name);
  if (std::find(together.begin(), together.end(), part) != together.end()) return together;
  return {part};
}

const json::value* member(const json::object* of, std::string_view name) { return of ? of->if_contains(name) : nullptr; }

const json::object* object_member(const json::object* of, std::string_view name) {
  const auto* value = member(of, name);
  return value ? value->if_object() : nullptr;
}

const json::object* block_of(const json::object& root, std::string_view environment) {
  return object_member(object_member(object_member(&root, "chittyos"), "environments"), environment);
}

const json::value* top_part(const json::object& root, std::string_view part) {
  return part == "remotes" ? member(&root, part) : member(object_member(&root, "chittyos"), part);
}

Steps top_steps(std::string_view part) { return part == "remotes" ? Steps{"remotes"} : Steps{"chittyos", std::string(part)}; }

Steps block_steps(std::string_view environment, std::string_view part) {
  return {"chittyos", "environments", std::string(environment), std::string(part)};
}

}  // namespace

std::string named_environment(const json::object& root, std::string_view otherwise) {
  const auto* said = member(object_member(&root, "chittyos"), "environment");
  return std::string(said && said->is_string() && !said->get_string().empty() ? std::string_view(said->get_string()) : otherwise);
}

const json::value* environment_part(const json::object& root, std::string_view named, std::string_view environment, std::string_view part) {
  if (environment == named)
    if (const auto* top = top_part(root, part)) return top;
  return member(block_of(root, environment), part);
}

Steps environment_steps(const json::object& root, std::string_view named, std::string_view environment, std::string_view part) {
  const auto group = group_of(part);
  const auto in_block = [&](auto one) { return member(block_of(root, environment), one) != nullptr; };
  const auto on_top = [&](auto one) { return top_part(root, one) != nullptr; };
  const bool at_top = environment == named && (std::any_of(group.begin(), group.end(), on_top) || std::none_of(group.begin(), group.end(), in_block));
  return at_top ? top_steps(part) : block_steps(environment, part);
}

std::string secret_name(const json::object& root, const Steps& steps) {
  const bool on_top = !steps.empty() && (steps[0] == "remotes" || (steps[0] == "chittyos" && steps.size() > 1 && steps[1] != "environments"));
  if (on_top) return named_environment(root) + "." + join({steps.begin() + (steps[0] == "chittyos"), steps.end()}, ".");
  const bool in_block = steps.size() > 3 && steps[0] == "chittyos" && steps[1] == "environments";
  return join(in_block ? Steps(steps.begin() + 2, steps.end()) : steps, ".");
}

const json::object* environment_member(const json::object& root, std::string_view named, std::string_view environment,
                                       std::string_view part, std::string_view name) {
  const auto* all = environment_part(root, named, environment, part);
  return object_member(all ? all->if_object() : nullptr, name);
}

std::vector<std::string> environments_of(const json::object& root) {
  std::vector<std::string> names{"dev", "local", "production", "staging", named_environment(root)};
  if (const auto* blocks = object_member(object_member(&root, "chittyos"), "environments"))
    for (const auto& block : *blocks) names.emplace_back(block.key());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::optional<Diagnostic> twofold_environment(const json::object& root, std::string_view named) {
  const auto* block = block_of(root, named);
  const auto has = [&](bool top, const std::vector<std::string_view>& group) {
    return std::any_of(group.begin(), group.end(), [&](auto part) { return top ? top_part(root, part) : member(block, part); });
  };
  for (const auto first : {"baseUrl", "sharedDatabase", "sharedBlobs", "remotes"}) {
    const auto group = group_of(first);
    if (!has(true, group) || !has(false, group)) continue;
    Diagnostic problem;
    problem.steps = {"chittyos", "environments", std::string(named)};
    problem.message = "The environment " + std::string(named) + " is described twice: here and directly under chittyos.";
    problem.hint = "chittyos.environment names " + std::string(named) +
                   ", so keep one of the two and move the other under its own name in "
                   "chittyos.environments.";
    return problem;
  }
  return std::nullopt;
}

Result<void> switch_environment(JsonText& text, const json::object& root, std::string_view to) {
  const std::string from = named_environment(root);
  if (from == to) return {};
  for (const auto& one : parts) {
    const auto part = one.name;
    const auto kept = text.raw(top_steps(part));
    if (kept) {
      if (auto put = text.put(block_steps(from, part), *kept); !put) return put;
      text.erase(top_steps(part));
    }
    if (const auto raised = text.raw(block_steps(to, part))) {
      text.erase(block_steps(to, part));
      if (auto put = text.put(top_steps(part), *raised); !put) return put;
    }
  }
  if (const Steps block{"chittyos", "environments", std::string(to)}; text.raw(block) == "{}") text.erase(block);
  return text.put({"chittyos", "environment"}, json::serialize(json::string(to)));
}

std::string environments_hint(const std::string& name, const std::vector<std::string>& known) {
  const auto near = did_you_mean(nearest(name, known));
  if (!near.empty()) return near + " Environments: " + join(known, ", ");
  return "Environments: " + join(known, ", ") + ". Add one: chitty config set chittyos.environments." + name + ".baseUrl URL";
}

}  // namespace chitty::host
