// A small made-up world for the tests of this room: three plugins, a refused one, two remotes, a host.
#pragma once

#include <gtest/gtest.h>

#include <map>

#include "cli/arguments.hpp"
#include "cli/words.hpp"

namespace chitty::host::test {

inline const char* const host_text =
    R"({"manifest": 1, "name": "chitty", "version": "1.0.0", "summary": "S", "abi": {"major": 1, "minor": 0},
  "roots": [{"word": "remote", "summary": "Name the services to talk to"}, {"word": "help", "summary": "Show help"},
            {"word": "version", "summary": "Show the version"}],
  "commands": [
    {"path": "remote show", "summary": "Show one", "effect": "read", "view": {"kind": "object"},
     "arguments": [{"name": "name", "placeholder": "<remote>", "type": "string", "required": true, "suggest": ["remotes", "accounts"], "summary": "Its name"}], "examples": []},
    {"path": "remote list", "summary": "List them", "effect": "read", "view": {"kind": "list"}, "examples": []},
    {"path": "remote secret", "summary": "Not shown", "hidden": true, "effect": "read", "view": {"kind": "none"}, "examples": []},
    {"path": "help", "summary": "Show help", "effect": "read", "view": {"kind": "raw"}, "examples": [],
     "arguments": [{"name": "words", "type": "string", "repeated": true, "summary": "The words"}]},
    {"path": "version", "summary": "Show the version", "effect": "read", "view": {"kind": "object"}, "examples": []}]})";

inline const char* const parcel_text =
    R"({"manifest": 1, "name": "acme-parcel", "version": "1.2.0", "summary": "Send parcels", "abi": {"major": 1, "minor": 0},
  "roots": [{"word": "parcel", "summary": "Send parcels and follow them"}],
  "commands": [
    {"path": "parcel send", "summary": "Send one parcel", "effect": "create", "view": {"kind": "object"}, "scopes": ["parcel:write"],
     "description": "The parcel is weighed first. It leaves the same day.",
     "arguments": [{"name": "file", "type": "file", "summary": "What to send"}],
     "options": [
       {"name": "size", "short": "s", "type": "choice", "choices": ["SMALL", "MEDIUM", "LARGE"], "required": true, "summary": "How large it is"},
       {"name": "file", "type": "file", "summary": "What to send"},
       {"name": "count", "short": "c", "type": "integer", "minimum": 1, "maximum": 100, "default": 1, "summary": "How many"},
       {"name": "offset", "type": "integer", "summary": "Any whole number"},
       {"name": "fragile", "short": "f", "type": "boolean", "summary": "Handle with care"},
       {"name": "labels", "type": "list", "choices": ["red", "green"], "summary": "Words to find it by"},
       {"name": "note", "type": "string", "repeated": true, "summary": "A line to print on it"},
       {"name": "wait", "type": "duration", "default": "90s", "summary": "How long to wait"},
       {"name": "due", "type": "time", "direction": "future", "summary": "When it must be there"},
       {"name": "metadata", "type": "json", "summary": "Anything else"},
       {"name": "token", "type": "secret", "summary": "Who pays"}],
     "examples": [{"command": "chitty parcel send --size SMALL", "summary": "Send a small one"}]},
    {"path": "parcel list", "summary": "List parcels", "effect": "read", "view": {"kind": "list"}, "examples": [],
     "options": [{"name": "mine", "type": "boolean", "summary": "Only my own"}]},
    {"path": "parcel label list", "summary": "List labels", "effect": "read", "view": {"kind": "list"}, "examples": []},
    {"path": "parcel label print", "summary": "Print a label", "effect": "run", "view": {"kind": "raw"}, "examples": [],
     "arguments": [{"name": "id", "type": "string", "required": true, "summary": "Which"},
                   {"name": "printer", "type": "string", "repeated": true, "summary": "Where"}],
     "options": [{"name": "output", "type": "string", "placeholder": "<path>", "summary": "Into a file"},
                 {"name": "env", "type": "string", "summary": "Which environment"},
                 {"name": "dry-run", "type": "boolean", "summary": "Print nothing"}]},
    {"path": "parcel score", "summary": "Score the caller", "effect": "read", "view": {"kind": "object"}, "examples": []},
    {"path": "parcel score entity", "summary": "Score another", "effect": "read", "view": {"kind": "object"}, "examples": [],
     "arguments": [{"name": "id", "type": "string", "required": true, "summary": "Which"}]}]})";

