// What the host's own commands work with, instead of a plugin's `Host`: what is installed, what is configured, and the few
// things that only the run can do for them. Made for one call.
#pragma once

#include "cli/installed.hpp"
#include "config/config.hpp"

#include <chitty/error.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chitty {

struct BuiltinContext {
  const Paths& paths;
  Catalogue& catalogue;
  std::function<Result<Config*>()> config;  // read when first asked for: most of these commands never do
  std::string environment;                  // what --env asked for; empty: let Config::environment decide
  std::filesystem::path working_folder{};
  HostCommands host{};
  Remotes remotes{};
  std::function<Result<void>(std::string_view bytes)> bytes{};      // to stdout as they are
  std::function<void(std::string_view line)> note{};                // to stderr
  std::function<bool(std::string_view question)> confirm{};         // yes, or --yes, or nobody to ask
  std::optional<Error> verdict{};  // what the records amount to, when that is a failure: told after them
  std::function<Result<int>(const Remote&, const RemoteType&)> probe{};  // the status of its health path, by the real transport
};

}  // namespace chitty
