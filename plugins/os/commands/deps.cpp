// chitty os deps: which plugins need which others.
#include "commands.hpp"

#include "../dependencies/graph.hpp"

#include <chitty/verdict.hpp>

namespace os::commands {

namespace {

json::array texts(const std::vector<std::string>& words) { return json::array(words.begin(), words.end()); }

std::string line_of(const std::vector<std::string>& names, const char* between) {
  std::string line;
  for (const auto& name : names) line += (line.empty() ? "" : between) + name;
  return line;
}

void tell_circles(Host& host, const Plugins& plugins) {
  for (const auto& circle : cycles_of(plugins)) host.note("warning: a circle: " + line_of(circle, " -> "));
}

json::object row_of(const Plugins& plugins, const std::string& name) {
  const auto plugin = plugins.find(name);
  json::object row{{"tree", name}, {"name", name}, {"state", plugin == plugins.end() ? "not installed" : "installed"}};
  if (plugin != plugins.end()) row["version"] = plugin->second.version;
  json::array needs;
  if (plugin != plugins.end())
    for (const auto& [need, why] : plugin->second.needs) needs.emplace_back(need);
  row["needs"] = std::move(needs);
  row["neededBy"] = texts(needed_by(plugins, name));
  return row;
}

Result<void> give_tree(Host& host, const Plugins& plugins, const std::string& root) {
  for (const auto& line : tree_of(plugins, root)) {
    json::object row{{"tree", line.drawn + (line.circle ? " (a circle)" : line.again ? " (see above)"
                                                                                     : "")},
                     {"name", line.name},
                     {"depth", line.depth}};
    row["state"] = line.installed ? "installed" : "not installed";
    if (!line.why.empty()) row["why"] = texts(line.why);
    if (line.circle) row["circle"] = true;
    CHITTY_DO(host.record(row));
  }
  return {};
}

// Those that nobody needs: from there everything is reached. In a circle that nobody else needs, its first.
std::vector<std::string> roots_of(const Plugins& plugins) {
  std::vector<std::string> roots;
  for (const auto& [name, plugin] : plugins)
    if (needed_by(plugins, name).empty()) roots.push_back(name);
  for (const auto& circle : cycles_of(plugins)) {
    bool reached = false;
    for (const auto& root : roots)
      for (const auto& line : tree_of(plugins, root)) reached = reached || line.name == circle.front();
    if (!reached) roots.push_back(circle.front());
  }
  return roots;
}

// One: itself with all that it needs. Is it not here, those that would need it are shown, and it is said.
Result<Reply> of_one(Host& host, const Plugins& plugins, const std::string& name, bool as_tree) {
  if (plugins.contains(name)) {
    CHITTY_DO(as_tree ? give_tree(host, plugins, name) : host.record(row_of(plugins, name)));
    if (!as_tree)
      for (const auto& [need, why] : plugins.at(name).needs) {
        auto row = row_of(plugins, need);
        row["why"] = texts(why);
        CHITTY_DO(host.record(row));
      }
    return Reply::nothing();
  }
  CHITTY_DO(host.record(row_of(plugins, name)));
  return verdict(make_error(Code::not_found, "'" + name + "' is not installed, so nobody knows what it needs", "List the plugins: chitty plugin list"));
}

}  // namespace

Result<Reply> deps(const Deps& args, Host& host) {
  const auto plugins = installed(host);
  tell_circles(host, plugins);
  if (!args.plugin.empty()) return of_one(host, plugins, args.plugin, args.tree);
  if (args.tree) {
    for (const auto& root : roots_of(plugins)) CHITTY_DO(give_tree(host, plugins, root));
  } else {
    for (const auto& [name, plugin] : plugins) CHITTY_DO(host.record(row_of(plugins, name)));
  }
  return Reply::nothing();
}

}  // namespace os::commands
