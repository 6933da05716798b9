#include "app/call.hpp"

namespace chitty {

namespace {

// A type that the manifest says it uses: as its own plugin declares it if that is installed, else as `uses` does.
std::optional<RemoteType> used_type(chitty_call& call, std::string_view type) {
  if (type == call.manifest.remote.type) return call.manifest.remote;
  for (const auto& used : call.manifest.uses) {
    if (used.type != type) continue;
    const auto row = call.session.catalogue().find_plugin(type);
    const auto own = row ? parse_manifest(row->manifest) : Result<Manifest>(Error());
    return own ? own->remote : used;
  }
  return {};
}

Error not_used(const Manifest& manifest, std::string_view asked) {
  return make_error(Code::plugin_fault, "The plugin '" + manifest.name + "' sends to '" + std::string(asked) +
                                            "', which its manifest does not name under 'uses'.",
                    "Report it to the plugin's publisher.");
}

}  // namespace

Result<Addressee> addressee(chitty_call& call, std::string_view asked) {
  auto config = call.session.config();
  if (!config) return config.error();
  const auto environment = call.session.environment();
  if (!environment) return environment.error();

  std::optional<RemoteType> type = call.manifest.remote;
  std::string name = call.remote;
  if (!asked.empty()) {
    type = used_type(call, asked);
    name.clear();
    if (!type && (*config)->has_remote(asked, *environment)) {
      name = asked;
      type = used_type(call, (*config)->type_of(asked, *environment));
    }
    if (!type) return not_used(call.manifest, asked);
  }
  return Addressee{std::move(*type), std::move(name), *environment};
}

Result<Destination> destination(chitty_call& call, std::string_view asked) {
  auto to = addressee(call, asked);
  if (!to) return to.error();
  auto remote = (*call.session.config())->remote(to->type, to->name, to->environment);
  if (!remote) return remote.error();
  return Destination{std::move(to->type), std::move(*remote)};
}

}  // namespace chitty
