#include "daemon/store/postgres/owner_session.hpp"

#include "daemon/store/postgres/copy_text.hpp"
#include "daemon/store/postgres/failure.hpp"
#include "daemon/store/postgres/owner_filler.hpp"
#include "daemon/store/postgres/typed_statement.hpp"

#include <libpq-fe.h>

#include <atomic>
#include <cstring>

namespace chitty::host::daemon {
namespace {

class PostgresOwnerSession final : public OwnerSession {
 public:
  PostgresOwnerSession(PGconn* connection) : connection_(connection), cancel_(PQgetCancel(connection)) {
    PQsetNoticeProcessor(
        connection, [](void*, const char*) {}, nullptr);
  }
  ~PostgresOwnerSession() override {
    if (cancel_) PQfreeCancel(cancel_);
    PQfinish(connection_);
  }

  const char* engine() const override { return "postgresql"; }

  Result<std::vector<std::string>> tables() override {
    return column("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename COLLATE \"C\"", {});
  }

  Result<TableShape> shape(const std::string& table) override {
    TableShape found{table, {}, {}};
    auto facts = exec(
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid, a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',"
        " a.attgenerated <> '' FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relname = $1 AND c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped"
        " ORDER BY a.attnum",
        {table});
    if (!facts) return facts.error();
    const auto* rows = facts->get();
    for (int i = 0; i < PQntuples(rows); ++i) {
      if (*PQgetvalue(rows, i, 4) == 't') continue;  // made by the database itself
      const auto type = static_cast<unsigned>(std::strtoul(PQgetvalue(rows, i, 2), nullptr, 10));
      found.columns.push_back({PQgetvalue(rows, i, 0), PQgetvalue(rows, i, 1), kind_of_oid(type), *PQgetvalue(rows, i, 3) == 't'});
    }
    if (found.columns.empty()) return make_error(Code::not_found, "there is no table '" + table + "'");
    auto key = column(
        "SELECT a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(n, place) ON true JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n"
        " WHERE c.relname = $1 AND c.relnamespace = current_schema()::regnamespace AND i.indisprimary ORDER BY k.place",
        {table});
    if (!key) return key.error();
    found.key = std::move(*key);
    return found;
  }

  Result<std::uint64_t> size_bytes() override {
    auto found = run("SELECT pg_database_size(current_database())", {});
    if (!found) return found.error();
    return found->empty() || !found->front() ? 0 : std::stoull(*found->front());
  }

  Result<std::uint64_t> query(const std::string& sql, const Guard& guard, const TakeNames& names, const TakeCells& take) override {
    return run_typed(connection_, sql, guard, names, take);
  }

  Result<std::uint64_t> read(const TableShape& table, const TakeCells& take) override {
    std::string list, order;
    for (const auto& one : table.columns) list += (list.empty() ? "" : ", ") + name_in_sql(connection_, one.name);
    for (const auto& name : table.key) {
      order += (order.empty() ? " ORDER BY " : ", ") + name_in_sql(connection_, name);
      for (const auto& one : table.columns)
        if (one.name == name && one.kind == Cell::Kind::text && !sorts_by_bytes()) order += " COLLATE \"C\"";
    }
    const bool inside = depth_ > 0;
    auto begun = command(inside ? "SAVEPOINT reading" : "BEGIN READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL extra_float_digits = 1");
    if (!begun) return begun.error();
    auto done = copy_out("COPY (SELECT " + list + " FROM " + name_in_sql(connection_, table.name) + order + ") TO STDOUT", table.columns, take);
    if (PQstatus(connection_) != CONNECTION_OK) return done;
    if (done) (void)command(inside ? "RELEASE reading" : "COMMIT");
    else (void)command(inside ? "ROLLBACK TO reading" : "ROLLBACK");
    return done;
  }

  Result<void> begin(std::string_view service) override {
    const std::string key = "chitty.store/1 " + std::string(service);  // the lock of connection.cpp
    auto begun = command("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10s'");
    if (begun) begun = ended(run("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", {key}));
    if (begun) depth_ = 1;
    else (void)command("ROLLBACK");
    return begun;
  }
  Result<void> begin_snapshot() override {
    auto begun = command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL extra_float_digits = 1");
    if (begun) depth_ = 1;
    return begun;
  }
  Result<void> commit() override {
    depth_ = 0;
    auto done = command("COMMIT");
    return done ? done : Result<void>(unknown_outcome(done.error()));
  }
  Result<void> rollback() override {
    depth_ = 0;
    if (PQstatus(connection_) != CONNECTION_OK || PQtransactionStatus(connection_) == PQTRANS_IDLE) return {};
    return command("ROLLBACK");
  }

  Result<void> script(const std::string& sql) override { return command(sql); }

