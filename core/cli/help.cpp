#include "cli/help.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/arguments.hpp"
#include "cli/layout.hpp"
#include "cli/values.hpp"

#include <boost/json/serialize.hpp>

namespace chitty::host {
namespace {

const std::string no_break = "\xC2\xA0";   // an option and its value stay on one line
constexpr std::size_t many_roots = 9;      // more, and two stand in a line
constexpr std::size_t many_commands = 16;  // more, and a group lists its subgroups instead of everything

std::size_t line_width(int width) { return static_cast<std::size_t>(std::max(width, 40)); }

std::string paragraph(std::string_view text, std::size_t width) { return wrap(text, width, 0, 0) + "\n"; }

// The value of an option as usage shows it: "{a|b}" when that is short.
std::string value_form(const Argument& argument) {
  if (argument.type != ArgumentType::choice || !argument.placeholder.empty()) return placeholder(argument);
  const auto choices = "{" + join(argument.choices, "|") + "}";
  return choices.size() <= 32 ? choices : placeholder(argument);
}

std::string option_form(const Argument& option) {
  const auto form = "--" + option.name + (option.type == ArgumentType::boolean ? "" : no_break + value_form(option));
  const auto repeated = option.repeated ? "..." : "";
  return (option.required ? form : "[" + form + "]") + repeated;
}

std::string word_form(const Argument& argument) {
  const auto form = value_form(argument) + (argument.repeated ? "..." : "");
  return argument.required ? form : "[" + form + "]";
}

std::string usage_forms(const Command& command) {
  std::string line, optional;
  for (const auto& option : command.options) (option.required ? line : optional) += " " + option_form(option);
  for (const auto& argument : command.arguments) line += " " + word_form(argument);
  return line + optional;
}

std::string as_text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

const char* time_forms(Direction direction) {
  if (direction == Direction::past) return "time: 2026-11-23, yesterday, 7days (ago)";
  if (direction == Direction::future) return "time: 2026-11-23, tomorrow, 7days (from now)";
  return "time: 2026-11-23, '7days ago', 'in 7days'";
}

// What may be given: the facts that the summary does not say.
std::string facts(const Argument& argument, bool is_option) {
  std::vector<std::string> all;
  if (argument.required && is_option) all.push_back("required");
  if (!argument.choices.empty() && value_form(argument)[0] != '{') all.push_back(has_many_choices(argument) ? argument.form : join(argument.choices, ", "));
  const auto border = [&](std::int64_t value) {
    return argument.type == ArgumentType::duration ? as_duration(std::chrono::milliseconds(value)) : std::to_string(value);
  };
  if (argument.minimum && argument.maximum)
    all.push_back(border(*argument.minimum) + " to " + border(*argument.maximum));
  else if (argument.minimum && argument.type != ArgumentType::duration)
    all.push_back("at least " + border(*argument.minimum));
  else if (argument.maximum)
    all.push_back("at most " + border(*argument.maximum));
  switch (argument.type) {
    case ArgumentType::list:
      all.push_back("list: a,b");
      break;
    case ArgumentType::file:
      all.push_back("file, or - for standard input");
      break;
    case ArgumentType::duration:
      all.push_back("duration: 90s, 7days");
      break;
    case ArgumentType::time:
      all.push_back(time_forms(argument.direction));
      break;
    case ArgumentType::json:
      all.push_back("JSON");
      break;
    case ArgumentType::secret:
      all.push_back("secret, or env:NAME or file:PATH");
      break;
    default:
      break;
  }
  if (argument.repeated && is_option) all.push_back("repeatable");
  if (!argument.fallback.is_null()) all.push_back("default " + as_text(argument.fallback));
  return all.empty() ? "" : " (" + join(all, "; ") + ")";
}

std::string option_name(const Argument& option) {
  const auto form = option.type == ArgumentType::boolean ? "" : " " + value_form(option);
  return (option.short_name ? std::string("-") + option.short_name + ", --" : "    --") + option.name + form;
}

Rows rows_of(const std::vector<Argument>& arguments, bool are_options) {
  Rows rows;
  for (const auto& argument : arguments)
    rows.emplace_back(are_options ? option_name(argument) : word_form(argument),
                      argument.summary + facts(argument, are_options));
  return rows;
}

// Every command below a group with the words that are left to write, or its next words when those are too many.
Rows commands_below(const Manifest& manifest, const std::string& path) {
  Rows rows;
  for (const auto& command : manifest.commands)
    if (!command.hidden && command.path.compare(0, path.size() + 1, path + " ") == 0)
      rows.emplace_back(command.path.substr(path.size() + 1), command.summary);
  if (rows.size() <= many_commands) return rows;
  rows.clear();
  for (const auto& next : next_words(manifest, path)) rows.emplace_back(next.word, next.summary);
  return rows;
}

const Root* root_of(const Manifest& manifest, std::string_view path) {
  for (const auto& root : manifest.roots)
    if (root.word == path) return &root;
  return nullptr;
}

}  // namespace

std::string usage_line(const Command& command) {
  return wrap("chitty " + command.path + usage_forms(command), std::string::npos / 2, 0, 0);
}

std::string front_page(const std::vector<HostWord>& host, const std::vector<CatalogueRoot>& roots,
                       const std::vector<CatalogueStep>& start, int width, bool colour) {
  const auto wide = line_width(width);
  std::string page = paragraph("The command line for ChittyOS and the services around it", wide) + "\n";
  page += "Usage: chitty <command> [options]\n\n";

  Rows first, rows, own;
  for (const auto& step : start) first.emplace_back(step.command, step.summary);
  for (const auto& root : roots) rows.emplace_back(root.word, root.summary);
  for (const auto& word : host) own.emplace_back(word.word, word.summary);
  if (!first.empty()) page += heading("Start here", colour) + columns(first, wide) + "\n";
  if (rows.empty())
    page += paragraph("No plugins are installed. Where chitty looks for them: chitty plugin list", wide);
  else
    page += heading("Commands", colour) + (rows.size() > many_roots ? narrow_columns(rows, wide) : columns(rows, wide));
  page += "\n" + heading("Manage chitty", colour) + narrow_columns(own, wide);
  page += "\n" + heading("Options for every command", colour) + columns(rows_of(global_arguments(), true), wide);
  return page + "\n" + paragraph("Help for a command: chitty <command> --help", wide);
}

std::string group_page(const ResolvedCommand& target, int width, bool colour) {
  const auto wide = line_width(width);
  std::string page;
  const auto* root = root_of(target.manifest, target.path);
  if (root) page += paragraph(root->summary, wide) + "\n";
  page += "Usage: " + target.line() + " <command> [options]\n\n";
  page += heading("Commands", colour) + columns(commands_below(target.manifest, target.path), wide);
  if (root && root->hands_on)
    page += "\n" +
            paragraph("Other commands work here too: 'chitty " + root->word + " <command>' is 'chitty <command>'.",
                      wide);
  return page + "\n" + paragraph("Help for a command: " + target.line() + " <command> --help", wide);
}

std::string command_page(const ResolvedCommand& target, int width, bool colour) {
  const auto* command = target.command();
  if (!command) return group_page(target, width, colour);
  const auto wide = line_width(width);
  std::string page = paragraph(command->summary, wide) + "\n";
  page += wrap("Usage: " + target.line() + usage_forms(*command), wide, 9, 0) + "\n";
  if (!command->description.empty()) page += "\n" + paragraph(command->description, wide);
  if (!command->arguments.empty())
    page += "\n" + heading("Arguments", colour) + columns(rows_of(command->arguments, false), wide);
  if (!command->options.empty())
    page += "\n" + heading("Options", colour) + columns(rows_of(command->options, true), wide);
  const auto deeper = commands_below(target.manifest, command->path);
  if (!deeper.empty()) page += "\n" + heading("Commands", colour) + columns(deeper, wide);
  if (!command->examples.empty()) {
    page += "\n" + heading("Examples", colour);
    for (const auto& example : command->examples)
      page += "  " + wrap(example.command, wide, 6, 2) + "\n      " + wrap(example.summary, wide, 6, 6) + "\n";
  }
  if (!command->scopes.empty()) page += "\n" + paragraph("Needs a token with " + join(command->scopes, ", "), wide);
  return page + "\n" + paragraph("Options for every command (--env, --output, --dry-run and others): chitty --help", wide);
}

}  // namespace chitty::host
