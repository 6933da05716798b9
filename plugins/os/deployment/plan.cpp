#include "plan.hpp"

#include "../commands/commands.hpp"
#include "../ecosystem/installed.hpp"
#include "../ecosystem/look.hpp"

#include <chitty/members.hpp>

#include <algorithm>
#include <set>

namespace os::deployment {

using namespace chitty;

namespace {

using Plugins = std::map<std::string, Installed>;

// Whoever needs another comes after it; in a circle the alphabet decides.
void put_in_order(std::vector<Target>& targets, const Plugins& plugins) {
  std::sort(targets.begin(), targets.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  std::vector<Target> order;
  std::set<std::string> seen;
  const std::function<void(const Target&)> put = [&](const Target& target) {
    if (!seen.insert(target.name).second) return;
    if (const auto plugin = plugins.find(target.place.type); plugin != plugins.end())
      for (const auto& [needed, why] : plugin->second.needs)
        for (const auto& other : targets)
          if (other.place.type == needed) put(other);
    order.push_back(target);
  };
  for (const auto& target : targets) put(target);
  targets = std::move(order);
}

void take_row(Target& target, const json::value& row) { target.status = text_in(row, "status"), target.from = text_in(row, "version"); }

// The services of this machine's daemon.
Result<std::vector<Target>> targets_here(Host& host, const Plugins& plugins) {
  CHITTY_TRY(const auto rows, commands::rows_of_status(host));
  std::vector<Target> targets;
  auto enabled = host.config("chittyos.enabledServices");
  if (!enabled) enabled = host.config("chittyos.environments.local.enabledServices");
  for (const auto& [name, plugin] : plugins) {
    const bool is_hosted = !enabled || !enabled->is_array() || std::find(enabled->get_array().begin(), enabled->get_array().end(), json::value(name)) != enabled->get_array().end();
    if (!plugin.has_service || !is_hosted) continue;
    Target target{name, {}, plugin.version, "down", {name, name, {}, {}, true, {}}, {}};
    for (const auto& row : rows)
      if (text_in(row, "name") == name) take_row(target, row);
    targets.push_back(std::move(target));
  }
  return targets;
}

Result<std::vector<Target>> targets_elsewhere(Host& host, const Plugins& plugins, const std::string& environment, std::int64_t wait_ms) {
  CHITTY_TRY(auto all, places(host));
  std::erase_if(all, [&](const Place& place) {
    const auto plugin = plugins.find(place.type);
    return place.base_url.empty() || plugin == plugins.end() || !plugin->second.has_service;
  });
  find_health_pages(host, all);
  CHITTY_TRY(const auto rows, look_at_remotes(host, all, wait_ms));
  std::vector<Target> targets;
  for (std::size_t i = 0; i < all.size() && i < rows.size(); ++i) {
    Target target{all[i].name, {}, plugins.at(all[i].type).version, {}, all[i], deployer_of(host, environment, all[i].name)};
    take_row(target, rows[i]);
    targets.push_back(std::move(target));
  }
  return targets;
}

std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// Of the environment in use, or of its own block.
std::string setting(Host& host, const std::string& environment, const std::string& key) {
  const auto used = host.config("chittyos.environment");
  const bool in_use = !used || *used == json::value(environment);
  const bool of_remotes = key.starts_with("remotes.");
  std::vector<std::string> keys{"chittyos.environments." + environment + "." + key};
  if (in_use) keys.insert(keys.begin(), of_remotes ? key : "chittyos." + key);
  for (const auto& one : keys)
    if (const auto value = host.config(one); value && value->is_string() && !value->get_string().empty()) return std::string(value->get_string());
  return {};
}

}  // namespace

std::vector<std::string> deployer_of(Host& host, const std::string& environment, const std::string& service) {
  for (const auto& key : {"remotes." + service + ".deployer", "services." + service + ".deployer", std::string("deployer")})
    if (const auto words = setting(host, environment, key); !words.empty()) return words_in(words);
  return {};
}

bool has_database(Host& host, const std::string& environment) { return environment == "local" || !setting(host, environment, "sharedDatabase").empty(); }

Result<Plan> plan_of(Host& host, const std::string& environment, const std::vector<std::string>& asked, std::int64_t wait_ms) {
  Plan plan;
  plan.environment = environment;
  plan.here = plan.environment == "local";
  const auto plugins = installed(host);
  CHITTY_TRY(plan.targets, plan.here ? targets_here(host, plugins) : targets_elsewhere(host, plugins, plan.environment, wait_ms));
  for (const auto& name : asked)
    if (std::none_of(plan.targets.begin(), plan.targets.end(), [&](const auto& target) { return target.name == name; }))
      return make_error(Code::not_found, "no service '" + name + "' to deploy in environment " + plan.environment, "See which there are: chitty os health --all --env " + plan.environment);
  if (!asked.empty()) std::erase_if(plan.targets, [&](const auto& target) { return std::find(asked.begin(), asked.end(), target.name) == asked.end(); });
  if (plan.targets.empty())
    return make_error(Code::not_found, "no service of environment " + plan.environment + " is installed here", "Install its plugin, or add its address: chitty remote add NAME TYPE --base-url URL");
  put_in_order(plan.targets, plugins);
  return plan;
}

Result<void> look_again(Host& host, const Plan& plan, Target& target, std::int64_t wait_ms) {
  if (!plan.here) {
    CHITTY_TRY(const auto rows, look_at_remotes(host, {target.place}, wait_ms));
    take_row(target, rows.at(0));
    return {};
  }
  CHITTY_TRY(const auto rows, commands::rows_of_status(host));
  target.status = "down", target.from.clear();
  for (const auto& row : rows)
    if (text_in(row, "name") == target.name) take_row(target, row);
  return {};
}

}  // namespace os::deployment
