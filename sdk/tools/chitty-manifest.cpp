// chitty-manifest: the manifest compiler. Reads manifest.json and migrations/*.sql beside it, checks the whole, and
// writes the record that travels inside the library, as a C file, the facts that the plugin's code needs, and the names that
// it may use.
#include <chitty/plugin.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <manifest/proofs.hpp>
#include <map>
#include <stdexcept>

#include "check.hpp"
#include "manifest_file.hpp"
#include "names.hpp"
#include "record.hpp"

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace chitty::tool;

namespace {

constexpr auto usage =
    "usage: chitty-manifest MANIFEST [--schema FILE] [--record OUT.c] [--facts OUT.h] [--names OUT.hpp] "
    "[--json OUT.json]\n";

void write(const fs::path& path, const std::string& text) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(path.string() + ": cannot be written");
}

// All that can be known without running it, each kind of proof only where those before it hold.
std::vector<std::string> prove(const json::object& manifest, const json::value& rules) {
  auto lines = chitty::prove_words(manifest, rules);
  if (lines.empty()) lines = chitty::prove_schemas(manifest);
  if (!lines.empty()) return lines;
  lines = chitty::prove_routes(manifest);
  for (auto& line : chitty::prove_arguments(manifest)) lines.push_back(std::move(line));
  for (auto& line : chitty::prove_columns(manifest)) lines.push_back(std::move(line));
  for (auto& line : chitty::prove_requests(manifest)) lines.push_back(std::move(line));
  return lines;
}

// So that a change of the manifest that changes no name has nothing compiled again.
void write_if_new(const fs::path& path, const std::string& text) {
  if (!fs::exists(path) || read_file(path) != text) write(path, text);
}

void check(const json::object& manifest, const fs::path& file, const fs::path& schema) {
  const auto rules = parse_json(read_file(schema), schema);
  auto lines = check_schema(manifest, rules);
  if (lines.empty()) lines = check_rules(manifest);
  if (lines.empty()) lines = prove(manifest, rules);
  std::string all;
  for (const auto& line : lines) all += (all.empty() ? "" : "\n") + file.string() + ": " + line;
  if (!all.empty()) throw std::runtime_error(all);
}

std::string facts_of(const json::object& manifest) {
  return "/* Made by chitty-manifest; do not edit. Included before every source of the plugin, C and C++. */\n"
         "#define CHITTY_PLUGIN_NAME " +
         json::serialize(manifest.at("name")) + "\n" + "#define CHITTY_PLUGIN_VERSION " +
         json::serialize(manifest.at("version")) + "\n";
}

void compile(const fs::path& file, const std::map<std::string, fs::path>& options) {
  const json::object manifest = read_manifest(file);
  if (options.contains("--schema")) check(manifest, file, options.at("--schema"));
  const std::string payload = json::serialize(manifest);
  if (payload.size() > CHITTY_MAX_MANIFEST)
    throw std::runtime_error(file.string() + ": is " + std::to_string(payload.size()) +
                             " bytes, and at most 1 MiB may be");
  if (options.contains("--record")) write(options.at("--record"), c_file_of(record_of(payload)));
  if (options.contains("--json")) write(options.at("--json"), payload);
  if (options.contains("--facts")) write(options.at("--facts"), facts_of(manifest));
  if (options.contains("--names")) write_if_new(options.at("--names"), names_of(manifest));
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, fs::path> options;
  for (int i = 2; i + 1 < argc; i += 2) options[argv[i]] = argv[i + 1];
  for (const auto& [name, value] : options)
    if (name != "--schema" && name != "--record" && name != "--facts" && name != "--names" && name != "--json")
      argc = 1;
  if (argc < 2 || argc % 2) {
    std::cerr << usage;
    return 2;
  }
  try {
    compile(argv[1], options);
    return 0;
  } catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
  }
}
