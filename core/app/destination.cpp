#include "app/call.hpp"

namespace chitty {

namespace {

const RemoteType* used_type(const Manifest& manifest, std::string_view type) {
  if (type == manifest.remote.type) return &manifest.remote;
  for (const auto& used : manifest.uses)
    if (used.type == type) return &used;
  return nullptr;
}

}  // namespace

Result<Destination> destination(chitty_call& call, std::string_view asked) {
  auto config = call.session.config();
  if (!config) return config.error();
  const auto environment = (*config)->environment(call.session.options.environment);

  const RemoteType* type = &call.manifest.remote;
  std::string name = call.remote;
  if (!asked.empty()) {
    type = used_type(call.manifest, asked);
    name.clear();
    if (!type && (*config)->has_remote(asked, environment)) {
      name = asked;
      type = used_type(call.manifest, (*config)->type_of(asked, environment));
    }
    if (!type)
      return make_error(Code::plugin_fault, "The plugin '" + call.manifest.name + "' sends to '" + std::string(asked) +
                                                "', which its manifest does not name under 'uses'.",
                        "Report it to the plugin's publisher.");
  }
  auto remote = (*config)->remote(*type, name, environment);
  if (!remote) return remote.error();
  return Destination{type, std::move(*remote)};
}

}  // namespace chitty
