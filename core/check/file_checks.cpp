#include "check/file_checks.hpp"

#include <algorithm>
#include <array>

#include <boost/json/parse.hpp>

#include "base/text.hpp"
#include "check/imports.hpp"
#include "check/manifest_checks.hpp"
#include "plugin/claims.hpp"
#include "plugin/elf_needs.hpp"

namespace chitty::host {

namespace {

using State = Finding::State;
using Texts = std::vector<std::string>;

Finding verdict(std::string rule, std::string check, const Texts& wrongs, std::string good, std::string hint) {
  if (wrongs.empty()) return {std::move(rule), std::move(check), State::pass, std::move(good), {}};
  return {std::move(rule), std::move(check), State::fail, join(wrongs, " "), std::move(hint)};
}

Finding check_unstable(const Subject& subject) {
  Texts wrongs;
  for (const auto& id : subject.manifest.extensions)
    if (is_unstable(id)) wrongs.push_back("It needs " + id + ", which only one host version has.");
  return verdict("ABI-11", "unstable extensions", wrongs, "It needs no unstable extension.",
                 "Good for trying out on your own machine; it cannot be published.");
}

Finding check_words(const Subject& subject) {
  Texts wrongs;
  const auto look = [&](const std::string& word) {
    if (is_reserved_word(word)) wrongs.push_back("'" + word + "' is a command of chitty itself.");
  };
  look(subject.manifest.name);
  for (const auto& root : subject.manifest.roots) look(root.word);
  return verdict("ABI-03", "words", wrongs, "Its words are not commands of chitty.", "Choose another name or root.");
}

// What changes something says how it takes --dry-run, or says that it cannot.
Finding check_dry_run(const Subject& subject) {
  Texts wrongs;
  for (const auto& command : subject.manifest.commands)
    if (command.effect != Effect::read && !command.dry_run) wrongs.push_back("'" + command.path + "' does not declare whether it supports --dry-run.");
  return verdict("ABI-03", "dry run", wrongs, "Commands that change something declare whether they support --dry-run.",
                 "Write \"dryRun\": true if it changes things through the host only, else false: --dry-run is then refused.");
}

// Of the machine, which the manifest names (abi.libraries): whoever installs the plugin knows what it takes.
Texts named_libraries(const Subject& subject) {
  Texts named;
  boost::system::error_code ec;
  const auto manifest = boost::json::parse(subject.candidate.manifest, ec);
  const auto* list = ec ? nullptr : manifest.at("abi").as_object().if_contains("libraries");
  if (list)
    for (const auto& library : list->as_array()) named.emplace_back(library.as_string());
  return named;
}

// Everything else is linked in and hidden, so that two plugins never meet in a library's variables.
Finding check_libraries(const Subject& subject, const ElfNeeds& needs) {
  constexpr std::array<std::string_view, 8> allowed{
      "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0",
      "librt.so.1", "libgcc_s.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"};
  const auto named = named_libraries(subject);
  Texts wrongs;
  for (const auto& library : needs.libraries)
    if (std::find(allowed.begin(), allowed.end(), library) == allowed.end() && std::find(named.begin(), named.end(), library) == named.end())
      wrongs.push_back("It needs " + library + " from the machine that it runs on.");
  return verdict("ABI-25", "libraries", wrongs,
                 "It needs no shared library except libc" + (named.empty() ? std::string(".") : " and those that its manifest names: " + join(named, ", ") + "."),
                 "Link it statically and hidden, as chitty_plugin() does with the C++ runtime.");
}

Finding check_segments(const ElfNeeds& needs) {
  Texts wrongs;
  if (needs.executable_stack) wrongs.emplace_back("It asks for an executable stack.");
  if (needs.text_relocations) wrongs.emplace_back("Its code must be changed when it is loaded (text relocations).");
  for (const auto& path : needs.run_paths) wrongs.push_back("It looks for libraries in '" + path + "' (RUNPATH).");
  return verdict("ABI-26", "segments", wrongs, "It can be loaded from anywhere, memory included.",
                 "Build it with chitty_plugin() of the SDK.");
}

Finding check_imports(const ElfNeeds& needs) {
  Texts wrongs;
  for (const auto& import : ill_mannered(needs)) wrongs.push_back("It uses " + import.name + ", " + import.why + ".");
  return verdict("ABI-19", "imports", wrongs, "It calls nothing that affects the whole process.",
                 "A plugin is a guest: use chitty.output/1, chitty.input/1 and chitty.log/1, and return an error.");
}

Finding check_host_symbols(const ElfNeeds& needs) {
  Texts wrongs;
  for (const auto& name : needs.imports)
    if (name.starts_with("chitty")) wrongs.push_back("It needs " + name + " from the host, which exports nothing.");
  return verdict("ABI-10", "host functions", wrongs, "It uses the host through its table only.",
                 "Get it with get_extension.");
}

}  // namespace

std::vector<Finding> check_file(const Subject& subject) {
  const ElfNeeds needs = read_elf_needs(subject.bytes);
  return {{"ABI-27",
           "file",
           State::pass,
           "It has one manifest that fits the schema, for this platform and ABI, and exports one symbol.",
           {}},
          check_manifest_proofs(subject),
          check_words(subject),
          check_dry_run(subject),
          check_unstable(subject),
          check_libraries(subject, needs),
          check_segments(needs),
          check_host_symbols(needs),
          check_imports(needs)};
}

}  // namespace chitty::host
