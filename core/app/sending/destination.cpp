#include "app/sending/destination.hpp"

#include "base/text.hpp"
#include "base/message.hpp"
#include "config/address.hpp"
#include "net/url.hpp"

namespace chitty::host {

namespace {

// A type that the manifest says it uses: as its own plugin declares it if that is installed, else as `uses` does.
std::optional<RemoteType> used_type(chitty_call& call, std::string_view type) {
  if (type == call.manifest.remote.type) return call.manifest.remote;
  for (const auto& used : call.manifest.uses) {
    if (used.type != type) continue;
    const auto row = call.run.catalogue().find_plugin(type);
    const auto own = row ? parse_manifest(row->manifest) : Result<Manifest>(Error());
    return own ? own->remote : used;
  }
  return {};
}

Error not_used(const Manifest& manifest, std::string_view asked) {
  return make_error(Code::plugin_fault, "The plugin '" + manifest.name + "' sends to '" + std::string(asked) + "', which its manifest does not name under 'uses'.",
                    "Report it to the plugin's publisher.");
}

// Neither a type that the manifest names nor a remote that there is: a name, which the person may add.
Error no_remote(const Manifest& manifest, std::string_view asked, const Config& config, const std::string& environment) {
  const std::string guess = did_you_mean(nearest(asked, config.remote_names(environment)));
  std::vector<std::string> types;
  for (const auto& used : manifest.uses)
    if (!used.hosted) types.push_back(used.type);
  auto error = make_error(Code::configuration, "no remote named '" + std::string(asked) + "' in environment " + environment,
                          guess.empty() ? "Add it: chitty remote add " + shell_word(asked) + " " + (types.size() == 1 ? types.front() : "TYPE") + " --base-url URL" : guess);
  error.details["reason"] = "unknown_remote";
  return error;
}

std::string address_key(const Remote& remote) {
  return remote.name == remote.type ? "chittyos.services." + remote.type + ".baseUrl" : "remotes." + remote.name + ".baseUrl";
}

Error in_the_clear(const Remote& remote, const std::string& address) {
  return make_error(Code::configuration, "The credential for '" + remote.name + "' would be sent to " + address + " unencrypted.",
                    "Use https: chitty config set " + address_key(remote) + " https" + remote.base_url.substr(remote.base_url.find(':')) +
                        ", or, on a network that you trust, add --insecure");
}

Error to_a_projects_address(const Remote& remote) {
  return make_error(Code::configuration,
                    "A secret among the arguments would be sent to " + remote.base_url + ", an address that " + remote.moved_by + " names.",
                    "If you trust that address: chitty config set " + address_key(remote) + " " + remote.base_url);
}

}  // namespace

Result<Addressee> addressee(chitty_call& call, std::string_view asked) {
  auto config = call.run.config();
  if (!config) return config.error();
  const auto environment = call.run.environment();
  if (!environment) return environment.error();

  std::optional<RemoteType> type = call.manifest.remote;
  std::string name = call.remote;
  if (!asked.empty()) {
    type = used_type(call, asked);
    name.clear();
    if (!type && !(*config)->has_remote(asked, *environment)) return no_remote(call.manifest, asked, **config, *environment);
    if (!type) {
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
  auto remote = (*call.run.config())->remote(to->type, to->name, to->environment);
  if (!remote) return remote.error();
  return Destination{std::move(to->type), std::move(*remote)};
}

std::string authority_at(const Remote& remote, const std::string& url) {
  if (remote.authority.empty()) return {};
  const auto own = parse_url(remote.base_url), to = parse_url(url);
  return own && to && own->origin() == to->origin() ? remote.authority : std::string();
}

Result<Destination> destination_of_request(chitty_call& call, std::string_view asked, bool is_anonymous) {
  auto to = destination(call, asked);
  if (!to) return to;
  if (call.has_secret && !to->remote.moved_by.empty()) return to_a_projects_address(to->remote);
  if (to->remote.credential.empty() || is_anonymous || call.run.options.insecure) return to;
  for (const auto& address : {to->remote.base_url, to->remote.fallback_url})
    if (is_in_the_clear(address)) return in_the_clear(to->remote, address);
  return to;
}

}  // namespace chitty::host
