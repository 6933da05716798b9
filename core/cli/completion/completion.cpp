#include "cli/completion/completion.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/values.hpp"
#include "cli/written.hpp"

namespace chitty::host {

namespace {

using Words = std::vector<std::string>;

bool begins_with(std::string_view text, std::string_view start, bool any_case) {
  const auto begin = text.substr(0, start.size());
  return any_case ? equal_ignoring_case(begin, start) : begin == start;
}

// One question, answered piece by piece.
class Suggesting {
 public:
  Suggesting(const HostCommands& host, const Installed& installed, const Remotes& remotes, std::string current)
      : host_(host), installed_(installed), remotes_(remotes), current_(std::move(current)) {}

  Completions run(const Words& before);

 private:
  void add(std::string word, std::string_view summary, bool any_case = false);
  void first_words();
  void next(const ResolvedCommand& target);
  void in_command(const ResolvedCommand& target, const Command& command, const Written& written);
  void options(const std::vector<Argument>& options, const std::set<std::string>& given);
  void own_flags_off(const Command& command);
  void value(const Argument& argument, std::string_view partial, const std::string& lead);
  bool value_after_equals(const Command* command);
  void names_of_remotes(const std::string& lead);
  void names_of_services(const std::string& lead);
  void names_of_plugins(const std::string& lead);
  void names_of(std::string_view kind, const std::string& lead);

