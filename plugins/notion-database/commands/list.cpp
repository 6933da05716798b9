// chitty notion-database list and query: entries, however many there are.
#include <notion-database_names.hpp>

#include "../condition.hpp"
#include "../entry.hpp"
#include "../page_list.hpp"
#include "../table.hpp"
#include "../whole_page.hpp"

namespace notion_database::commands {

namespace {

Result<Reply> listed(Host& host, const std::string& source, const notion_database::Query& query, bool rich) {
  CHITTY_DO(each_page(host, source, query, [&](const json::value& page) -> Result<void> {
    CHITTY_TRY(const auto whole, whole_page(host, page));
    CHITTY_TRY(const auto entry, entry_of(whole, rich));
    return host.record(entry);
  }));
  return Reply::nothing();
}

// "Due", "-Due".
Result<json::array> sorts_of(const Schema& schema, const std::vector<std::string>& given) {
  json::array out;
  for (const auto& one : given) {
    const bool down = one.starts_with('-') && !schema.find(one);
    CHITTY_TRY(const auto property, schema.get(down ? std::string_view(one).substr(1) : std::string_view(one)));
    out.push_back(json::object{{"property", property->name}, {"direction", down ? "descending" : "ascending"}});
  }
  return out;
}

}  // namespace

Result<Reply> list(const List& args, Host& host) {
  CHITTY_TRY(const auto source, data_source(host));
  return listed(host, source, {.limit = args.limit.value_or(0)}, args.rich);
}

Result<Reply> query(const notion_database::commands::Query& args, Host& host) {
  CHITTY_TRY(const auto source, data_source(host));
  notion_database::Query query{.filter = args.filter, .in_trash = args.in_trash, .limit = args.limit.value_or(0)};
  if (!query.filter.is_null() && !query.filter.is_object()) return usage_error("invalid value for '--filter': expected an object");
  if (!args.where.empty() || !args.sort.empty()) {
    CHITTY_TRY(const auto schema, read_schema(host, source));
    CHITTY_TRY(query.filter, filter_of(schema, args.where, query.filter));
    CHITTY_TRY(query.sorts, sorts_of(schema, args.sort));
  }
  return listed(host, source, query, args.rich);
}

}  // namespace notion_database::commands
