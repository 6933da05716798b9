#include "daemon/store/postgres/owner_filler.hpp"

#include "daemon/store/postgres/copy_text.hpp"
#include "daemon/store/postgres/failure.hpp"
#include "daemon/store/postgres/typed_statement.hpp"

namespace chitty::host::daemon {
namespace {

constexpr std::size_t most_rows = 10000, most_bytes = 4u << 20;  // of a lot

std::string field(const PGresult* result, int which) {
  const char* text = PQresultErrorField(result, which);
  return text ? text : "";
}

// The number behind `word` in the server's words of where it was: "COPY things, line 7, column n: …".
std::size_t number_behind(const std::string& words, std::string_view word) {
  const auto at = words.find(word);
  return at == std::string::npos ? 0 : std::strtoul(words.c_str() + at + word.size(), nullptr, 10);
}

class PostgresFiller final : public TableFiller {
 public:
  PostgresFiller(PGconn* connection, std::string copy, std::function<Result<void>(const RowFault&)> faulty)
      : connection_(connection), copy_(std::move(copy)), faulty_(std::move(faulty)) {}

  Result<void> add(std::uint64_t row, const std::vector<Cell>& cells) override {
    begins_.push_back(lot_.size());
    rows_.push_back(row);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) lot_.push_back('\t');
      append_copied(lot_, cells[i]);
    }
    lot_.push_back('\n');
    return rows_.size() < most_rows && lot_.size() < most_bytes ? Result<void>() : finish();
  }

  Result<void> finish() override {
    if (rows_.empty()) return {};
    auto done = send(0, rows_.size());
    lot_.clear(), begins_.clear(), rows_.clear();
    return done;
  }

 private:
  std::size_t begin_of(std::size_t row) const { return row < begins_.size() ? begins_[row] : lot_.size(); }

  Result<void> command(const char* sql) {
    const ResultOf done(PQexec(connection_, sql));
    if (PQresultStatus(done.get()) == PGRES_COMMAND_OK) return {};
    return failure_of(done.get());
  }

  // Null: it went well. Else what the server said; null within: the connection is lost.
  std::optional<ResultOf> copy(std::size_t first, std::size_t end) {
    ResultOf begun(PQexec(connection_, copy_.c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return begun;
    const auto bytes = begin_of(end) - begin_of(first);
    const bool sent = PQputCopyData(connection_, lot_.data() + begin_of(first), static_cast<int>(bytes)) == 1 && PQputCopyEnd(connection_, nullptr) == 1;
    std::optional<ResultOf> failed;
    if (!sent) failed.emplace(nullptr);
    while (ResultOf last{PQgetResult(connection_)})
      if (PQresultStatus(last.get()) != PGRES_COMMAND_OK && !(failed && *failed)) failed = std::move(last);
    return failed;
  }

  // Those rows; of a lot that is refused, what is before and behind the row at fault.
  Result<void> send(std::size_t first, std::size_t end) {
    while (first < end) {
      if (auto kept = command("SAVEPOINT lot"); !kept) return kept;
      const auto failed = copy(first, end);
      if (!failed) return command("RELEASE lot");
      const auto* result = failed->get();
      const auto kind = field(result, PG_DIAG_SQLSTATE).substr(0, 2);
      if (kind != "22" && kind != "23") return kind == "42" || kind == "57" ? typed_failure(result) : failure_of(result);
      if (auto back = command("ROLLBACK TO lot"); !back) return back;
      const auto line = number_behind(field(result, PG_DIAG_CONTEXT), ", line ");
      if (line == 0 && end - first > 1) {  // found at the end of the statement: a foreign key
        const auto half = first + (end - first) / 2;
        if (auto done = send(first, half); !done) return done;
        first = half;
        continue;
      }
      const auto at = line == 0 ? first : first + line - 1;
      if (at >= end) return failure_of(result);
      if (auto told = faulty_(fault_of(result, rows_[at])); !told) return told;
      if (auto done = send(first, at); !done) return done;
      first = at + 1;
    }
    return {};
  }

  static RowFault fault_of(const PGresult* result, std::uint64_t row) {
    RowFault fault{row, field(result, PG_DIAG_COLUMN_NAME), field(result, PG_DIAG_MESSAGE_PRIMARY)};
    const auto detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    if (field(result, PG_DIAG_SQLSTATE).starts_with("23") && detail.starts_with("Key ")) fault.reason += " (" + detail + ")";
    const auto context = field(result, PG_DIAG_CONTEXT);
    constexpr std::string_view word = ", column ";
    if (const auto at = context.find(word); fault.column.empty() && at != std::string::npos)
      fault.column = context.substr(at + word.size(), context.find(':', at) - at - word.size());
    return fault;
  }

  PGconn* connection_;
  std::string copy_;
  std::function<Result<void>(const RowFault&)> faulty_;
  std::string lot_;
  std::vector<std::size_t> begins_;
  std::vector<std::uint64_t> rows_;
};

}  // namespace

Result<std::unique_ptr<TableFiller>> postgres_filler(PGconn* connection, const TableShape& table, const std::vector<std::size_t>& columns,
                                                     std::function<Result<void>(const RowFault&)> faulty) {
  std::string names;
  for (const auto at : columns) names += (names.empty() ? "" : ", ") + name_in_sql(connection, table.columns[at].name);
  return std::unique_ptr<TableFiller>(std::make_unique<PostgresFiller>(connection, "COPY " + name_in_sql(connection, table.name) + " (" + names + ") FROM STDIN", std::move(faulty)));
}

}  // namespace chitty::host::daemon
