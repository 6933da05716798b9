// The declarations of the options that every command takes.
#include "cli/arguments.hpp"

namespace chitty {
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
      option("env", 0, string, "Environment: local, dev, staging, production or your own", "<env>"),
      option("remote", 0, string, "Remote to ask, by its name in the configuration", "<remote>"),
      option("output", 'o', choice, "How to write the result", "<format>"),
      option("jq", 0, string, "Select from the result with a jq expression", "<expression>"),
      option("timeout", 0, duration, "Give up after this time, as in 30s", "<time>"),
      option("dry-run", 0, boolean, "Show the request and send nothing"),
      option("yes", 'y', boolean, "Answer yes to every question"),
      option("quiet", 'q', boolean, "Write the result only"),
      option("verbose", 'v', boolean, "Say more of what is done"),
      option("trace", 0, boolean, "Show every exchange, without its secrets"),
      option("no-color", 0, boolean, "No colours; NO_COLOR does the same"),
      option("help", 'h', boolean, "Show help for these words"),
      option("version", 0, boolean, "Show the version of chitty"),
  };
  all[2].choices = {"table", "json", "ndjson", "yaml", "csv"};
  return all;
}

}  // namespace

const std::vector<Argument>& global_arguments() {
  static const std::vector<Argument> all = declare();
  return all;
}

}  // namespace chitty
