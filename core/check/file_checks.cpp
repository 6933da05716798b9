#include "check/file_checks.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "check/imports.hpp"
#include "plugin/claims.hpp"
#include "plugin/elf_needs.hpp"

namespace chitty {

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
  return verdict("ABI-11", "unstable extensions", wrongs, "It needs nothing that is unstable.",
                 "Good for trying out on your own machine; no index takes it.");
}

Finding check_words(const Subject& subject) {
  Texts wrongs;
  const auto look = [&](const std::string& word) {
    if (is_reserved_word(word)) wrongs.push_back("'" + word + "' is a command of chitty itself.");
  };
  look(subject.manifest.name);
  for (const auto& root : subject.manifest.roots) look(root.word);
  return verdict("ABI-03", "words", wrongs, "Its words are free to be its own.", "Choose another name or root.");
}

// Everything else is linked in and hidden, so that two plugins never meet in a library's variables.
Finding check_libraries(const ElfNeeds& needs) {
  constexpr std::array<std::string_view, 8> allowed{
      "libc.so.6",  "libm.so.6",     "libdl.so.2",           "libpthread.so.0",
      "librt.so.1", "libgcc_s.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"};
  Texts wrongs;
  for (const auto& library : needs.libraries)
    if (std::find(allowed.begin(), allowed.end(), library) == allowed.end())
      wrongs.push_back("It needs " + library + " of the machine that it will run on.");
  return verdict("ABI-25", "libraries", wrongs, "It brings all that libc does not have.",
                 "Link it statically and hidden, as chitty_plugin() does with the C++ runtime.");
}

Finding check_segments(const ElfNeeds& needs) {
  Texts wrongs;
  if (needs.executable_stack) wrongs.emplace_back("It asks for an executable stack.");
  if (needs.text_relocations) wrongs.emplace_back("Its code must be written to when it is loaded (text relocations).");
  for (const auto& path : needs.run_paths) wrongs.push_back("It looks for libraries in '" + path + "' (RUNPATH).");
  return verdict("ABI-26", "segments", wrongs, "It can be loaded from anywhere, also from memory.",
                 "Build it with chitty_plugin() of the SDK.");
}

Finding check_imports(const ElfNeeds& needs) {
  Texts wrongs;
  for (const auto& import : ill_mannered(needs)) wrongs.push_back("It uses " + import.name + ", " + import.why + ".");
  return verdict("ABI-19", "imports", wrongs, "It calls nothing that belongs to the whole process.",
                 "A plugin is a guest: use chitty.output/1, chitty.input/1 and chitty.log/1, and return an error.");
}

Finding check_host_symbols(const ElfNeeds& needs) {
  Texts wrongs;
  for (const auto& name : needs.imports)
    if (name.starts_with("chitty")) wrongs.push_back("It wants " + name + " of the host, which exports nothing.");
  return verdict("ABI-10", "host functions", wrongs, "It asks the host through its table only.",
                 "Ask for it with get_extension.");
}

}  // namespace

std::vector<Finding> check_file(const Subject& subject) {
  const ElfNeeds needs = read_elf_needs(subject.bytes);
  return {{"ABI-27",
           "file",
           State::pass,
           "One manifest that keeps the schema, for this platform and ABI; one exported symbol.",
           {}},
          check_words(subject),
          check_unstable(subject),
          check_libraries(needs),
          check_segments(needs),
          check_host_symbols(needs),
          check_imports(needs)};
}

}  // namespace chitty
