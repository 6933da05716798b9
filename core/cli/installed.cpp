#include "cli/installed.hpp"

#include "manifest/command_manifest.hpp"

#include <map>
#include <memory>

namespace chitty::host {

namespace {

Manifest of_word(const Manifest& whole, std::string_view word) {
  Manifest part = whole;
  std::erase_if(part.roots, [&](const Root& root) { return root.word != word; });
  std::erase_if(part.commands, [&](const Command& command) { return command.path.substr(0, command.path.find(' ')) != word; });
  return part;
}

}  // namespace

HostCommands HostCommands::of(const Manifest& manifest) {
  HostCommands host;
  const auto parts = std::make_shared<std::map<std::string, Manifest, std::less<>>>();
  for (const auto& root : manifest.roots) {
    host.words.push_back({root.word, root.summary});
    parts->emplace(root.word, of_word(manifest, root.word));
  }
  host.manifest = [parts](std::string_view word) -> const Manifest& { return parts->find(word)->second; };
  return host;
}

Installed Installed::in(const Catalogue& catalogue) {
  Installed all;
  all.roots = [&] { return catalogue.roots(); };
  all.rows = [&] {
    std::vector<CatalogueRow> found;
    for (std::size_t i = 0; i < catalogue.size(); ++i) found.push_back(catalogue.row(i));
    return found;
  };
  all.find = [&](std::string_view word) { return catalogue.find(word); };
  all.find_plugin = [&](std::string_view name) { return catalogue.find_plugin(name); };
  all.find_refused = [&](std::string_view word) { return catalogue.find_refused(word); };
  all.manifest = [](const CatalogueRow& row) { return parse_command_manifest(row.manifest); };
  return all;
}

}  // namespace chitty::host
