#include "app/consent.hpp"

#include "app/call/input.hpp"
#include "app/sending/destination.hpp"

#include <boost/json/serialize.hpp>

namespace chitty::host {

namespace {

constexpr std::size_t most_named = 3, longest_name = 60;

std::string short_name(const json::value& value) {
  std::string text = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
  if (text.size() > longest_name) text = text.substr(0, longest_name) + "...";
  return text;
}

std::string as_sentence(std::string text) {
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

bool agrees(chitty_call& call, const std::string& question) {
  const auto answer = ask_person(call, question, false);
  return answer && (*answer == "y" || *answer == "Y" || *answer == "yes");
}

bool is_settled(const chitty_call& call) {
  const auto& options = call.run.options;
  return options.yes || options.dry_run || call.agreed;
}

bool needs_none(const chitty_call& call) { return (call.command.effect != Effect::remove && call.command.confirm.empty()) || is_settled(call); }

Result<void> asked(chitty_call& call, const std::string& what, const std::string& line) {
  const auto& lost = call.command.confirm;
  const auto& terminal = call.run.terminal;
  if (!terminal.in_is_terminal || !terminal.err_is_terminal)
    return usage_error("'chitty " + line + "' " + (lost.empty() ? "cannot be undone and needs confirmation" : "needs confirmation: " + lost), "To confirm, add --yes.");
  if (!agrees(call, as_sentence(what) + "? " + (lost.empty() ? "It cannot be undone" : as_sentence(lost)) + ". [y/N]")) return make_error(Code::cancelled, "Nothing was done.");
  call.agreed = true;
  return {};
}

}  // namespace

std::string about(const chitty_call& call, const json::object& arguments) {
  std::string line = call.command.path;
  for (const auto& argument : call.command.arguments) {
    const auto* value = arguments.if_contains(argument.name);
    if (!value || argument.type == ArgumentType::secret) continue;
    const auto* many = value->if_array();
    const std::size_t count = many ? many->size() : 1;
    for (std::size_t i = 0; i < std::min(count, most_named); ++i) line += " " + short_name(many ? (*many)[i] : *value);
    if (count > most_named) line += " and " + std::to_string(count - most_named) + " more";
  }
  return line;
}

Result<void> consent(chitty_call& call, const json::object& arguments) {
  if (needs_none(call)) return {};
  if (call.command.needs_remote)
    if (const auto there = destination(call, ""); !there) return there.error();
  const auto line = about(call, arguments);
  return asked(call, "Run '" + line + "'", line);
}

Result<void> consent_to(chitty_call& call, const std::string& what, const std::string& line) {
  return needs_none(call) ? Result<void>() : asked(call, what, line);
}

Result<void> consent_once(chitty_call& call, const std::string& what, const std::string& line) {
  return is_settled(call) ? Result<void>() : asked(call, what, line);
}

}  // namespace chitty::host
