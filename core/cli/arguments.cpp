#include "cli/arguments.hpp"

#include "cli/help.hpp"
#include "cli/split_rest.hpp"
#include "cli/values.hpp"

namespace chitty::host {
namespace {

// Words to positional arguments, in order; the last may take all that are left.
Result<std::vector<Given>> place_words(const Command& command, const std::vector<std::string>& words) {
  std::vector<Given> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool more = i < command.arguments.size();
    const auto* argument = more                        ? &command.arguments[i]
                           : command.arguments.empty() ? nullptr
                                                       : &command.arguments.back();
    if (!argument || (!more && !argument->repeated))
      return usage_error("unexpected argument '" + words[i] + "' for 'chitty " + command.path + "'",
                         "Usage: " + usage_line(command));
    out.push_back({argument, placeholder(*argument), words[i]});
  }
  return out;
}

// Put one given value in. A list grows; anything else is given once, be it by word or by option.
Result<void> put(json::object& values, const Given& given, std::int64_t now_ms) {
  const auto& argument = *given.argument;
  auto value = to_value(argument, given.text, given.as_written, now_ms);
  if (!value) return value.error();
  const bool is_list = argument.type == ArgumentType::list;
  auto* already = values.if_contains(argument.name);
  if (!is_list && !argument.repeated) {
    if (already) return usage_error("'" + given.as_written + "' cannot be used more than once");
    values[argument.name] = std::move(*value);
    return {};
  }
  if (!already) already = &(values[argument.name] = json::array());
  if (!already->is_array()) return usage_error("'" + given.as_written + "' cannot be used more than once");
  if (is_list)
    already->get_array().insert(already->get_array().end(), value->get_array().begin(), value->get_array().end());
  else
    already->get_array().push_back(std::move(*value));
  return {};
}

Result<void> complete(const Command& command, const std::vector<Argument>& arguments, bool are_options,
                      json::object& values, std::int64_t now_ms) {
  for (const auto& argument : arguments) {
    if (values.contains(argument.name)) continue;
    if (argument.required)
      return usage_error(are_options ? "missing required option '--" + argument.name + "'" : "missing required argument " + placeholder(argument),
                         "Usage: " + usage_line(command));
    auto value = default_value(argument, now_ms);
    if (!value) return value.error();
    if (!value->is_null()) values[argument.name] = std::move(*value);
  }
  return {};
}

}  // namespace

Result<json::object> parse_arguments(const Command& command, const std::vector<std::string>& rest,
                                     std::int64_t now_ms) {
  const auto split = split_rest(command, rest);
  if (!split) return split.error();
  const auto words = place_words(command, split->words);
  if (!words) return words.error();
  json::object values;
  for (const auto* all : {&*words, &split->options})
    for (const auto& given : *all)
      if (auto done = put(values, given, now_ms); !done) return done.error();
  if (auto done = complete(command, command.arguments, false, values, now_ms); !done) return done.error();
  if (auto done = complete(command, command.options, true, values, now_ms); !done) return done.error();
  return values;
}

}  // namespace chitty::host
