#include "plugin/catalogue_records.hpp"

#include <algorithm>
#include <chitty/json_text.hpp>
#include <tuple>

namespace chitty::host {

namespace {

void add(ObjectText& record, std::string_view name, std::string_view text) {
  if (!text.empty()) record.text(name, text);
}

// The manifest is JSON already; of a refused plugin it may be of a shape that only a newer host knows, and is left out.
std::string record_of(const CatalogueRow& row) {
  ObjectText record;
  add(record, "name", row.name);
  add(record, "version", row.version);
  add(record, "path", row.path);
  add(record, "sha256", row.sha256);
  add(record, "origin", row.origin);
  add(record, "note", row.note);
  add(record, "reason", row.reason);
  add(record, "hint", row.hint);
  if (row.reason.empty()) record.raw("manifest", row.manifest);
  return record.whole();
}

}  // namespace

Result<void> catalogue_records(const Catalogue& catalogue, const std::function<Result<void>(std::string_view)>& take) {
  std::vector<CatalogueRow> rows;
  for (std::size_t i = 0; i < catalogue.size(); ++i) rows.push_back(catalogue.row(i));
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return std::tie(a.name, a.path) < std::tie(b.name, b.path); });
  for (const auto& row : rows)
    if (auto taken = take(record_of(row)); !taken) return taken;
  return {};
}

}  // namespace chitty::host
