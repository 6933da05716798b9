#include "app/builtin_run.hpp"

#include "app/consent.hpp"
#include "app/sending/courier.hpp"
#include "app/call/dry_run.hpp"
#include "app/call/giving.hpp"
#include "app/call/input.hpp"
#include "app/sending/probe.hpp"
#include "app/secret_arguments.hpp"
#include "base/process/inherited.hpp"
#include "builtin/builtin.hpp"
#include "builtin/host_manifest.hpp"
#include "builtin/known_names.hpp"

#include <chitty/verdict.hpp>

namespace chitty::host {

namespace {

Result<std::string> all_of_input(chitty_call& call) {
  constexpr std::size_t most = 64u << 20;
  std::string text, piece(65536, '\0');
  for (;;) {
    const auto got = read_input(call, piece.data(), piece.size());
    if (!got) return got.error();
    if (*got == 0) return text;
    text.append(piece, 0, *got);
    if (text.size() > most) return usage_error("standard input is larger than 64 MiB", "Write it into a file and name the file.");
  }
}

// With the names that completion offers, which only the configuration knows.
Remotes remotes_of(Run& run) {
  auto remotes = run.remotes();
  remotes.of_kind = [&run](std::string_view kind) {
    auto config = run.config();
    return config ? known_names(kind, **config, run.catalogue(), (*config)->environment(run.options.environment)) : std::vector<std::string>();
  };
  return remotes;
}

BuiltinContext context_of(chitty_call& call) {
  Run& run = call.run;
  return {.paths = run.paths,
          .catalogue = run.catalogue(),
          .config = [&run] { return run.config(); },
          .environment = run.options.environment,
          .working_folder = host::working_folder(),
          .host = host_commands(),
          .remotes = remotes_of(run),
          .bytes = [&call](std::string_view data) { return give_bytes(call, data); },
          .input = [&call] { return all_of_input(call); },
          // What it says to a person is not for the command that runs it.
          .note = call.depth > 0 ? std::function<void(std::string_view)>() : [&run](std::string_view line) { run.note(line); },
          .ask_secret = [&call](const std::string& name) { return ask_secret(call, name); },
          .cancelled = [&run] { return run.cancel.cancelled(); },
          .address = [&call] { return address_remote(call); },
          .probe = [&call](const Remote& remote, const RemoteType& type, const std::string& path, bool with_credential) { return probe(call, {type, remote}, path, with_credential); }};
}

// The gate before the host's own commands: what would change something is said under --dry-run and done without. What acts by
// requests alone is held back where they are sent (exchange.cpp).
Result<Reply> carry_out(chitty_call& call, const Arguments& arguments, BuiltinContext& context, const std::string& line) {
  const auto builtin = find_builtin(call.command.path);
  if (builtin.read) return builtin.read(arguments, context);
  if (builtin.request) return builtin.request(arguments, context);
  const auto plan = builtin.plan(arguments, context);
  if (!plan) return plan.error();
  if (auto agreed = consent_to(call, plan->what, line); !agreed) return agreed.error();
  if (!is_dry(call)) {
    auto reply = plan->act();
    call.changed = reply.has_value();
    return reply;
  }
  would(call, plan->what);
  return Reply::nothing();
}

}  // namespace

Result<void> run_builtin(chitty_call& call, json::object arguments) {
  const auto line = about(call, arguments);
  BuiltinContext context = context_of(call);
  context.confirm = [&](const std::string& what) { return consent_once(call, what, line); };
  const auto reply = carry_out(call, Arguments(std::move(arguments)), context, line);
  if (!reply) return reply.error();
  for (const auto& record : reply->all())
    if (auto given = give_record(call, record); !given) return given;
  return context.verdict ? Result<void>(verdict(*context.verdict)) : Result<void>();
}

}  // namespace chitty::host
