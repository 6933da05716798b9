#include "app/secret_arguments.hpp"

#include "app/call/input.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"

namespace chitty::host {

namespace {

constexpr std::size_t longest = 64 * 1024;

Result<std::string> first_line(chitty_call& call) {
  std::string text;
  char piece[4096];
  while (text.find('\n') == std::string::npos && text.size() < longest) {
    const auto got = read_input(call, piece, sizeof piece);
    if (!got) return got.error();
    if (*got == 0) break;
    text.append(piece, *got);
  }
  text.resize(std::min(text.size(), text.find_first_of("\r\n")));
  return text;
}

}  // namespace

Result<std::string> ask_secret(chitty_call& call, const std::string& name) {
  const bool terminal = call.run.terminal.in_is_terminal;
  auto secret = terminal ? ask_person(call, name + ":", true) : first_line(call);
  if (!secret) return secret;
  if (secret->empty())
    return usage_error("no value for " + name + " on " + (terminal ? "the terminal" : "standard input"),
                       "Type it, or pipe it in, as in: pass show NAME | chitty " + call.command.path + " ...");
  remember_secret(*secret);
  return secret;
}

namespace {

Result<std::string> secret_in(chitty_call& call, const Argument& argument, std::string_view given) {
  if (given == "-") return ask_secret(call, argument.name);
  if (argument.reference || !is_reference(given)) return std::string(given);
  return resolve_secret(given, call.run.paths, true, &call.run.cancel);
}

}  // namespace

Result<void> fill_secrets(chitty_call& call, json::object& arguments) {
  for (const auto* list : {&call.command.arguments, &call.command.options})
    for (const auto& argument : *list) {
      auto* value = argument.type == ArgumentType::secret ? arguments.if_contains(argument.name) : nullptr;
      if (!value || !value->is_string()) continue;
      auto secret = secret_in(call, argument, value->get_string());
      if (!secret) return secret.error();
      *value = json::string(*secret);
    }
  return {};
}

}  // namespace chitty::host
