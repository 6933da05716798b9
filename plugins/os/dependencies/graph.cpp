#include "graph.hpp"

#include <algorithm>
#include <set>

namespace os {

namespace {

constexpr std::size_t most_cycles = 100;
constexpr int deepest = 64;

const std::map<std::string, std::vector<std::string>>& needs_of(const Plugins& plugins, const std::string& name) {
  static const std::map<std::string, std::vector<std::string>> none;
  const auto found = plugins.find(name);
  return found == plugins.end() ? none : found->second.needs;
}

// Depth first; `path` is how we came here. A circle is told where its smallest name begins it.
void walk(const Plugins& plugins, std::vector<std::string>& path, std::set<std::string>& done, std::set<std::vector<std::string>>& circles) {
  for (const auto& [name, why] : needs_of(plugins, path.back())) {
    const auto at = std::find(path.begin(), path.end(), name);
    if (at != path.end()) {
      std::vector<std::string> circle(at, path.end());
      std::rotate(circle.begin(), std::min_element(circle.begin(), circle.end()), circle.end());
      circle.push_back(circle.front());
      if (circles.size() < most_cycles) circles.insert(std::move(circle));
    } else if (!done.contains(name)) {
      path.push_back(name);
      walk(plugins, path, done, circles);
      path.pop_back();
    }
  }
  done.insert(path.back());
}

struct Drawing {
  const Plugins& plugins;
  std::vector<Branch>& lines;
  std::set<std::string> shown{};
  std::vector<std::string> above{};

  void below(const std::string& name, const std::string& margin) {
    const auto& needs = needs_of(plugins, name);
    std::size_t i = 0;
    for (const auto& [need, why] : needs) {
      const bool last = ++i == needs.size();
      Branch line{margin + (last ? "└─ " : "├─ ") + need, need, static_cast<int>(above.size()), why, plugins.contains(need)};
      line.circle = std::find(above.begin(), above.end(), need) != above.end();
      line.again = !line.circle && shown.contains(need) && !needs_of(plugins, need).empty();
      const bool further = !line.circle && !line.again && line.depth < deepest;
      lines.push_back(std::move(line));
      if (!further) continue;
      shown.insert(need);
      above.push_back(need);
      below(need, margin + (last ? "   " : "│  "));
      above.pop_back();
    }
  }
};

}  // namespace

std::vector<std::vector<std::string>> cycles_of(const Plugins& plugins) {
  std::set<std::string> done;
  std::set<std::vector<std::string>> circles;
  for (const auto& [name, plugin] : plugins) {
    std::vector<std::string> path{name};
    if (!done.contains(name)) walk(plugins, path, done, circles);
  }
  return {circles.begin(), circles.end()};
}

std::vector<Branch> tree_of(const Plugins& plugins, const std::string& root) {
  std::vector<Branch> lines{{root, root, 0, {}, plugins.contains(root)}};
  Drawing drawing{plugins, lines};
  drawing.shown.insert(root);
  drawing.above.push_back(root);
  drawing.below(root, "");
  return lines;
}

std::vector<std::string> needed_by(const Plugins& plugins, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [other, plugin] : plugins)
    if (plugin.needs.contains(name)) names.push_back(other);
  return names;
}

}  // namespace os
