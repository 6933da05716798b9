#include "app/local_hint.hpp"

#include "base/time.hpp"
#include "config/environment.hpp"

#include <chitty/time.hpp>
#include <chitty/verdict.hpp>

#include <algorithm>

namespace chitty::host {

namespace {

// Such as "chitty acme up": the command that ends with this word, of the first plugin that is meant; empty when none is installed.
// `mark` stands in the manifest's text, so that no other is parsed.
template <class Meant>
std::string command_of(const Catalogue& catalogue, std::string_view mark, const Meant& is_meant, std::string_view word) {
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const auto row = catalogue.row(i);
    if (!row.reason.empty() || row.manifest.find(mark) == std::string_view::npos) continue;
    const auto manifest = parse_manifest(row.manifest);
    if (!manifest || !is_meant(*manifest)) continue;
    for (const auto& command : manifest->commands)
      if (command.path.ends_with(word)) return "chitty " + command.path;
  }
  return {};
}

// Of the plugin that starts the local daemon.
std::string start_command(const Catalogue& catalogue) {
  return command_of(
      catalogue, CHITTY_EXT_LOCAL, [](const Manifest&) { return true; }, " up");
}

// Of the plugin that says who is who.
std::string identity_command(const Catalogue& catalogue, std::string_view word) {
  const auto is_provider = [](const Manifest& manifest) {
    return manifest.service && std::find(manifest.service->roles.begin(), manifest.service->roles.end(), "identity") != manifest.service->roles.end();
  };
  return command_of(catalogue, "\"identity\"", is_provider, word);
}

bool has_expired(const json::object& account) {
  const auto* at = account.if_contains("expiresAt");
  return at && at->is_string() && std::string_view(at->get_string()) <= rfc3339(now_ms());
}

// What leads on when the environment's credential was refused: another that is kept beside it and has not expired, else the way to a
// new one for a person who is registered already. Empty: it was not that credential, or the service knows better.
std::string way_on(const Catalogue& catalogue, const json::object& root, const std::string& environment, const std::string& refused) {
  const auto named = named_environment(root);
  const auto* accounts = environment_part(root, named, environment, "accounts");
  const auto* used = environment_part(root, named, environment, "token");
  if (!accounts || !accounts->is_object() || !used || !used->is_string() || std::string_view(used->get_string()) != refused) return {};
  bool is_given = false;  // by the identity service, and so it ends; the owner's own does not
  for (const auto& [name, value] : accounts->get_object()) {
    const auto* account = value.if_object();
    const auto* token = account ? account->if_contains("token") : nullptr;
    if (!token) continue;
    if (*token == *used) {
      is_given = account->contains("expiresAt");
    } else if (!has_expired(*account)) {
      const auto command = identity_command(catalogue, " switch");
      return command.empty() ? std::string() : "Use another of your credentials: " + command + " " + std::string(name);
    }
  }
  const auto command = is_given ? identity_command(catalogue, " login") : std::string();
  return command.empty() ? std::string() : "Ask the owner of this ChittyOS for a new token, then log in with it: " + command;
}

bool nobody_there(const Error& error) {
  const auto* reason = error.details.if_contains("reason");
  return reason && (*reason == "no_remote" || *reason == "refused");
}

}  // namespace

Error with_local_hint(const chitty_call& call, Error error) {
  Run& run = call.run;
  const auto environment = run.environment();
  if (error.code == Code::unauthenticated && environment) {
    const auto config = call.not_accepted.empty() || is_verdict(error) ? Result<Config*>(nullptr) : run.config();
    if (!config || !*config) return error;
    if (auto hint = way_on(run.catalogue(), (*config)->effective(), *environment, call.not_accepted); !hint.empty()) error.hint = std::move(hint);
    return error;
  }
  if (const auto* reason = error.details.if_contains("reason"); reason && *reason == "stranger") {
    if (const auto command = start_command(run.catalogue()); !command.empty()) error.hint = "Start yours on another port: " + command + " --port N";
    return error;
  }
  if (!nobody_there(error) || !environment || *environment != "local") return error;
  if (const auto command = start_command(run.catalogue()); !command.empty())
    error.hint = "To start a ChittyOS on this machine: " + command;
  return error;
}

}  // namespace chitty::host