  Result<std::vector<std::optional<std::string>>> run(const std::string& sql, const std::vector<std::optional<std::string>>& values) override {
    auto done = exec(sql, values);
    if (!done) return done.error();
    std::vector<std::optional<std::string>> first;
    const auto* rows = done->get();
    for (int i = 0; PQntuples(rows) > 0 && i < PQnfields(rows); ++i)
      first.push_back(PQgetisnull(rows, 0, i) ? std::nullopt : std::optional<std::string>(std::in_place, PQgetvalue(rows, 0, i), static_cast<std::size_t>(PQgetlength(rows, 0, i))));
    return first;
  }

  Result<std::unique_ptr<TableFiller>> fill(const TableShape& table, const std::vector<std::size_t>& columns,
                                            std::function<Result<void>(const RowFault&)> faulty) override {
    return postgres_filler(connection_, table, columns, std::move(faulty));
  }

  std::vector<std::pair<std::string, std::string>> settings() const override {
    std::vector<std::pair<std::string, std::string>> all;
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfo(connection_), PQconninfoFree);
    for (const auto* option = options.get(); option && option->keyword; ++option)
      if (option->val && *option->val) all.emplace_back(option->keyword, option->val);
    return all;
  }

  void interrupt() noexcept override {
    char words[256];
    if (cancel_) PQcancel(cancel_, words, sizeof words);
  }

  Result<void> command(const std::string& sql) {
    const ResultOf done(PQexec(connection_, sql.c_str()));
    const auto status = PQresultStatus(done.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return {};
    return typed_failure(done.get());
  }

 private:
  template <class T>
  static Result<void> ended(const Result<T>& done) {
    return done ? Result<void>() : Result<void>(done.error());
  }

  Result<ResultOf> exec(const std::string& sql, const std::vector<std::optional<std::string>>& values) {
    std::vector<const char*> texts;
    for (const auto& value : values) texts.push_back(value ? value->c_str() : nullptr);
    ResultOf done(PQexecParams(connection_, sql.c_str(), static_cast<int>(texts.size()), nullptr, texts.data(), nullptr, nullptr, 0));
    const auto status = PQresultStatus(done.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return done;
    return typed_failure(done.get());
  }

  Result<std::vector<std::string>> column(const std::string& sql, const std::vector<std::optional<std::string>>& values) {
    auto done = exec(sql, values);
    if (!done) return done.error();
    std::vector<std::string> all;
    for (int i = 0; i < PQntuples(done->get()); ++i) all.emplace_back(PQgetvalue(done->get(), i, 0));
    return all;
  }

  // A sort that an index of the database's own collation can give.
  bool sorts_by_bytes() {
    if (by_bytes_ < 0) {
      auto found = run("SELECT datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8') FROM pg_database WHERE datname = current_database()", {});
      by_bytes_ = found && !found->empty() && found->front() == "t" ? 1 : 0;
    }
    return by_bytes_ == 1;
  }

  Result<std::uint64_t> copy_out(const std::string& sql, const std::vector<TableColumn>& columns, const TakeCells& take) {
    const ResultOf begun(PQexec(connection_, sql.c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) return typed_failure(begun.get());
    std::uint64_t count = 0;
    std::vector<Cell> cells;
    std::string room;
    Result<void> verdict;
    char* line = nullptr;
    int size = 0;
    while ((size = PQgetCopyData(connection_, &line, 0)) > 0) {
      std::string_view text(line, static_cast<std::size_t>(size));
      if (text.ends_with('\n')) text.remove_suffix(1);
      if (verdict) {
        verdict = read_copied(text, columns, cells, room) ? take(cells) : Result<void>(make_error(Code::host_fault, "The database gave a row that cannot be read."));
        if (!verdict) interrupt();  // no more of it is wanted
      }
      PQfreemem(line);
      ++count;
    }
    Result<void> end;
    while (const ResultOf last{PQgetResult(connection_)})
      if (PQresultStatus(last.get()) != PGRES_COMMAND_OK && end) end = typed_failure(last.get());
    if (!verdict) return verdict.error();
    if (!end) return end.error();
    return count;
  }

  PGconn* connection_;
  PGcancel* cancel_;
  int by_bytes_ = -1, depth_ = 0;
};

}  // namespace

Result<std::unique_ptr<OwnerSession>> postgres_owner_session(const PostgresAddress& address, bool read_only) {
  PGconn* connection = PQconnectdb(address.words.c_str());
  auto session = std::make_unique<PostgresOwnerSession>(connection);
  if (PQstatus(connection) != CONNECTION_OK) return connect_failure(PQerrorMessage(connection), address.shown);
  auto ready = session->command(std::string("SET default_transaction_read_only = ") + (read_only ? "on" : "off"));
  // A program that is killed leaves no statement behind that runs on.
  if (ready && PQserverVersion(connection) >= 140000 && !address.pooled) ready = session->command("SET client_connection_check_interval = '2s'");
  if (!ready) return ready.error();
  return std::unique_ptr<OwnerSession>(std::move(session));
}

}  // namespace chitty::host::daemon
