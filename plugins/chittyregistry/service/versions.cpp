// One entry, its versions, and a version that goes.
#include <algorithm>
#include <chitty/answers.hpp>
#include <chittyregistry_names.hpp>

#include "../semantic_version.hpp"
#include "entries.hpp"
#include "lookup_cache.hpp"
#include "registration.hpp"

namespace chittyregistry {

using namespace chitty;

namespace {

Error no_version(const Row& entry, const std::string& version) {
  const auto kind = text_in(entry, "kind"), name = text_in(entry, "name");
  return make_error(Code::not_found, "The " + kind + " " + name + " has no version " + version + ".", "List its versions: chitty registry " + kind + " versions " + name);
}

}  // namespace

Result<Row> at_version(Service& service, Row entry, const std::string& version) {
  if (version.empty() || version == "latest") return entry;
  CHITTY_TRY(const auto found, service.store().find("SELECT version, subtype, content, digest, published_at FROM registry_versions WHERE entry = :entry AND version = :version",
                                                    {{"entry", entry.at("number")}, {"version", version}}));
  if (!found) return no_version(entry, version);
  for (const auto* column : {"version", "subtype", "content", "digest"}) entry[column] = found->at(column);
  entry["updated_at"] = found->at("published_at");
  return entry;
}

namespace routes {

Result<Response> show_tool(Service& service, const ShowTool& given) {
  Result<Row> entry = find_entry(service, kinds::tool, given.path.id);
  for (const auto kind : {kinds::script, kinds::service})
    if (!entry && entry.error().code == Code::not_found)
      if (auto other = find_entry(service, kind, given.path.id)) entry = std::move(other);
  if (!entry) return entry.error();
  CHITTY_TRY(const auto row, at_version(service, *std::move(entry), given.query.version));
  return answer(service, {{"tool", shown(service, row, true)}});
}

Result<Response> versions(Service& service, const Versions& given) {
  CHITTY_TRY(const auto entry, find_entry(service, kind_of_path(given.path.kind), given.path.id));
  CHITTY_TRY(auto rows, service.store().query("SELECT version, digest AS sha256, published_by AS \"publishedBy\", published_at AS \"publishedAt\" FROM registry_versions WHERE entry = :entry", {{"entry", entry.at("number")}}));
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    const auto one = parse_version(text_in(a, "version")), other = parse_version(text_in(b, "version"));
    return one && other && *other < *one;
  });
  json::array all;
  for (auto& row : rows) {
    row["latest"] = row.at("version") == entry.at("version");
    all.push_back(std::move(row));
  }
  return answer(service, {{"versions", std::move(all)}});
}

Result<Response> remove_version(Service& service, const RemoveVersion& given) {
  if (!parse_version(given.path.version))
    return usage_error("Only a version that is named can be removed, not " + given.path.version + ".", "Name it as it is listed, such as 1.2.3.");
  CHITTY_TRY(const auto entry, find_entry(service, kind_of_path(given.path.kind), given.path.id));
  CHITTY_DO(may_change(service, entry));
  const auto removed = service.store().transaction([&]() -> Result<json::object> {
    const json::object which{{"entry", entry.at("number")}, {"version", given.path.version}};
    CHITTY_TRY(const auto gone, service.store().execute("DELETE FROM registry_versions WHERE entry = :entry AND version = :version", which));
    if (gone == 0) return no_version(entry, given.path.version);
    CHITTY_DO(show_latest(service, entry));
    CHITTY_TRY(const auto left, service.store().row("SELECT COUNT(*) AS n FROM registry_versions WHERE entry = :entry", {{"entry", entry.at("number")}}, ""));
    CHITTY_DO(service.event("registry." + text_in(entry, "kind") + "_version_removed", text_in(entry, "id"), {{"name", entry.at("name")}, {"version", given.path.version}}));
    return json::object{{"name", entry.at("name")}, {"removed", given.path.version}, {"left", left.at("n")}};
  });
  if (!removed) return removed.error();
  forget_lookups();
  return answer(service, *removed);
}

}  // namespace routes
}  // namespace chittyregistry
