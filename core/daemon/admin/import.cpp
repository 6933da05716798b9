// Rows from standard input into a table: all of them, or none and every row that does not fit, by line and column.
#include "daemon/admin/desk.hpp"
#include "daemon/admin/row_source.hpp"

#include <unistd.h>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t most_faults = 20;
constexpr std::uint64_t between_tellings = 20000;

struct Faults {
  json::array all;

  // False: enough of them.
  Result<void> add(std::uint64_t line, const std::string& column, const std::string& reason) {
    json::object fault{{"line", line}, {"reason", reason}};
    if (!column.empty()) fault["column"] = column;
    all.push_back(std::move(fault));
    if (all.size() < most_faults) return {};
    return make_error(Code::refused, "enough");
  }
  bool enough() const { return all.size() >= most_faults; }
};

std::string words_of(const json::object& fault) {
  const auto column = text_in(fault, "column");
  return "line " + std::to_string(fault.at("line").to_number<std::uint64_t>()) + (column.empty() ? "" : ", column " + column) + ": " + text_in(fault, "reason");
}

Error refusal(const std::string& table, const Faults& faults) {
  const auto count = faults.all.size();
  Error error = make_error(Code::refused,
                           (faults.enough() ? "At least " : "") + std::to_string(count) + (count == 1 ? " row does" : " rows do") + " not fit into " + table +
                               ", and nothing was changed; " + words_of(faults.all.front().get_object()),
                           "Correct the file and import it again.");
  error.details["rows"] = faults.all;
  return error;
}

struct Counted {
  std::uint64_t rows = 0;
};

Result<Counted> read_in(const Desk& desk, RowSource& source, TableFiller& filler, Faults& faults) {
  Counted counted;
  std::vector<Cell> cells;
  std::uint64_t line = 0;
  std::optional<RowTrouble> trouble;
  for (;;) {
    if (desk.interruption.wanted()) return make_error(Code::cancelled, "The import was stopped, and nothing was changed.");
    const auto more = source.next(cells, line, trouble);
    if (!more) return more.error();
    if (!*more) break;
    if (!trouble) {
      if (auto added = filler.add(line, cells); !added) return faults.enough() ? Result<Counted>(counted) : added.error();
      if (++counted.rows % between_tellings == 0) desk.frames.progress(counted.rows, 0, "rows");
      continue;
    }
    if (auto told = faults.add(trouble->line, trouble->column, trouble->reason); !told) return counted;
    if (!trouble->goes_on) return counted;
  }
  if (auto done = filler.finish(); !done && !faults.enough()) return done.error();
  return counted;
}

// What whoever made the file says of it.
Result<void> as_promised(const Desk& desk, const Counted& counted, const std::string& sha256) {
  const auto rows = desk.number("rows", -1);
  if (rows >= 0 && static_cast<std::uint64_t>(rows) != counted.rows)
    return make_error(Code::refused, "There are " + std::to_string(counted.rows) + " rows, not " + std::to_string(rows) + ", and nothing was changed.", "The file may be cut off.");
  if (!desk.text("sha256").empty() && desk.text("sha256") != sha256)
    return make_error(Code::refused, "The file has another SHA-256 (" + sha256 + "), and nothing was changed.", "It is not what was exported.");
  return {};
}

Result<json::object> fill(const Desk& desk, OwnerSession& session, const TableShape& table) {
  Input input(STDIN_FILENO);
  auto source = row_source(input, table, desk.text("format"));
  if (!source) return source.error();
  const auto columns = (*source)->columns();
  if (!columns) return columns.error();
  Faults faults;
  const auto faulty = [&](const RowFault& fault) { return faults.add(fault.row, fault.column, fault.reason); };
  auto filler = session.fill(table, *columns, faulty);
  if (!filler) return filler.error();
  const auto counted = read_in(desk, **source, **filler, faults);
  if (!counted) return counted.error();
  if (!faults.all.empty()) return refusal(table.name, faults);
  json::object result{{"table", table.name}, {"rows", counted->rows}, {"bytes", input.bytes()}, {"sha256", input.sha256()}};
  if (auto kept = as_promised(desk, *counted, text_in(result, "sha256")); !kept) return kept.error();
  if (auto told = desk.event(session, "database.imported", result); !told) return told.error();
  return result;
}

}  // namespace

Result<json::object> import_table(const Desk& desk) {
  auto session = desk.open(false);
  if (!session) return session.error();
  const auto name = desk.table(**session, desk.text("table"));
  if (!name) return name.error();
  if (desk.known.owner_of(*name) == "chittyd")
    return make_error(Code::permission_denied, "The table '" + *name + "' is the daemon's own, and nothing is imported into it.");
  const auto table = (*session)->shape(*name);
  if (!table) return table.error();
  if (auto begun = (*session)->begin(desk.known.owner_of(*name)); !begun) return begun.error();
  auto result = fill(desk, **session, *table);
  const bool keeps = result && !desk.flag("dryRun") && !desk.interruption.wanted();
  if (!keeps) {
    (void)(*session)->rollback();
    if (result && desk.interruption.wanted()) return make_error(Code::cancelled, "The import was stopped, and nothing was changed.");
    return result;
  }
  if (auto kept = (*session)->commit(); !kept) return kept.error();
  return result;
}

}  // namespace chitty::host::daemon
