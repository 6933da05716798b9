// The options that every command takes, taken out of argv before the command is known.
#include "base/time.hpp"
#include "cli/arguments.hpp"
#include "cli/values.hpp"

namespace chitty::host {
namespace {

bool is_flag(const Argument& option) { return option.type == ArgumentType::boolean; }

const Argument* find_long(std::string_view name) {
  for (const auto& option : global_arguments())
    if (option.name == name) return &option;
  return nullptr;
}

const Argument* find_short(char name) {
  for (const auto& option : global_arguments())
    if (option.short_name == name) return &option;
  return nullptr;
}

// "--env", "--env=x", "-ojson": the global option that a token begins, if it does.
struct Token {
  const Argument* option = nullptr;
  bool is_short = false;
  std::optional<std::string> value;
};

Token read_token(const std::string& token) {
  if (token.size() < 2 || token[0] != '-' || token == "--") return {};
  if (token[1] == '-') {
    const auto equals = token.find('=');
    const auto* option = find_long(std::string_view(token).substr(2, equals == token.npos ? token.npos : equals - 2));
    if (!option) return {};
    return {option, false, equals == token.npos ? std::nullopt : std::optional(token.substr(equals + 1))};
  }
  const auto* option = find_short(token[1]);
  if (!option) return {};
  return {option, true, token.size() == 2 ? std::nullopt : std::optional(token.substr(2))};
}

// "-qy": flags written together, all of them global; else the token is the command's.
bool take_bundle(const std::string& token, CommandLine& line) {
  std::vector<CommandLine::Taken> bundle;
  for (const char c : token.substr(1)) {
    const auto* option = find_short(c);
    if (!option || !is_flag(*option)) return false;
    bundle.push_back({option, true, {std::string("-") + c}, {}, line.words.size()});
  }
  line.taken.insert(line.taken.end(), bundle.begin(), bundle.end());
  return true;
}

std::string as_written(const CommandLine::Taken& taken) {
  return taken.is_short ? std::string("-") + taken.option->short_name : "--" + taken.option->name;
}

// The text fields by name; the flags by name.
std::string* text_of(GlobalOptions& global, std::string_view name) {
  if (name == "env") return &global.environment;
  if (name == "remote") return &global.remote;
  if (name == "output") return &global.output;
  if (name == "jq") return &global.jq;
  return nullptr;
}

bool* flag_of(GlobalOptions& global, std::string_view name) {
  if (name == "dry-run") return &global.dry_run;
  if (name == "yes") return &global.yes;
  if (name == "insecure") return &global.insecure;
  if (name == "quiet") return &global.quiet;
  if (name == "verbose") return &global.verbose;
  if (name == "trace") return &global.trace;
  if (name == "no-color") return &global.no_color;
  if (name == "help") return &global.help;
  if (name == "version") return &global.version;
  return nullptr;
}

Result<void> apply(const CommandLine::Taken& taken, GlobalOptions& global) {
  const auto& option = *taken.option;
  const auto name = as_written(taken);
  if (is_flag(option)) {
    if (taken.value) return usage_error("option '" + name + "' takes no value");
    *flag_of(global, option.name) = true;
    return {};
  }
  if (!taken.value || taken.value->empty())
    return usage_error("option '" + name + "' requires a value: " + name + " " + placeholder(option));
  const auto value = to_value(option, *taken.value, name, now_ms());
  if (!value) return value.error();
  if (option.type == ArgumentType::duration) {
    global.timeout = std::chrono::milliseconds(value->get_int64());
    return {};
  }
  *text_of(global, option.name) = std::string(value->get_string());  // the last one counts: an alias may have given the first
  return {};
}

bool declares(const Command& command, const CommandLine::Taken& taken) {
  return std::any_of(command.options.begin(), command.options.end(), [&](const Argument& own) {
    return taken.is_short ? own.short_name == taken.option->short_name : own.name == taken.option->name;
  });
}

bool stays_global(const Argument& option) { return option.name == "env" || option.name == "remote"; }

// Tokens of the command's own options, back where they stood.
void give_back(const std::vector<CommandLine::Taken>& own, std::size_t words_before, std::vector<std::string>& rest) {
  std::vector<std::string> whole;
  std::size_t next = 0;
  for (std::size_t i = 0; i <= rest.size(); ++i) {
    for (; next < own.size() && own[next].place <= words_before + i; ++next)
      whole.insert(whole.end(), own[next].tokens.begin(), own[next].tokens.end());
    if (i < rest.size()) whole.push_back(rest[i]);
  }
  rest = std::move(whole);
}

}  // namespace

CommandLine scan_globals(const std::vector<std::string>& argv) {
  CommandLine line;
  for (std::size_t i = 0; i < argv.size(); ++i) {
    if (argv[i] == "--") {
      line.words.insert(line.words.end(), argv.begin() + static_cast<std::ptrdiff_t>(i), argv.end());
      break;
    }
    auto token = read_token(argv[i]);
    if (!token.option) {
      line.words.push_back(argv[i]);
      continue;
    }
    if (token.is_short && token.value && is_flag(*token.option)) {
      if (!take_bundle(argv[i], line)) line.words.push_back(argv[i]);
      continue;
    }
    CommandLine::Taken taken{token.option, token.is_short, {argv[i]}, token.value, line.words.size()};
    const bool wants_more = !is_flag(*token.option) && !token.value;
    if (wants_more && i + 1 < argv.size() && argv[i + 1] != "--" && !read_token(argv[i + 1]).option) {
      taken.tokens.push_back(argv[++i]);
      taken.value = argv[i];
    }
    line.taken.push_back(std::move(taken));
  }
  for (const auto& taken : line.taken) (void)apply(taken, line.global);
  return line;
}

Result<void> settle_globals(CommandLine& line, ResolvedCommand& target) {
  const auto* command = target.command();
  std::vector<CommandLine::Taken> own, global;
  for (auto& taken : line.taken) {
    const bool declared = command && declares(*command, taken);
    if (declared) own.push_back(taken);
    if (!declared || stays_global(*taken.option)) global.push_back(std::move(taken));
  }
  give_back(own, line.words.size() - target.rest.size(), target.rest);
  line.taken = std::move(global);
  line.global = {};
  for (const auto& taken : line.taken)
    if (auto done = apply(taken, line.global); !done) return done.error();
  return {};
}

}  // namespace chitty::host