  const HostCommands& host_;
  const Installed& installed_;
  const Remotes& remotes_;
  const std::string current_;
  Completions found_;
};

void Suggesting::add(std::string word, std::string_view summary, bool any_case) {
  if (begins_with(word, current_, any_case)) found_.words.push_back({std::move(word), std::string(summary)});
}

void Suggesting::names_of_remotes(const std::string& lead) {
  if (!remotes_.names) return;
  for (const auto& name : remotes_.names()) add(lead + name, remotes_.type_of ? remotes_.type_of(name) : "");
}

// Those that no remote of the same name hides.
void Suggesting::names_of_services(const std::string& lead) {
  const auto remotes = remotes_.names ? remotes_.names() : Words();
  for (const auto& row : installed_.rows()) {
    if (!row.reason.empty() || std::find(remotes.begin(), remotes.end(), row.name) != remotes.end()) continue;
    const auto manifest = installed_.manifest(row);
    if (manifest && (manifest->service || !manifest->remote.settings.empty())) add(lead + std::string(row.name), row.summary);
  }
}

void Suggesting::names_of(std::string_view kind, const std::string& lead) {
  if (kind == "remotes") return names_of_remotes(lead);
  if (kind == "services") return names_of_services(lead);
  if (kind == "plugins") return names_of_plugins(lead);
  if (!remotes_.of_kind) return;
  for (const auto& name : remotes_.of_kind(kind)) add(lead + name, "");
}

void Suggesting::names_of_plugins(const std::string& lead) {
  for (const auto& row : installed_.rows())
    if (!row.name.empty()) add(lead + std::string(row.name), row.summary);
}

// The first word of all: what a newcomer looks for first. A plugin's own name works always and is shown when nothing
// else fits.
void Suggesting::first_words() {
  for (const auto& root : installed_.roots()) add(std::string(root.word), root.summary);
  if (remotes_.names)
    for (const auto& name : remotes_.names())
      add(name, remotes_.type_of ? "remote of type " + remotes_.type_of(name) : "remote");
  for (const auto& word : host_.words) add(std::string(word.word), word.summary);
  if (!found_.words.empty()) return;
  for (const auto& row : installed_.rows())
    if (row.reason.empty()) add(std::string(row.name), row.summary);
}

void Suggesting::next(const ResolvedCommand& target) {
  for (const auto& word : next_words(target.manifest, target.path)) add(word.word, word.summary);
  for (const auto& root : target.manifest.roots)
    if (root.hands_on && root.word == target.path) first_words();
}

// Values of one argument. `lead` is what already stands before it in the same word ("--entity=", "a,").
void Suggesting::value(const Argument& argument, std::string_view partial, const std::string& lead) {
  std::string before = lead;
  if (argument.type == ArgumentType::list)
    if (const auto comma = partial.rfind(','); comma != partial.npos) before += partial.substr(0, comma + 1);
  for (const auto& choice : argument.choices) add(before + choice, argument.summary, true);
  if (argument.type == ArgumentType::file) found_.files = true;
  if (is_flag(argument)) {
    add(before + "true", "");
    add(before + "false", "");
  }
  for (const auto& kind : argument.suggest) names_of(kind, before);
}

void Suggesting::options(const std::vector<Argument>& options, const std::set<std::string>& given) {
  for (const auto& option : options)
    if (option.repeated || option.type == ArgumentType::list || !given.contains(option.name))
      add("--" + option.name, option.summary);
}

// `--no-mine` is shown once it is being written: it would only double the list.
void Suggesting::own_flags_off(const Command& command) {
  if (current_.compare(0, 4, "--no") != 0) return;
  for (const auto& option : command.options)
    if (is_flag(option)) add("--no-" + option.name, "Not: " + option.summary);
}

// "--entity=PE": the command's own option, or a global one.
bool Suggesting::value_after_equals(const Command* command) {
  const auto equals = current_.find('=');
  if (current_.compare(0, 2, "--") != 0 || equals == current_.npos) return false;
  const auto lead = current_.substr(0, equals + 1);
  const auto name = std::string_view(current_).substr(2, equals - 2);
  const auto partial = std::string_view(current_).substr(equals + 1);
  if (const auto* option = command ? own_option(*command, current_) : nullptr) {
    value(*option, partial, lead);
    return true;
  }
  for (const auto& option : global_arguments())
    if (option.name == name && !is_flag(option)) value(option, partial, lead);
  return true;
}

void Suggesting::in_command(const ResolvedCommand& target, const Command& command, const Written& written) {
  if (written.awaiting) return value(*written.awaiting, current_, "");
  if (!written.ended && current_.size() > 0 && current_[0] == '-') {
    if (value_after_equals(&command)) return;
    options(command.options, written.options);
    own_flags_off(command);
    for (const auto& option : global_arguments())
      if (!own_option(command, "--" + option.name)) add("--" + option.name, option.summary);
    return;
  }
  if (target.rest.empty()) next(target);
  const bool more = written.words < command.arguments.size();
  const auto* argument = more                        ? &command.arguments[written.words]
                         : command.arguments.empty() ? nullptr
                                                     : &command.arguments.back();
  if (argument && (more || argument->repeated)) return value(*argument, current_, "");
  if (found_.words.empty() && current_.empty()) options(command.options, written.options);
}

Completions Suggesting::run(const Words& before) {
  auto line = scan_globals(before);
  // `chitty help id <TAB>` completes as `chitty id <TAB>` does.
  if (!line.words.empty() && line.words[0] == "help") {
    line.words.erase(line.words.begin());
    for (auto& taken : line.taken) taken.place -= taken.place > 0;
  }
  std::optional<ResolvedCommand> target;
  if (!line.words.empty()) {
    auto found = resolve_command(line.words, host_, installed_, remotes_);
    if (!found) return {};
    target = std::move(*found);
    (void)settle_globals(line, *target);  // a wrong value is refused when the command runs
  }

  const auto* command = target ? target->command() : nullptr;
  const Written written = command ? read_rest(*command, target->rest) : Written{};
  const auto* last = line.taken.empty() ? nullptr : &line.taken.back();
  const bool global_awaits =
      last && !is_flag(*last->option) && !last->value && last->tokens.back() == before.back() && !written.awaiting;
  if (global_awaits)
    value(*last->option, current_, "");
  else if (command)
    in_command(*target, *command, written);
  else if (!current_.empty() && current_[0] == '-') {
    if (!value_after_equals(nullptr)) options(global_arguments(), {});
  } else if (target)
    next(*target);
  else
    first_words();
  return std::move(found_);
}

}  // namespace

Completions suggest(const std::vector<std::string>& words, const HostCommands& host, const Installed& installed,
                    const Remotes& remotes) {
  if (words.empty()) return Suggesting(host, installed, remotes, "").run({});
  return Suggesting(host, installed, remotes, words.back()).run({words.begin(), words.end() - 1});
}

}  // namespace chitty::host
