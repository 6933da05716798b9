// What the host's own commands work with, instead of a plugin's `Host`: what is installed, what is configured, and the few
// things that only the run can do for them. Made for one call.
#pragma once

#include "cli/installed.hpp"
#include "config/config.hpp"
#include "request/courier.hpp"
#include "request/words.hpp"

#include <chitty/error.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::host {

// The remote that --remote names, to be sent to; and how its lists go on: what its service declares, else the header Link.
struct Addressed {
  std::unique_ptr<Courier> courier;
  Paging paging;
};

struct BuiltinContext {
  const Paths& paths;
  Catalogue& catalogue;
  std::function<Result<Config*>()> config;  // read when first asked for: most of these commands never do
  std::string environment;                  // what --env asked for; empty: let Config::environment decide
  std::filesystem::path working_folder{};
  HostCommands host{};
  Remotes remotes{};
  std::function<Result<void>(std::string_view bytes)> bytes{};               // to stdout as they are
  std::function<Result<std::string>()> input{};                              // all of standard input, at most 64 MiB
  std::function<void(std::string_view line)> note{};                         // to stderr
  std::function<Result<std::string>(const std::string& name)> ask_secret{};  // typed unseen, or from standard input
  std::optional<Error> verdict{};                                            // what the records amount to, when that is a failure: told after them
  std::function<bool()> cancelled{};                                         // is the run to stop?
  std::function<Result<Addressed>()> address{};
  std::function<Result<void>(const std::string& what)> confirm{};  // ask before this one thing that cannot be undone, or need --yes
  // GET of a path of the remote, by the real transport, with its credential or without.
  struct Probe {
    int status = 0;
    bool is_json = false;
  };
  std::function<Result<Probe>(const Remote&, const RemoteType&, const std::string& path, bool with_credential)> probe{};
};

}  // namespace chitty::host
