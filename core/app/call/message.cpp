#include "app/call/message.hpp"

#include "app/call/giving.hpp"
#include "app/call/guard.hpp"
#include "editor/editor.hpp"

#include <boost/json/parse.hpp>

namespace chitty::host {

namespace {

Result<std::vector<std::string>> earlier_in(std::string_view history) {
  std::vector<std::string> earlier;
  if (history.empty()) return earlier;
  boost::system::error_code ec;
  const auto value = json::parse(history, ec);
  if (ec || !value.is_array()) return make_error(Code::plugin_fault, "the history of messages is not a list");
  for (const auto& one : value.get_array())
    if (one.is_string()) earlier.emplace_back(one.get_string());
  return earlier;
}

}  // namespace

Result<std::string> ask_message(chitty_call& call, const std::string& prompt, std::string_view history) {
  const auto& terminal = call.run.terminal;
  if (!terminal.in_is_terminal || !terminal.err_is_terminal || call.depth > 0)
    return usage_error("standard input is not a terminal", "Run it at a terminal: chitty " + call.command.path);
  CHITTY_TRY(const auto earlier, earlier_in(history));
  CHITTY_DO(before_waiting(call));
  call.progress.clear();
  CHITTY_TRY(auto* editor, open_editor(call.run.paths.library));
  remember_terminal();
  auto message = editor->message(prompt, earlier, call.run.cancel);
  if (!message && message.error().code == Code::cancelled) (void)forgive_interrupt(call.run.cancel);
  return message;
}

}  // namespace chitty::host
