// Rows out of a text, whatever its format: cells in the order of the columns that it has.
#pragma once

#include "daemon/admin/input.hpp"
#include "daemon/store/owner_session.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace chitty::host::daemon {

struct RowTrouble {
  std::uint64_t line = 0;
  std::string column, reason;
  bool goes_on = true;  // false: what is behind it cannot be read
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  // Which columns of the table there are, by their places; once, first. INVALID_ARGUMENT: a column that the table does not have.
  virtual Result<std::vector<std::size_t>> columns() = 0;
  // The next row, cells valid until the next call. `trouble` is set for one that does not fit. False: there are no more.
  virtual Result<bool> next(std::vector<Cell>& cells, std::uint64_t& line, std::optional<RowTrouble>& trouble) = 0;
};

// `format`: json, ndjson, csv, or empty: by how the text begins.
Result<std::unique_ptr<RowSource>> row_source(Input& input, const TableShape& table, const std::string& format);

std::unique_ptr<RowSource> json_rows(Input& input, const TableShape& table, bool one_a_line);
std::unique_ptr<RowSource> csv_rows(Input& input, const TableShape& table);

// A text's number as a cell of that kind; what is wrong with it, or nothing. For a kind that is no number: text.
std::string cell_of_text(Cell& cell, std::optional<Cell::Kind> kind, std::string_view text);

}  // namespace chitty::host::daemon
