// A `chitty` with made-up commands, for the shells to ask: the real suggestions and the real scripts over a small
// world.
//   completer completion suggest -- WORDS...   completer completion bash|zsh|fish   completer manual COMMAND...
#include <iostream>

#include "cli/completion/completion.hpp"
#include "cli/help.hpp"

namespace {

using namespace chitty::host;

const char* const acme =
    R"({"manifest": 1, "name": "acme-parcel", "version": "1.0.0", "summary": "Send parcels", "abi": {"major": 1, "minor": 0},
  "roots": [{"word": "parcel", "summary": "Send parcels and follow them"}, {"word": "depot", "summary": "Where parcels wait"}],
  "commands": [
    {"path": "parcel send", "summary": "Send one: today", "effect": "create", "view": {"kind": "object"},
     "description": "The parcel is weighed first. .Bl at the start of a sentence is no macro, nor is 'tis or a \\.",
     "arguments": [{"name": "file", "type": "file", "summary": "What to send"}],
     "options": [{"name": "size", "short": "s", "type": "choice", "choices": ["SMALL", "MEDIUM", "LARGE"], "required": true, "summary": "How large it is"},
                 {"name": "label", "type": "file", "placeholder": "<path>", "summary": "What to print on it"},
                 {"name": "count", "type": "integer", "default": 1, "summary": "How many"},
                 {"name": "fragile", "type": "boolean", "summary": "Handle with care"}],
     "examples": [{"command": "chitty parcel send ./letter.txt --size SMALL", "summary": "Send a letter"}]},
    {"path": "parcel list", "summary": "List parcels", "effect": "read", "view": {"kind": "list"},
     "examples": [{"command": "chitty parcel list", "summary": "List them all"}]},
    {"path": "parcel note add", "summary": "Add a note", "effect": "create", "view": {"kind": "object"}, "examples": [],
     "arguments": [{"name": "key", "type": "string", "choices": ["to:front", "to:back", "to:the owner's desk"], "required": true, "summary": "Where"}]}]})";

struct World {
  Manifest plugin = parse_manifest(acme).value();
  Manifest host =
      parse_manifest(
          R"({"manifest": 1, "name": "chitty", "version": "1.0.0", "summary": "S", "abi": {"major": 1, "minor": 0},
    "roots": [{"word": "remote", "summary": "Name the services"}],
    "commands": [{"path": "remote list", "summary": "List them", "effect": "read", "view": {"kind": "list"}, "examples": []}]})")
          .value();
  Installed installed;
  World() {
    CatalogueRow row{};
    row.name = plugin.name;
    row.summary = plugin.summary;
    installed.rows = [row] { return std::vector<CatalogueRow>{row}; };
    installed.roots = [this] {
      std::vector<CatalogueRoot> roots;
      for (const auto& root : plugin.roots) roots.push_back({root.word, root.summary, false, 0});
      return roots;
    };
    installed.find = [this, row](std::string_view word) -> std::optional<Catalogue::Found> {
      for (const auto& root : plugin.roots)
        if (root.word == word) return Catalogue::Found{row, false, false};
      return {};
    };
    installed.find_plugin = installed.find_refused = [](std::string_view) { return std::nullopt; };
    installed.manifest = [this](const CatalogueRow&) -> chitty::Result<Manifest> { return plugin; };
  }
};

int show(const chitty::Result<std::string>& text) {
  if (!text) return std::cerr << text.error().message << '\n', 2;
  std::cout << *text;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  World world;
  if (words.size() >= 3 && words[0] == "completion" && words[1] == "suggest") {
    const Remotes remotes{[] { return std::vector<std::string>{"tracker"}; },
                          [](std::string_view) { return std::string(); }};
    return show(suggestion_lines(
        suggest({words.begin() + 3, words.end()}, HostCommands::of(world.host), world.installed, remotes)));
  }
  if (words.size() == 2 && words[0] == "completion") return show(completion_script(words[1]));
  if (words.size() > 1 && words[0] == "manual") {
    std::string path = words[1];
    for (std::size_t i = 2; i < words.size(); ++i) path += " " + words[i];
    if (const auto* command = world.plugin.command(path)) return show(manual_page(world.plugin, *command));
  }
  return 2;
}
