// Rest to arguments: typed, checked, defaults in; by Boost.Program_options under the manifest's declarations.
#pragma once

#include "plugin/manifest.hpp"

#include <chitty/error.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace chitty {

// The options that every command takes, before or after the words.
struct GlobalOptions {
  std::string environment, remote, output, jq;
  bool quiet = false, verbose = false, trace = false, dry_run = false, yes = false, no_color = false, help = false, version = false;
  std::optional<std::chrono::milliseconds> timeout;
};

// Take the global options out of argv (without its first): what is left are words and the command's own. An option that the
// command itself declares is the command's. `--` ends options.
struct CommandLine {
  GlobalOptions global;
  std::vector<std::string> words;  // in order, options of commands still among them
};
Result<CommandLine> parse_globals(const std::vector<std::string>& argv);

// The declarations of the global options, for help, completion and the manual.
const std::vector<Argument>& global_arguments();

// The command's own rest to a JSON object by argument name: string, choice, file, secret as strings; integer as a number;
// boolean; list and repeated as arrays of strings; duration in milliseconds; time as RFC 3339 UTC; json as itself. A file
// argument is checked to exist when its name is given; "-" is standard input. Errors name the argument as the person wrote it.
Result<json::object> parse_arguments(const Command& command, const std::vector<std::string>& rest, std::int64_t now_ms);

}  // namespace chitty