inline const char* const hub_text =
    R"({"manifest": 1, "name": "acme-hub", "version": "1.0.0", "summary": "The hub", "abi": {"major": 1, "minor": 0},
  "roots": [{"word": "hub", "summary": "Run the whole", "handsOn": true}],
  "commands": [
    {"path": "hub status", "summary": "Show the state", "effect": "read", "view": {"kind": "object"}, "examples": [],
     "options": [{"name": "all", "type": "boolean", "summary": "Everything"}]},
    {"path": "hub health", "summary": "Ask for the health", "effect": "read", "view": {"kind": "object"}, "examples": [],
     "arguments": [{"name": "service", "type": "string", "summary": "Only this one"}]},
    {"path": "hub parcel audit", "summary": "Audit parcels", "effect": "read", "view": {"kind": "object"}, "examples": []}]})";

inline const char* const board_text =
    R"({"manifest": 1, "name": "acme-board", "version": "1.0.0", "summary": "Boards", "abi": {"major": 1, "minor": 0},
  "roots": [{"word": "board", "summary": "Boards"}, {"word": "card", "summary": "Cards"}],
  "commands": [
    {"path": "board open", "summary": "Open it", "effect": "run", "view": {"kind": "none"}, "examples": []},
    {"path": "card move", "summary": "Move a card", "effect": "update", "view": {"kind": "object"}, "examples": [],
     "arguments": [{"name": "card", "type": "string", "required": true, "summary": "Which"}]}]})";

struct World {
  std::map<std::string, Manifest, std::less<>> plugins;
  Manifest host = parse(host_text);

  World() {
    for (const auto* text : {parcel_text, hub_text, board_text}) {
      auto manifest = parse(text);
      plugins.emplace(manifest.name, std::move(manifest));
    }
  }

  static Manifest parse(const char* text) {
    auto manifest = parse_manifest(text);
    if (!manifest) throw std::runtime_error(manifest.error().message);
    return std::move(*manifest);
  }

  CatalogueRow row(std::string_view name) const {
    CatalogueRow row{};
    row.name = name;
    row.path = "/plugins/x.so";
    row.summary = plugins.find(name)->second.summary;
    return row;
  }

  Installed installed() const {
    Installed all;
    all.roots = [this] {
      std::vector<CatalogueRoot> roots;
      for (const auto& [name, manifest] : plugins)
        for (const auto& root : manifest.roots) roots.push_back({root.word, root.summary, root.hands_on, 0});
      return roots;
    };
    all.rows = [this] {
      std::vector<CatalogueRow> rows;
      for (const auto& [name, manifest] : plugins) rows.push_back(row(name));
      return rows;
    };
    all.find = [this](std::string_view word) -> std::optional<Catalogue::Found> {
      for (const auto& [name, manifest] : plugins)
        for (const auto& root : manifest.roots)
          if (root.word == word) return Catalogue::Found{row(name), root.hands_on, false};
      if (plugins.contains(word)) return Catalogue::Found{row(word), false, true};
      return {};
    };
    all.find_plugin = [this](std::string_view name) -> std::optional<CatalogueRow> {
      if (plugins.contains(name)) return row(name);
      return {};
    };
    all.find_refused = [](std::string_view word) -> std::optional<CatalogueRow> {
      if (word != "broken") return {};
      CatalogueRow bad{};
      bad.name = "broken", bad.path = "/plugins/broken.so", bad.reason = "It is a text file.",
      bad.hint = "Build it again.";
      return bad;
    };
    all.manifest = [this](const CatalogueRow& of) -> Result<Manifest> { return plugins.find(of.name)->second; };
    return all;
  }

  HostCommands host_commands() const { return HostCommands::of(host); }

  static Remotes remotes() {
    return {[] {
              return std::vector<std::string>{"tracker", "lost", "half"};
            },
            [](std::string_view name) -> std::string {
              return name == "tracker" ? "acme-board" : name == "lost" ? "gone"
                                                    : name == "half"   ? "broken"
                                                                       : "";
            },
            [](std::string_view kind) {
              return kind == "environments" ? std::vector<std::string>{"local", "staging", "mine"}
                     : kind == "accounts"   ? std::vector<std::string>{"owner"}
                                            : std::vector<std::string>();
            }};
  }

  Result<ResolvedCommand> find(const std::vector<std::string>& words) const {
    return resolve_command(words, host_commands(), installed(), remotes());
  }
};

// "a | b" of an error, for one line of expectation.
inline std::string told(const Error& error) { return error.message + " | " + error.hint; }

}  // namespace chitty::host::test
