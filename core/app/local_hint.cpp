#include "app/local_hint.hpp"

namespace chitty {

namespace {

// Such as "chitty acme up", or empty when no installed plugin starts the local daemon.
std::string start_command(const Catalogue& catalogue) {
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const auto row = catalogue.row(i);
    if (!row.reason.empty() || row.manifest.find(CHITTY_EXT_LOCAL) == std::string_view::npos) continue;
    const auto manifest = parse_manifest(row.manifest);
    if (!manifest) continue;
    for (const auto& command : manifest->commands)
      if (command.path.ends_with(" up")) return "chitty " + command.path;
  }
  return {};
}

bool nobody_there(const Error& error) {
  const auto* reason = error.details.if_contains("reason");
  return reason && (*reason == "no_remote" || *reason == "refused");
}

}  // namespace

Error with_local_hint(Session& session, Error error) {
  const auto environment = session.environment();
  if (!nobody_there(error) || !environment || *environment != "local") return error;
  if (const auto command = start_command(session.catalogue()); !command.empty())
    error.hint = "To start a ChittyOS on this machine: " + command;
  return error;
}

}  // namespace chitty
