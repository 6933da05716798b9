#include "listing.hpp"

#include <algorithm>
#include <chitty/lists.hpp>
#include <chittyregistry_names.hpp>

#include "../relevance.hpp"
#include "entries.hpp"
#include "own_services.hpp"

namespace chittyregistry {

using namespace chitty;

namespace {

// The services of this ChittyOS in their places, those that nobody has entered as well; and none that is not here any more.
Result<void> put_own_in(Service& service, const Listing& wanted, Rows& rows) {
  CHITTY_TRY(auto own, own_names(service));
  const auto last = rows.size() > static_cast<std::size_t>(wanted.limit) ? text_in(rows.back(), "name") : std::string();
  std::erase_if(rows, [&](const Row& row) {
    const bool here = own.contains(text_in(row, "name")), entered = row.at("own").as_int64() == 1;
    if (here && entered) own.erase(text_in(row, "name"));
    return here != entered;
  });
  const bool fits = wanted.tag.empty() && (wanted.category.empty() || wanted.category == "chittyos") && (wanted.health.empty() || wanted.health == "unknown");
  CHITTY_TRY(const auto known, entered_names(service));
  for (const auto& name : own)
    if (fits && !known.contains(name) && name > wanted.cursor && (last.empty() || name < last)) rows.push_back(own_row(name));
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return text_in(a, "name") < text_in(b, "name"); });
  if (rows.size() > static_cast<std::size_t>(wanted.limit) + 1) rows.resize(static_cast<std::size_t>(wanted.limit) + 1);
  return {};
}

}  // namespace

Result<Response> answer_list(Service& service, const Listing& wanted) {
  const Page page{wanted.limit, 0, wanted.cursor};
  std::string sql = std::string("SELECT ").append(entry_columns).append(" FROM ").append(entry_tables).append(" WHERE e.kind = :kind AND e.name > :cursor");
  json::object parameters{{"kind", wanted.kind}, {"cursor", wanted.cursor}, {"limit", wanted.limit + 1}};
  const auto filter = [&](const char* what, const std::string& value) {
    if (value.empty()) return;
    sql.append(" AND EXISTS (SELECT 1 FROM registry_postings ").append(what).append(" WHERE ").append(what).append(".word = :").append(what).append(" AND ").append(what).append(".entry = e.number)");
    parameters[what] = filter_word(what, value);
  };
  filter("category", wanted.category);
  filter("tag", wanted.tag);
  if (!wanted.health.empty()) sql += " AND COALESCE(h.state, 'unknown') = :health", parameters["health"] = wanted.health;
  CHITTY_TRY(auto rows, service.store().query(sql + " ORDER BY e.name LIMIT :limit", parameters));
  if (wanted.kind == kinds::service) CHITTY_DO(put_own_in(service, wanted, rows));
  auto metadata = page_metadata(page, rows, "name");
  json::array records;
  for (const auto& row : rows) records.push_back(shown(service, row));
  const auto count = records.size();
  return answer(service, {{wanted.member, std::move(records)}, {"metadata", std::move(metadata)}, {"count", count}});
}

namespace routes {

// The public registry has one list for all, by subtype: services and scripts are asked for by their category there.
Result<Response> list_tools(Service& service, const ListTools& given) {
  const auto& query = given.query;
  const bool other = query.category == kinds::service || query.category == kinds::script;
  return answer_list(service, {other ? std::string_view(query.category) : kinds::tool, "tools", other ? "" : query.category, query.tag, query.cursor, query.limit});
}

Result<Response> list_services(Service& service, const ListServices& given) {
  const auto& query = given.query;
  return answer_list(service, {kinds::service, "services", query.category, query.tag, query.cursor, query.limit, query.health});
}

Result<Response> list_scripts(Service& service, const ListScripts& given) {
  const auto& query = given.query;
  return answer_list(service, {kinds::script, "scripts", query.category, query.tag, query.cursor, query.limit});
}

}  // namespace routes
}  // namespace chittyregistry
