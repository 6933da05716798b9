#include "builtin/plugin.hpp"
#include "plugin/catalogue.hpp"

namespace chitty::host {

json::object record_of(const CatalogueRow& row) {
  json::object record;
  record["name"] = row.name;
  record["version"] = row.version;
  record["state"] = row.reason.empty() ? "ready" : "refused";
  record["summary"] = row.summary;
  record["reason"] = row.reason.empty() ? row.note : row.reason;
  record["advice"] = row.hint;
  record["note"] = row.note;
  record["path"] = row.path;
  record["origin"] = row.origin;
  return record;
}

Result<Reply> plugin_list(const Arguments&, BuiltinContext& context) {
  // Whoever asks what is installed wants the truth of this moment, not the index's.
  context.catalogue = Catalogue::rebuild(context.paths);

  json::array records;
  for (std::size_t i = 0; i < context.catalogue.size(); ++i) {
    const auto row = context.catalogue.row(i);
    auto record = record_of(row);
    if (row.name.empty()) record["name"] = std::filesystem::path(row.path).stem().string();
    records.push_back(std::move(record));
  }
  // What the person has named and nothing was looked for in; a missing folder of chitty's own is usual.
  for (const auto& place : context.catalogue.places())
    if (!place.skipped.empty() && place.origin == "CHITTY_PLUGIN_PATH" && context.note)
      context.note("warning: skipped '" + place.folder.string() + "' in CHITTY_PLUGIN_PATH: " + place.skipped);
  return Reply::records(std::move(records));
}

}  // namespace chitty::host
