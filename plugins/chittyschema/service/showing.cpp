// What there is: lists, one schema, its versions, the JSON Schema by itself.
#include <chitty/lists.hpp>
#include <chittyschema_names.hpp>

#include "schemas.hpp"

namespace chittyschema::routes {

using namespace chitty;

Result<Response> list_schemas(Service& service, const ListSchemas& given) {
  const auto page = page_of(given.query);
  Select select{"SELECT " + std::string(version_columns) + ", (SELECT COUNT(*) FROM schema_versions o WHERE o.name = v.name) AS versions FROM " +
                std::string(version_tables) + " WHERE v.version = s.latest"};
  select.where_given("s.origin = :origin", "origin", given.query.origin);
  if (!given.query.search.empty()) {
    std::string pattern = "%";
    for (const auto c : given.query.search) pattern += (c == '%' || c == '_' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    select.where("lower(v.name || ' ' || COALESCE(v.title, '') || ' ' || COALESCE(v.description, '')) LIKE lower(:search) ESCAPE '\\'", "search", pattern + "%");
  }
  if (const auto comma = given.query.having.find(','); comma != std::string::npos) {
    const auto has = [](const std::string& which) { return "EXISTS (SELECT 1 FROM schema_versions h WHERE h.name = v.name AND h.version = :" + which + ")"; };
    select.where(has("one"), "one", given.query.having.substr(0, comma)).where(has("other"), "other", given.query.having.substr(comma + 1));
  }
  select.where_given("v.name > :cursor", "cursor", page.cursor);
  select.sql += " ORDER BY v.name";
  return answer_page(service, page, "schemas", std::move(select), shapes::schema, "name");
}

Result<Response> show_schema(Service& service, const ShowSchema& given) {
  CHITTY_TRY(const auto row, find_version(service, given.path.name, given.query.version));
  return answer(service, {{"schema", record_of(row, shapes::schema)}});
}

Result<Response> bare_schema(Service& service, const BareSchema& given) {
  CHITTY_TRY(const auto row, find_version(service, given.path.name, given.query.version));
  Response response;
  response.body = text_in(row, "document");
  response.headers["Content-Type"] = "application/schema+json";
  return response;
}

Result<Response> list_versions(Service& service, const ListVersions& given) {
  CHITTY_TRY(const auto name, full_name(service, given.path.name.substr(0, given.path.name.find('@'))));
  const auto page = page_of(given.query);
  Select select{"SELECT " + std::string(version_columns) + ", v.number FROM " + std::string(version_tables) + " WHERE v.name = :name", {{"name", name}}};
  if (!page.cursor.empty()) {
    CHITTY_TRY(const auto before, page.number_cursor());
    select.sql += " AND v.number < :before";
    select.parameters["before"] = before;
  }
  select.sql += " ORDER BY v.number DESC";
  return answer_page(service, page, "versions", std::move(select), shapes::schema, "number");
}

}  // namespace chittyschema::routes
