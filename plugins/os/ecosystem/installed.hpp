// What is installed here, as the manifests say it.
#pragma once

#include <chitty/host.hpp>

#include <map>
#include <string>
#include <vector>

namespace os {

// One plugin that is used, and what others it needs.
struct Installed {
  std::string name, version, sha256;
  std::string health = "/health";  // the path of its page of health
  bool has_service = false;
  std::map<std::string, std::vector<std::string>> needs{};  // by plugin: for what ("commands", "service", "remote")
};

// By name. Empty where the host does not tell what is installed.
std::map<std::string, Installed> installed(chitty::Host& host);

}  // namespace os
