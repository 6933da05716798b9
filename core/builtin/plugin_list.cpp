#include "builtin/plugin.hpp"
#include "plugin/catalogue.hpp"

namespace chitty {

json::object record_of(const CatalogueRow& row) {
  json::object record;
  record["name"] = row.name;
  record["version"] = row.version;
  record["state"] = row.reason.empty() ? "ready" : "refused";
  record["summary"] = row.summary;
  record["reason"] = row.reason;
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
  return Reply::records(std::move(records));
}

}  // namespace chitty
