#include "cli/installed.hpp"

#include "cli/completion.hpp"
#include "cli/help.hpp"
#include "cli/words.hpp"

namespace chitty {

HostCommands HostCommands::of(const Manifest& manifest) {
  HostCommands host;
  for (const auto& root : manifest.roots) host.words.push_back({root.word, root.summary});
  host.manifest = [&manifest]() -> const Manifest& { return manifest; };
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
  all.manifest = [](const CatalogueRow& row) { return parse_manifest(row.manifest); };
  return all;
}

// The same questions, asked with a catalogue at hand.

Result<Target> find_target(const std::vector<std::string>& words, const Manifest& host_manifest,
                           const Catalogue& catalogue, const Remotes& remotes) {
  return find_target(words, HostCommands::of(host_manifest), Installed::in(catalogue), remotes);
}

Suggestions suggest(const std::vector<std::string>& words, const Manifest& host_manifest, const Catalogue& catalogue,
                    const Remotes& remotes) {
  return suggest(words, HostCommands::of(host_manifest), Installed::in(catalogue), remotes);
}

std::string front_page(const Manifest& host_manifest, const Catalogue& catalogue, int width, bool colour) {
  return front_page(HostCommands::of(host_manifest).words, catalogue.roots(), width, colour);
}

}  // namespace chitty
