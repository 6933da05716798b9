#include "app/call/dry_run.hpp"

#include "app/call/call.hpp"
#include "config/secret/secrets.hpp"

namespace chitty::host {

bool is_dry(const chitty_call& call) { return call.run.options.dry_run && call.command.effect != Effect::read; }

Result<void> may_run_dry(const chitty_call& call) {
  if (!is_dry(call) || call.command.dry_run.value_or(false)) return {};
  return usage_error("'chitty " + call.command.path + "' does not support --dry-run",
                     "Run it without --dry-run.");
}

void would(chitty_call& call, const std::string& what) {
  call.progress.clear();
  if (auto said = write_text(call.run.terminal, redact("Would " + what + "\n")); !said) call.unwritten = said.error();
  call.rehearsed = true;
}

Error only_told(chitty_call& call, const std::string& what) {
  would(call, what);
  call.shown_only = true;
  return make_error(Code::cancelled, "Only told, not done.");
}

}  // namespace chitty::host
