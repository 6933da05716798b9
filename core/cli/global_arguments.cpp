// The declarations of the options that every command takes.
#include "cli/arguments.hpp"

namespace chitty::host {
namespace {

Argument option(const char* name, char short_name, ArgumentType type, const char* summary,
                const char* placeholder = "") {
  Argument argument;
  argument.name = name;
  argument.short_name = short_name;
  argument.type = type;
  argument.summary = summary;
  argument.placeholder = placeholder;
  return argument;
}

std::vector<Argument> declare() {
  using enum ArgumentType;
  std::vector<Argument> all{
      option("env", 0, string, "Use this environment, such as local or staging", "<env>"),
      option("remote", 0, string, "Use this remote, by its name in the configuration", "<remote>"),
      option("output", 'o', choice, "Output format", "<format>"),
      option("jq", 0, string, "Filter the output with a jq expression", "<expression>"),
      option("timeout", 0, duration, "Give up after this time", "<time>"),
      option("dry-run", 0, boolean, "Show what would be done, and do nothing"),
      option("yes", 'y', boolean, "Answer yes to every question"),
      option("insecure", 0, boolean, "Send a credential unencrypted to another machine"),
      option("quiet", 'q', boolean, "Print the result only, no notes"),
      option("verbose", 'v', boolean, "Print more detail"),
      option("trace", 0, boolean, "Print every request and reply, secrets left out"),
      option("no-color", 0, boolean, "Disable colors (also: NO_COLOR)"),
      option("help", 'h', boolean, "Show help for this command"),
      option("version", 0, boolean, "Show the version"),
  };
  all[0].suggest = {"environments"};
  all[1].suggest = {"remotes", "services"};
  all[2].choices = {"table", "json", "ndjson", "yaml", "csv"};
  all[4].minimum = 1;  // no time at all is no limit to work within
  return all;
}

}  // namespace

const std::vector<Argument>& global_arguments() {
  static const std::vector<Argument> all = declare();
  return all;
}

}  // namespace chitty::host
