// A table's rows as a file, in the order of its key, as of one moment.
#include "daemon/admin/cell_text.hpp"
#include "daemon/admin/desk.hpp"
#include "daemon/blobs/running_hash.hpp"

#include <chitty/json_text.hpp>
#include <chitty/utf8.hpp>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t piece = 64u << 10;
constexpr std::uint64_t between_tellings = 20000;

Error no_place(const TableColumn& column, const char* what) {
  return make_error(Code::refused, "The column '" + column.name + "' holds " + what + ".", "Export as JSON: --format json");
}

class Writer {
 public:
  Writer(const Desk& desk, const TableShape& table, std::string_view format) : desk_(desk), table_(table), csv_(format == "csv"), array_(format == "json") {
    for (const auto& column : table.columns) {
      std::string head = heads_.empty() ? "{" : ",";
      append_quoted(head, column.name);
      heads_.push_back(head + ":");
    }
    if (array_) out_ = "[";
    if (csv_) {
      for (const auto& column : table.columns) {
        if (&column != &table.columns.front()) out_ += ',';
        Cell name;
        name.kind = Cell::Kind::text, name.text = column.name;
        append_csv(out_, name);
      }
      out_ += '\n';
    }
  }

  Result<void> row(const std::vector<Cell>& cells) {
    if (desk_.interruption.wanted()) return make_error(Code::cancelled, "The export was stopped.");
    if (array_) out_ += rows_ == 0 ? "\n" : ",\n";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto& column = table_.columns[i];
      const auto& cell = cells[i];
      if (cell.kind == Cell::Kind::text && !is_utf8(cell.text)) return make_error(Code::refused, "The column '" + column.name + "' holds text that is not UTF-8, in row " + std::to_string(rows_ + 1) + ".");
      if (!csv_) {
        out_ += heads_[i];
        append_json(out_, cell);
        continue;
      }
      if (cell.kind == Cell::Kind::bytes && column.kind != Cell::Kind::bytes) return no_place(column, "bytes among its texts, which CSV cannot tell apart");
      if (!column.kind && cell.kind == Cell::Kind::text && cell.kind != Cell::Kind::null && csv_ && desk_.dialect.name() == std::string_view("sqlite"))
        return no_place(column, "values of any type, which CSV cannot tell apart");
      if (i > 0) out_ += ',';
      append_csv(out_, cell);
    }
    if (!csv_) out_ += '}';
    if (!array_) out_ += '\n';
    if (++rows_ % between_tellings == 0) desk_.frames.progress(rows_, 0, "rows");
    return out_.size() < piece ? Result<void>() : send();
  }

  Result<void> end() {
    if (array_) out_ += rows_ == 0 ? "]\n" : "\n]\n";
    return send();
  }

  std::uint64_t bytes() const { return bytes_; }
  std::string sha256() { return hash_.hex(); }

 private:
  Result<void> send() {
    hash_.add(out_);
    bytes_ += out_.size();
    auto sent = desk_.frames.data(out_);
    out_.clear();
    return sent;
  }

  const Desk& desk_;
  const TableShape& table_;
  const bool csv_, array_;
  std::vector<std::string> heads_;
  std::string out_;
  std::uint64_t rows_ = 0, bytes_ = 0;
  RunningHash hash_;
};

}  // namespace

Result<json::object> export_table(const Desk& desk) {
  auto session = desk.open(true);
  if (!session) return session.error();
  const auto name = desk.table(**session, desk.text("table"));
  if (!name) return name.error();
  const auto table = (*session)->shape(*name);
  if (!table) return table.error();
  Writer writer(desk, *table, desk.text("format").empty() ? "json" : desk.text("format"));
  const auto rows = (*session)->read(*table, [&](const std::vector<Cell>& cells) { return writer.row(cells); });
  if (!rows) return rows.error();
  if (auto ended = writer.end(); !ended) return ended.error();
  return json::object{{"table", *name}, {"rows", *rows}, {"bytes", writer.bytes()}, {"sha256", writer.sha256()}};
}

}  // namespace chitty::host::daemon
