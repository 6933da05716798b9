// The keys of an environment, said once: which they are, and how they are called where one is misspelt.
#pragma once

#include <string>
#include <vector>

namespace chitty::host {

inline std::vector<std::string> with_environment_keys(std::vector<std::string> more) {
  std::vector<std::string> all{"baseUrl", "token", "accounts", "authority", "sharedDatabase", "sharedBlobs", "services", "quotas", "alerts", "reach", "enabledServices", "deployer", "traces"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

// Of the environment in use, directly under `chittyos`; and in the block of another.
inline std::vector<std::string> keys_of_chittyos() { return with_environment_keys({"environment", "environments"}); }
inline std::vector<std::string> keys_of_block() { return with_environment_keys({"remotes"}); }

}  // namespace chitty::host
