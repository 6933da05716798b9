#include "plugin/candidate.hpp"

#include <chitty/plugin.h>

#include <algorithm>
#include <optional>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "plugin/elf.hpp"
#include "plugin/object_file.hpp"
#include "plugin/record.hpp"
#include "manifest/schema.hpp"
#include "manifest/strict_json.hpp"

namespace chitty::host {

namespace {

using Check = std::optional<Fault>;

constexpr const char* ask_publisher = "Ask its publisher to correct it, or remove the file.";

Check check_kind(const ObjectFile& file, std::string_view bytes) {
  if (file.format != ObjectFile::Format::none) return std::nullopt;
  const std::string what = bytes.empty()                  ? "it is empty"
                           : is_utf8(bytes.substr(0, 64)) ? "it is text"
                                                          : "it is not ELF, PE or Mach-O";
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

// One line each, of two columns, as the index keeps them.
void take_start(Candidate& candidate, const json::object& manifest) {
  const auto* start = at(manifest, "start");
  if (!start || !start->is_array()) return;
  const auto plain = [](const std::string& line) { return !line.empty() && line.find_first_of("\t\n") == std::string::npos; };
  for (const auto& step : start->get_array()) {
    if (!step.is_object()) continue;
    Example made{text(step.get_object(), "command"), text(step.get_object(), "summary")};
    if (plain(made.command) && plain(made.summary)) candidate.start.push_back(std::move(made));
  }
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
  take_start(candidate, manifest);
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
  if (auto fault = asks_too_much(manifest, host)) return fault;
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

}  // namespace chitty::host
