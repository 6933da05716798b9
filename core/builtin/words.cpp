#include "builtin/words.hpp"

#include "cli/completion/completion.hpp"

namespace chitty::host {

namespace {

Result<Reply> script(std::string_view shell, BuiltinContext& context) {
  const auto text = completion_script(shell);
  if (!text) return text.error();
  if (auto given = context.bytes(*text); !given) return given.error();
  return Reply::nothing();
}

}  // namespace

Result<Reply> version(const Arguments&, BuiltinContext&) {
  return Reply(json::object{{"version", CHITTY_VERSION}, {"abi", std::to_string(CHITTY_ABI_MAJOR) + "." + std::to_string(CHITTY_ABI_MINOR) + (CHITTY_ABI_DRAFT ? "-draft" : "")}});
}

Result<Reply> completion_bash(const Arguments&, BuiltinContext& context) { return script("bash", context); }
Result<Reply> completion_zsh(const Arguments&, BuiltinContext& context) { return script("zsh", context); }
Result<Reply> completion_fish(const Arguments&, BuiltinContext& context) { return script("fish", context); }

Result<Reply> completion_suggest(const Arguments& arguments, BuiltinContext& context) {
  const auto suggestions = suggest(arguments.list("words"), context.host, Installed::in(context.catalogue), context.remotes);
  if (auto given = context.bytes(suggestion_lines(suggestions)); !given) return given.error();
  return Reply::nothing();
}

}  // namespace chitty::host
