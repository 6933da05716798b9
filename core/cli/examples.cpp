#include "cli/examples.hpp"

#include <algorithm>

#include "cli/arguments.hpp"
#include "cli/words.hpp"

namespace chitty::host {

namespace {

// A catalogue with this one plugin.
Installed only(const Manifest& manifest) {
  Installed one;
  CatalogueRow row;
  row.name = manifest.name;
  one.roots = [] { return std::vector<CatalogueRoot>(); };
  one.rows = [] { return std::vector<CatalogueRow>(); };
  one.find = [&manifest, row](std::string_view word) -> std::optional<Catalogue::Found> {
    for (const auto& root : manifest.roots)
      if (root.word == word) return Catalogue::Found{row, root.hands_on, false};
    return word == manifest.name ? std::optional(Catalogue::Found{row, false, true}) : std::nullopt;
  };
  one.find_plugin = [&manifest, row](std::string_view name) { return name == manifest.name ? std::optional(row) : std::nullopt; };
  one.find_refused = [](std::string_view) { return std::nullopt; };
  one.manifest = [&manifest](const CatalogueRow&) -> Result<Manifest> { return manifest; };
  return one;
}

// The files of an example are the reader's.
Command without_files(Command command) {
  for (auto* all : {&command.arguments, &command.options})
    for (auto& argument : *all)
      if (argument.type == ArgumentType::file) argument.type = ArgumentType::string;
  return command;
}

// What is wrong with the line, or empty.
std::string wrong(const Manifest& manifest, const Command& command, const std::string& text) {
  auto words = shell_words(text);
  if (words.empty() || words.front() != "chitty") return "it does not begin with 'chitty'";
  words.erase(words.begin());
  static const Manifest nobody;
  auto line = scan_globals(words);
  const Remotes named{.names = {}, .type_of = [&manifest](std::string_view) { return manifest.name; }};
  auto target = resolve_command(line.words, HostCommands::of(nobody), only(manifest), named);
  if (!target) return target.error().message;
  if (auto settled = settle_globals(line, *target); !settled) return settled.error().message;
  if (target->path != command.path) return "it runs '" + target->path + "'";
  constexpr std::int64_t some_time = 1'800'000'000'000;
  const auto arguments = parse_arguments(without_files(command), target->rest, some_time);
  return arguments ? std::string() : arguments.error().message;
}

}  // namespace

std::vector<std::string> shell_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool any = false;
  char quote = 0;
  const auto end_word = [&] {
    if (any) words.push_back(std::move(word));
    word.clear(), any = false;
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote) {
      if (c == quote) quote = 0;
      else if (c == '\\' && quote == '"' && i + 1 < line.size()) word += line[++i];
      else word += c;
    } else if (c == '\'' || c == '"') {
      quote = c, any = true;
    } else if (c == '\\' && i + 1 < line.size()) {
      word += line[++i], any = true;
    } else if (c == ' ' || c == '\t') {
      end_word();
    } else if (c == '|' || c == '<' || c == '>' || c == ';' || c == '&') {
      break;
    } else {
      word += c, any = true;
    }
  }
  end_word();
  return words;
}

std::vector<std::string> wrong_examples(const Manifest& manifest) {
  std::vector<std::string> all;
  for (const auto& command : manifest.commands)
    for (const auto& example : command.examples)
      if (const auto why = wrong(manifest, command, example.command); !why.empty())
        all.push_back("The example '" + example.command + "' of '" + command.path + "' does not work: " + why);
  return all;
}

}  // namespace chitty::host
