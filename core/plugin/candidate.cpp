#include "plugin/candidate.hpp"

#include <chitty/plugin.h>

#include <algorithm>
#include <optional>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "plugin/elf.hpp"
#include "plugin/object_file.hpp"
#include "plugin/record.hpp"
#include "plugin/schema.hpp"
#include "plugin/strict_json.hpp"

namespace chitty {

namespace {

// What is wrong, as a clause that follows the file's name; nothing when all is well.
struct Fault {
  std::string clause, hint;
};
using Check = std::optional<Fault>;

constexpr const char* ask_publisher = "Ask its publisher to correct it, or remove the file.";

bool offered(const std::vector<std::string_view>& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

Check check_kind(const ObjectFile& file, std::string_view bytes) {
  if (file.format != ObjectFile::Format::none) return std::nullopt;
  const std::string what = bytes.empty()                  ? "it is empty"
                           : is_utf8(bytes.substr(0, 64)) ? "it is text"
                                                          : "it is none of ELF, PE and Mach-O";
  return Fault{"is not a library: " + what, "Put the built library in its place, or remove the file."};
}

Check check_platform(const ObjectFile& file, const HostOffer& host) {
  if (!file.machine.empty() && (file.system != host.system || file.machine != host.machine))
    return Fault{"is for " + (file.system == host.system ? file.machine : file.system + " on " + file.machine) +
                     ", this is " + (file.system == host.system ? host.machine : host.system + " on " + host.machine),
                 "Get the build for " + host.system + " on " + host.machine + " from its publisher."};
  if (!file.damage.empty()) return Fault{file.damage, "Copy the file again: it is not whole."};
  if (!file.is_library)
    return Fault{"is not a library but a program or an object file", "Build it with chitty_plugin() of the SDK."};
  return std::nullopt;
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
  const auto* extensions = at(abi->get_object(), "extensions");
  if (!extensions || !extensions->is_array()) return std::nullopt;
  for (const auto& wanted : extensions->get_array())
    if (wanted.is_string() && !offered(host.extensions, std::string_view(wanted.get_string())))
      return Fault{"requires the extension " + std::string(wanted.get_string()) +
                       " (/abi/extensions), which this host does not offer",
                   "Update chitty, or use an older version of the plugin."};
  return std::nullopt;
}

Check check_exports(std::string_view bytes) {
  const auto exports = read_elf(bytes).exports;
  const bool has_entry = std::find(exports.begin(), exports.end(), CHITTY_PLUGIN_ENTRY) != exports.end();
  if (!has_entry)
    return Fault{"does not export " CHITTY_PLUGIN_ENTRY,
                 "Define the entry (in C++ with CHITTY_PLUGIN), and build with chitty_plugin() of the SDK."};
  if (exports.size() == 1) return std::nullopt;
  return Fault{"exports more than its entry: " + exports[0] + " and " + exports[1] +
                   (exports.size() > 2 ? " and others" : "") + "; a plugin exports " CHITTY_PLUGIN_ENTRY " alone",
               "Link it with the SDK's one_symbol.map, as chitty_plugin() does."};
}

// The facts for a row, as far as they are of the right type: a refused plugin is known by them too.
void take_facts(Candidate& candidate, const json::object& manifest) {
  const auto short_text = [&](const char* key) {
    auto found = text(manifest, key);
    return found.size() <= 200 && found.find('\n') == std::string::npos ? found : std::string();
  };
  candidate.name = short_text("name");
  candidate.version = short_text("version");
  candidate.summary = short_text("summary");
  const auto* roots = at(manifest, "roots");
  if (!roots || !roots->is_array()) return;
  for (const auto& root : roots->get_array()) {
    if (!root.is_object()) continue;
    const auto* hands_on = at(root.get_object(), "handsOn");
    Root made{text(root.get_object(), "word"), text(root.get_object(), "summary"),
              hands_on && hands_on->is_bool() && hands_on->get_bool()};
    const auto plain = [](const std::string& line) { return line.find('\n') == std::string::npos; };
    if (!made.word.empty() && made.word.find(' ') == std::string::npos && plain(made.word) && plain(made.summary))
      candidate.roots.push_back(std::move(made));
  }
}

// From the payload on: what the manifest says, and whether this host may run it.
Check check_payload(Candidate& candidate, std::string_view payload, const HostOffer& host) {
  auto parsed = parse_strict_json(payload);
  if (!parsed) return Fault{"has a manifest that is not proper JSON: " + parsed.error().message, ask_publisher};
  if (!parsed->is_object()) return Fault{"has a manifest that is not a JSON object", ask_publisher};
  const auto& manifest = parsed->get_object();
  candidate.manifest = payload;
  take_facts(candidate, manifest);
  if (auto fault = check_format(manifest, host)) return fault;
  if (auto fault = check_abi(manifest, host)) return fault;
  if (auto checked = check_manifest(*parsed); !checked) return Fault{checked.error().message, ask_publisher};
  return std::nullopt;
}

Check check_all(Candidate& candidate, std::string_view bytes, const HostOffer& host) {
  const ObjectFile file = read_object_file(bytes);
  if (auto fault = check_kind(file, bytes)) return fault;
  const auto platform = check_platform(file, host);
  const auto payload = read_record(bytes, file.section);
  if (!payload) return platform ? platform : Fault{payload.error().message, payload.error().hint};
  // A plugin for another machine is known by its name all the same, so that asking for it gives this reason.
  const auto in_manifest = check_payload(candidate, *payload, host);
  if (platform) return platform;
  if (in_manifest) return in_manifest;
  return check_exports(bytes);
}

}  // namespace

const HostOffer& this_host() {
  static const HostOffer offer{
      CHITTY_ABI_MAJOR,
      CHITTY_ABI_MINOR,
      host_machine(),
      "Linux",
      {CHITTY_EXT_CALL, CHITTY_EXT_LOG, CHITTY_EXT_OUTPUT, CHITTY_EXT_INPUT, CHITTY_EXT_HTTP, CHITTY_EXT_CONFIG,
       CHITTY_EXT_LOCAL, CHITTY_EXT_EXCHANGE, CHITTY_EXT_STORE, CHITTY_EXT_BLOBS, CHITTY_EXT_CRYPTO, CHITTY_EXT_EVENTS,
       CHITTY_EXT_BROWSER, CHITTY_EXT_RUN, CHITTY_EXT_PEER},
      {"manifest", "name", "version", "summary", "description", "publisher", "license", "homepage", "requires", "abi",
       "roots", "commands", "remote", "uses", "service"}};
  return offer;
}

Candidate refused(const std::string& path, std::string reason, std::string hint) {
  Candidate candidate;
  candidate.path = path;
  candidate.reason = std::move(reason);
  candidate.hint = std::move(hint);
  return candidate;
}

Candidate examine(const std::string& path, std::string_view bytes, const HostOffer& host) {
  Candidate candidate;
  candidate.path = path;
  candidate.sha256 = hex(sha256(bytes));
  if (auto fault = check_all(candidate, bytes, host)) {
    candidate.reason = path + " " + fault->clause + ".";
    candidate.hint = std::move(fault->hint);
  }
  return candidate;
}

}  // namespace chitty
