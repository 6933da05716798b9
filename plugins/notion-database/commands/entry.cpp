// chitty notion-database get, add and update: one entry.
#include <notion-database_names.hpp>

#include "../entry.hpp"
#include "../page_id.hpp"
#include "../table.hpp"
#include "../whole_page.hpp"

namespace notion_database::commands {

namespace {

Result<Reply> shown(Host& host, const json::value& page, bool rich) {
  CHITTY_TRY(const auto whole, whole_page(host, page));
  CHITTY_TRY(auto entry, entry_of(whole, rich));
  return Reply(std::move(entry));
}

}  // namespace

Result<Reply> get(const Get& args, Host& host) {
  CHITTY_TRY(const auto id, page_id(args.page));
  CHITTY_TRY(const auto page, ask(host, chitty::get("/v1/pages/" + id)));
  return shown(host, page, args.rich);
}

Result<Reply> add(const Add& args, Host& host) {
  CHITTY_TRY(const auto record, given_record(args.record, args.set));
  CHITTY_TRY(const auto source, data_source(host));
  CHITTY_TRY(const auto schema, read_schema(host, source));
  CHITTY_TRY(const auto properties, written_properties(schema, record));
  const json::object parent{{"type", "data_source_id"}, {"data_source_id", source}};
  CHITTY_TRY(const auto page, ask(host, post("/v1/pages", {{"parent", parent}, {"properties", properties}})));
  return shown(host, page, false);
}

Result<Reply> update(const Update& args, Host& host) {
  CHITTY_TRY(const auto record, given_record(args.record, args.set));
  CHITTY_TRY(const auto id, page_id(args.page));
  CHITTY_TRY(const auto source, data_source(host));
  CHITTY_TRY(const auto schema, read_schema(host, source));
  CHITTY_TRY(const auto properties, written_properties(schema, record));
  auto change = patch("/v1/pages/" + id, {{"properties", properties}});
  change.repeatable = true;
  CHITTY_TRY(const auto page, ask(host, change));
  return shown(host, page, false);
}

}  // namespace notion_database::commands
