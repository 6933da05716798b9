// chitty os db export, import: rows out of a table and into it.
#include "database.hpp"

#include <chitty/members.hpp>

namespace os::commands {

Result<Reply> db_export(const DbExport& args, Host& host) {
  CHITTY_TRY(const auto result, database_work(host, {{"work", "export"}, {"table", args.table_}, {"format", args.format}}));
  host.note("Exported " + counted(number_in(result, "rows"), "row") + " of " + text_in(result, "table") + ", SHA-256 " + text_in(result, "sha256"));
  return Reply::nothing();
}

Result<Reply> db_import(const DbImport& args, Host& host) {
  json::object order{{"work", "import"}, {"table", args.table_}, {"format", args.format}, {"sha256", args.sha256}};
  if (args.rows) order["rows"] = *args.rows;
  auto result = database_work(host, std::move(order));
  if (result) return Reply(std::move(*result));
  // Every row that does not fit, a line each; the error itself tells the first.
  const auto* rows = result.error().details.if_contains("rows");
  if (rows && rows->is_array() && rows->get_array().size() > 1)
    for (const auto& row : rows->get_array()) {
      const auto column = text_in(row, "column");
      host.note("line " + std::to_string(number_in(row.as_object(), "line")) + (column.empty() ? "" : ", column " + column) + ": " + text_in(row, "reason"));
    }
  return result.error();
}

}  // namespace os::commands
