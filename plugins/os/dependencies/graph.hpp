// Who needs whom among the plugins, by what their manifests say; and where that goes round in a circle.
#pragma once

#include "../ecosystem/installed.hpp"

#include <string>
#include <vector>

namespace os {

using Plugins = std::map<std::string, Installed>;

// Each circle once, from its first name in the alphabet: {"a", "b", "a"}. At most a hundred.
std::vector<std::vector<std::string>> cycles_of(const Plugins& plugins);

// One line of a tree that is drawn: "├─ chittyid", how deep it stands, and how the line ends.
struct Branch {
  std::string drawn, name;
  int depth = 0;
  std::vector<std::string> why;  // of what its parent needs it for
  bool installed = true;
  bool again = false;   // shown above already with what it needs
  bool circle = false;  // it stands above itself
};

// What `root` needs, and what that needs, each plugin with its own branches once.
std::vector<Branch> tree_of(const Plugins& plugins, const std::string& root);

// Those that need it, by name.
std::vector<std::string> needed_by(const Plugins& plugins, const std::string& name);

}  // namespace os
