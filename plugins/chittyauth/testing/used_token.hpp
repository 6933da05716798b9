// The token that a fake host would send from now on: what its configuration refers to; empty when there is none.
#pragma once

#include <chitty/testkit.hpp>

namespace chitty::auth::testing {

inline std::string used_token(const testkit::FakeHost& host) {
  const auto reference = host.config.find("chittyos.token");
  if (reference == host.config.end() || !reference->second.is_string()) return {};
  const std::string name = std::string(reference->second.as_string()).substr(std::string_view("keyring:").size());
  const auto kept = host.secrets.find(name);
  return kept == host.secrets.end() ? std::string() : kept->second;
}

}  // namespace chitty::auth::testing
