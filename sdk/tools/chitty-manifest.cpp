// chitty-manifest: the manifest compiler. Reads manifest.json and migrations/*.sql beside it, checks the whole, and
// writes the record that travels inside the library, as a C file, and the facts that the plugin's code needs.
#include <chitty/plugin.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

#include "check.hpp"
#include "manifest_file.hpp"
#include "record.hpp"

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace chitty::tool;

namespace {

constexpr auto usage =
    "usage: chitty-manifest MANIFEST [--schema FILE] [--record OUT.c] [--facts OUT.h] [--json OUT.json]\n";

void write(const fs::path& path, const std::string& text) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(path.string() + ": cannot be written");
}

void check(const json::object& manifest, const fs::path& file, const fs::path& schema) {
  auto lines = check_schema(manifest, parse_json(read_file(schema), schema));
  if (lines.empty()) lines = check_rules(manifest);
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
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, fs::path> options;
  for (int i = 2; i + 1 < argc; i += 2) options[argv[i]] = argv[i + 1];
  for (const auto& [name, value] : options)
    if (name != "--schema" && name != "--record" && name != "--facts" && name != "--json") argc = 1;
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
