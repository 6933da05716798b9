#include "base/files.hpp"
#include "base/text.hpp"
#include "builtin/plugin.hpp"
#include "plugin/candidate.hpp"
#include "plugin/catalogue.hpp"

namespace chitty::host {

namespace {

std::optional<CatalogueRow> row_for(std::string_view asked, const Catalogue& catalogue) {
  if (auto row = catalogue.find_plugin(asked)) return row;
  if (auto found = catalogue.find(asked)) return found->row;
  return catalogue.find_refused(asked);
}

Error no_such_plugin(const std::string& asked, const Catalogue& catalogue) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < catalogue.size(); ++i)
    if (!catalogue.row(i).name.empty()) names.emplace_back(catalogue.row(i).name);
  const auto nearest_words = did_you_mean(nearest(asked, names));
  return make_error(Code::not_found, "plugin '" + asked + "' is not installed",
                    nearest_words.empty() ? "List the installed plugins: chitty plugin list" : nearest_words);
}

json::array strings(const std::vector<std::string>& texts) { return json::array(texts.begin(), texts.end()); }

void describe(json::object& record, const Manifest& manifest) {
  record["description"] = manifest.description;
  record["publisher"] = manifest.publisher;
  record["license"] = manifest.license;
  record["homepage"] = manifest.homepage;
  record["abi"] = std::to_string(manifest.abi_major) + "." + std::to_string(manifest.abi_minor);
  record["extensions"] = strings(manifest.extensions);
  auto& words = record["words"].emplace_array();
  for (const auto& root : manifest.roots) words.emplace_back(root.word);
  auto& commands = record["commands"].emplace_array();
  for (const auto& command : manifest.commands)
    commands.push_back(
        json::object{{"path", command.path}, {"summary", command.summary}, {"effect", name_of(command.effect)}});
  record["service"] = manifest.service.has_value();
  record["depends"] = strings(manifest.remote.depends);
}

json::object described(const CatalogueRow& row) {
  auto record = record_of(row);
  record["sha256"] = row.sha256;
  // A refused plugin's manifest may be of a shape that only a newer host can read.
  if (!row.manifest.empty())
    if (auto manifest = parse_manifest(row.manifest)) describe(record, *manifest);
  return record;
}

// A path, also of a plugin for another platform; names have neither a slash nor an ending.
bool is_path(std::string_view asked) {
  return asked.find('/') != std::string_view::npos || asked.ends_with(".so") || asked.ends_with(".dylib") ||
         asked.ends_with(".dll");
}

Result<Reply> of_file(const std::string& asked) {
  const auto path = std::filesystem::absolute(asked).lexically_normal();
  const auto bytes = read_file(path);
  if (!bytes) return bytes.error();
  const Candidate found = examine(path.string(), *bytes, this_host());
  CatalogueRow row;
  row.name = found.name;
  row.version = found.version;
  row.summary = found.summary;
  row.reason = found.reason;
  row.hint = found.hint;
  row.path = found.path;
  row.origin = "this file";
  row.sha256 = found.sha256;
  row.manifest = found.manifest;
  return Reply(described(row));
}

}  // namespace

Result<Reply> plugin_info(const Arguments& arguments, BuiltinContext& context) {
  const std::string asked = arguments.text("name");
  if (is_path(asked)) return of_file(asked);
  const auto row = row_for(asked, context.catalogue);
  if (!row) return no_such_plugin(asked, context.catalogue);
  return Reply(described(*row));
}

}  // namespace chitty::host
