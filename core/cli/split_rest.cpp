#include "cli/split_rest.hpp"

#include <boost/program_options.hpp>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/help.hpp"
#include "cli/values.hpp"

namespace chitty::host {
namespace {

namespace po = boost::program_options;

std::string no_name(const Argument& option) { return "no-" + option.name; }

const Argument* option_named(const Command& command, std::string_view name) {
  for (const auto& option : command.options)
    if (option.name == name) return &option;
  return nullptr;
}

// A boolean has `--no-NAME` unless that is another option's name.
bool has_no_name(const Command& command, const Argument& option) {
  return option.type == ArgumentType::boolean && !option_named(command, no_name(option));
}

po::options_description describe(const Command& command) {
  po::options_description all;
  for (const auto& option : command.options) {
    const std::string names = option.short_name ? option.name + "," + option.short_name : option.name;
    auto* value = po::value<std::string>();
    if (option.type == ArgumentType::boolean) value->implicit_value("true");
    all.add_options()(names.c_str(), value);
    if (has_no_name(command, option)) all.add_options()(no_name(option).c_str(), new po::untyped_value(true));
  }
  return all;
}

// The boolean option that a token is ("--mine") or begins with ("-m", "-mc3").
const Argument* flag_at(const Command& command, const std::string& token) {
  if (token.size() < 2 || token[0] != '-') return nullptr;
  for (const auto& option : command.options) {
    if (option.type != ArgumentType::boolean) continue;
    if (token[1] == '-' ? token.compare(2, token.npos, option.name) == 0 : option.short_name == token[1])
      return &option;
  }
  return nullptr;
}

bool looks_like_number(const std::string& text) {
  return text.size() > 1 && text[0] == '-' &&
         ((text[1] >= '0' && text[1] <= '9') || (text[1] == '.' && text.size() > 2));
}

// Three things that Program_options sees otherwise: `-5` is a word and not an
// option, `--name=` is an empty value, and a flag takes a value only by `=`.
std::vector<po::option> beforehand(const Command& command, std::vector<std::string>& tokens) {
  const std::string token = tokens[0];
  po::option option;
  option.original_tokens = {token};
  if (looks_like_number(token)) {
    option.value = {token};
  } else if (token.size() > 3 && token.compare(0, 2, "--") == 0 && token.find('=') == token.size() - 1) {
    option.string_key = token.substr(2, token.size() - 3);
    option.value = {""};
  } else if (const auto* flag = flag_at(command, token)) {
    option.string_key = flag->name;
    option.value = {"true"};
    if (token[1] != '-' && token.size() > 2) {  // "-mc3": one letter off the front
      option.original_tokens = {token.substr(0, 2)};
      tokens[0] = "-" + token.substr(2);
      return {option};
    }
  } else {
    return {};
  }
  tokens.erase(tokens.begin());
  return {option};
}

Error unknown_option(const Command& command, const std::string& written) {
  std::vector<std::string> known;
  for (const auto& option : command.options) {
    known.push_back("--" + option.name);
    if (has_no_name(command, option)) known.push_back("--" + no_name(option));
  }
  for (const auto& option : global_arguments()) known.push_back("--" + option.name);
  const auto near = did_you_mean(nearest(written, known));
  return usage_error("unknown option '" + written + "' for 'chitty " + command.path + "'",
                     near.empty() ? "List its options: chitty " + command.path + " --help" : near);
}

Error needs_value(const Argument& option, const std::string& written) {
  const auto form = written.size() == 2 ? written + " " : written + "=";
  return usage_error("option '" + written + "' requires a value: " + form + placeholder(option));
}

// The name as the person wrote it: "--entity" of "--entity=PERSON", "-e" of "-ePERSON".
std::string written_name(const po::option& option) {
  const auto& token = option.original_tokens.empty() ? option.string_key : option.original_tokens[0];
  return token.compare(0, 2, "--") == 0 ? token.substr(0, token.find('=')) : token.substr(0, 2);
}

// What an option of Program_options says about ours.
Result<Given> understood(const Command& command, const po::option& option) {
  if (const auto* own = option_named(command, option.string_key))
    return Given{own, written_name(option), option.value.empty() ? "" : option.value[0]};
  for (const auto& own : command.options)
    if (has_no_name(command, own) && option.string_key == no_name(own))
      return Given{&own, written_name(option), "false"};
  return unknown_option(command, written_name(option));
}

// A value that is itself an option of this command was forgotten, not given: `--name --entity PERSON`.
bool forgotten(const Command& command, const po::option& option) {
  if (option.original_tokens.size() < 2 || option.value.empty()) return false;
  const auto& next = option.original_tokens[1];
  if (next.compare(0, 2, "--") == 0)
    return next.size() == 2 || option_named(command, std::string_view(next).substr(2, next.find('=') - 2));
  return next.size() == 2 && next[0] == '-' &&
         std::any_of(command.options.begin(), command.options.end(),
                     [&](const Argument& o) { return o.short_name == next[1]; });
}

}  // namespace

Result<Split> split_rest(const Command& command, const std::vector<std::string>& rest) {
  namespace style = po::command_line_style;
  constexpr int how = style::allow_long | style::long_allow_adjacent | style::long_allow_next | style::allow_short |
                      style::allow_dash_for_short | style::short_allow_adjacent | style::short_allow_next |
                      style::allow_sticky;
  const auto description = describe(command);
  Split split;
  const auto own_style = [&](std::vector<std::string>& tokens) { return beforehand(command, tokens); };
  try {
    auto parser = po::command_line_parser(rest)
                      .options(description)
                      .style(how)
                      .extra_style_parser(own_style)
                      .allow_unregistered();
    for (const auto& option : parser.run().options) {
      if (option.string_key.empty()) {
        split.words.insert(split.words.end(), option.value.begin(), option.value.end());
        continue;
      }
      if (option.unregistered) return unknown_option(command, written_name(option));
      auto given = understood(command, option);
      if (!given) return given.error();
      if (forgotten(command, option)) return needs_value(*given->argument, given->as_written);
      split.options.push_back(std::move(*given));
    }
  } catch (const po::error_with_option_name& error) {
    const auto name = error.get_option_name();
    for (const auto& option : command.options) {
      if (name == "--" + no_name(option))
        return usage_error("option '" + name + "' takes no value", "Write " + name + " alone, or --" + option.name + "=false.");
      // Only at the very end can a value be missing.
      if (name == "--" + option.name) return needs_value(option, rest.back().size() == 2 ? rest.back() : name);
    }
    return usage_error(error.what() + std::string("."), "Usage: " + usage_line(command));
  }
  return split;
}

}  // namespace chitty::host
