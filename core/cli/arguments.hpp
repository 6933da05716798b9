// Rest to arguments: typed, checked, defaults in; by Boost.Program_options under the manifest's declarations.
#pragma once

#include <chitty/error.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/words.hpp"
#include "manifest/manifest.hpp"

namespace chitty::host {

// The options that every command takes, before or after the words.
struct GlobalOptions {
  std::string environment, remote, output, jq;
  bool quiet = false, verbose = false, trace = false, dry_run = false, yes = false, insecure = false, no_color = false, help = false,
       version = false;
  std::optional<std::chrono::milliseconds> timeout;
};

// argv (without its first) with the global options taken out.
struct CommandLine {
  // One global option as it was written.
  struct Taken {
    const Argument* option;
    bool is_short;                    // "-o", "-ojson"
    std::vector<std::string> tokens;  // one or two
    std::optional<std::string> value;
    std::size_t place;  // before which of `words` it stood
  };
  GlobalOptions global;
  std::vector<std::string> words;  // in order, options of commands still among them
  std::vector<Taken> taken;
};

// Which options are global is known before the command is, and a command may declare one of the same name (`inbox
// process
// --dry-run`, `export --output FILE`). So there are two steps: scan, find the command, settle.
//
// `scan_globals` refuses nothing: a value that is wrong is left out of `global`. `--` ends options. A name that a
// command uses with a value of its own is best written with `=` when the value looks like a global option
// (`--args=-q`). `settle_globals` puts options that the command declares back into target.rest, and refuses what is
// wrong with the others.
// `--env` and `--remote` keep their meaning for the host even then (`deploy --env staging` reads its settings from
// there).
CommandLine scan_globals(const std::vector<std::string>& argv);
Result<void> settle_globals(CommandLine& line, ResolvedCommand& target);

// The declarations of the global options, for help, completion and the manual.
const std::vector<Argument>& global_arguments();

// Each but --help and --version is a variable, too: "CHITTY_DRY_RUN" for --dry-run, empty for those two. `take_variables` puts in
// what the line leaves open (an empty variable is none); --env's, CHITTY_ENV, is read with the configuration, since it ranks
// between the line and the file. INVALID_ARGUMENT names the variable.
using OptionVariables = std::function<std::optional<std::string>(const std::string& name)>;
std::string variable_of(const Argument& global);
Result<void> take_variables(GlobalOptions& global, const OptionVariables& variables);

// The command's own rest to a JSON object by argument name: string, choice (in its declared spelling), file, secret as
// strings; integer as a number; boolean; list and repeated as arrays of strings; duration in milliseconds; time as RFC
// 3339 UTC; json as itself. What was not given and has no default is absent. A boolean `--mine` also has `--no-mine`
// and
// `--mine=false`. A file argument is checked to exist when its name is given; "-" is standard input.
// A positional argument and an option may share a name: then either gives the value, and one of them is enough.
// Errors name the argument as the person wrote it.
Result<json::object> parse_arguments(const Command& command, const std::vector<std::string>& rest, std::int64_t now_ms);

}  // namespace chitty::host
