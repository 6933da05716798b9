#include "plugin/host_offer.hpp"

#include <chitty/plugin.h>

#include <algorithm>

#include "manifest/manifest.hpp"
#include "plugin/object_file.hpp"

namespace chitty::host {

namespace {

using Check = std::optional<Fault>;

bool offered(const std::vector<std::string_view>& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

const json::value* at(const json::object& from, std::string_view key) { return from.if_contains(key); }

std::string text(const json::object& from, std::string_view key) {
  const auto* value = at(from, key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t number(const json::object& from, std::string_view key) {
  const auto* value = at(from, key);
  return value && value->is_int64() ? value->get_int64() : -1;
}

// Before the schema: a manifest that a newer host would understand is to be told so, and not called malformed.
Check check_format(const json::object& manifest, const HostOffer& host) {
  if (const auto format = number(manifest, "manifest"); format > 1)
    return Fault{"has a manifest of format " + std::to_string(format) + "; this host reads format 1", "Update chitty."};
  const auto* requires_keys = at(manifest, "requires");
  if (!requires_keys || !requires_keys->is_array()) return std::nullopt;
  for (const auto& key : requires_keys->get_array())
    if (key.is_string() && !offered(host.manifest_keys, std::string_view(key.get_string())))
      return Fault{"requires that its host understands '" + std::string(key.get_string()) +
                       "' in a manifest (/requires); this host does not",
                   "Update chitty, or use an older version of the plugin."};
  return std::nullopt;
}

std::string version_text(std::int64_t major, std::int64_t minor) {
  return std::to_string(major) + '.' + std::to_string(minor);
}

// An unstable extension may change with every build of the host: it is for the one version that the plugin names, and
// for none when it names none (ABI-11).
Check check_unstable(const std::string& wanted, const std::string& built_for, const HostOffer& host) {
  const auto facts = "requires the unstable extension " + wanted;
  if (built_for.empty())
    return Fault{facts + ", but does not say for which version of chitty (/abi/host)",
                 "Ask its publisher to correct it, or remove the file."};
  if (built_for != host.version)
    return Fault{facts + " of chitty " + built_for + " (/abi/host), and this is chitty " + host.version,
                 "Get the build for chitty " + host.version + " from its publisher, or use that version of chitty."};
  return std::nullopt;
}

Check check_extensions(const json::object& abi, const HostOffer& host) {
  const auto* extensions = at(abi, "extensions");
  if (!extensions || !extensions->is_array()) return std::nullopt;
  for (const auto& entry : extensions->get_array()) {
    if (!entry.is_string()) continue;
    const std::string wanted(entry.get_string());
    if (is_unstable(wanted))
      if (auto fault = check_unstable(wanted, text(abi, "host"), host)) return fault;
    if (!offered(host.extensions, wanted))
      return Fault{"requires the extension " + wanted + " (/abi/extensions), which this host does not offer",
                   "Update chitty, or use an older version of the plugin."};
  }
  return std::nullopt;
}

Check check_abi(const json::object& manifest, const HostOffer& host) {
  const auto* abi = at(manifest, "abi");
  if (!abi || !abi->is_object()) return std::nullopt;  // the schema says it better
  const auto major = number(abi->get_object(), "major"), minor = number(abi->get_object(), "minor");
  if (major < 0 || minor < 0) return std::nullopt;
  const auto facts = "is built for ABI " + version_text(major, minor) + ", this host offers ABI " +
                     version_text(host.abi_major, host.abi_minor);
  if (major > host.abi_major || (major == host.abi_major && minor > host.abi_minor))
    return Fault{facts, "Update chitty, or use an older version of the plugin."};
  if (major < host.abi_major) return Fault{facts, "Use a newer version of the plugin."};
  return check_extensions(abi->get_object(), host);
}

}  // namespace

const HostOffer& this_host() {
  static const HostOffer offer{
      CHITTY_ABI_MAJOR,
      CHITTY_ABI_MINOR,
      host_machine(),
      "Linux",
      CHITTY_VERSION,
      {CHITTY_EXT_CALL, CHITTY_EXT_LOG, CHITTY_EXT_OUTPUT, CHITTY_EXT_INPUT, CHITTY_EXT_HTTP, CHITTY_EXT_CONFIG,
       CHITTY_EXT_LOCAL, CHITTY_EXT_EXCHANGE, CHITTY_EXT_STORE, CHITTY_EXT_BLOBS, CHITTY_EXT_CRYPTO, CHITTY_EXT_EVENTS,
       CHITTY_EXT_BROWSER, CHITTY_EXT_RUN, CHITTY_EXT_PEER, CHITTY_EXT_PROBE, CHITTY_EXT_CHILD,
       CHITTY_EXT_CATALOGUE, CHITTY_EXT_FETCH, CHITTY_EXT_SETTINGS, CHITTY_EXT_TERMINAL},
      {"manifest", "name", "version", "summary", "description", "publisher", "license", "homepage", "requires", "abi",
       "roots", "commands", "remote", "uses", "service", "$defs"}};
  return offer;
}

std::optional<Fault> asks_too_much(const json::object& manifest, const HostOffer& host) {
  if (auto fault = check_format(manifest, host)) return fault;
  return check_abi(manifest, host);
}

}  // namespace chitty::host
