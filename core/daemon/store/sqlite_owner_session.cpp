// The owner's work on SQLite, by its own functions.
#include "daemon/store/owner_session.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

struct CloseStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, CloseStatement>;

std::string quoted_name(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text.append(c == '"' ? 2 : 1, c);
  return text + "\"";
}

std::string text_of(sqlite3_stmt* row, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return {text ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

Cell cell_of(sqlite3_stmt* row, int column) {
  Cell cell;
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER: cell.kind = Cell::Kind::integer, cell.integer = sqlite3_column_int64(row, column); break;
    case SQLITE_FLOAT: cell.kind = Cell::Kind::real, cell.real = sqlite3_column_double(row, column); break;
    case SQLITE_NULL: break;
    case SQLITE_BLOB:
      cell.kind = Cell::Kind::bytes;
      cell.text = {static_cast<const char*>(sqlite3_column_blob(row, column)), static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
      break;
    default:
      cell.kind = Cell::Kind::text;
      cell.text = {reinterpret_cast<const char*>(sqlite3_column_text(row, column)), static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
  }
  return cell;
}

// By the rules of SQLite for the affinity of a declared type.
std::optional<Cell::Kind> kind_of_type(std::string type) {
  for (char& c : type) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  const auto has = [&](const char* word) { return type.find(word) != std::string::npos; };
  if (has("INT")) return Cell::Kind::integer;
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Cell::Kind::text;
  if (has("BLOB")) return Cell::Kind::bytes;
  if (has("REAL") || has("FLOA") || has("DOUB")) return Cell::Kind::real;
  return std::nullopt;
}

// What a statement that somebody has typed may do, asked by SQLite while it compiles it, views and triggers included.
int authorised(void* context, int action, const char* first, const char* second, const char*, const char*) {
  const auto& guard = *static_cast<const Guard*>(context);
  const auto open_table = [&](const char* name) {
    if (!name) return false;
    const std::string_view table = name;
    const bool internal = table.starts_with("sqlite_stat") || table == "sqlite_dbpage" || table == "dbstat";
    return !internal && std::none_of(guard.hidden.begin(), guard.hidden.end(), [&](const auto& hidden) { return sqlite3_stricmp(hidden.c_str(), name) == 0; });
  };
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_READ: return open_table(first) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION: return second && sqlite3_stricmp(second, "load_extension") != 0 ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE: return guard.write && open_table(first) && sqlite3_strnicmp(first, "sqlite_", 7) != 0 ? SQLITE_OK : SQLITE_DENY;
    default: return SQLITE_DENY;
  }
}

class SqliteOwnerSession;

class SqliteFiller final : public TableFiller {
 public:
  SqliteFiller(SqliteOwnerSession& session, Statement insert, std::vector<std::string> columns, std::function<Result<void>(const RowFault&)> faulty)
      : session_(session), insert_(std::move(insert)), columns_(std::move(columns)), faulty_(std::move(faulty)) {}
  Result<void> add(std::uint64_t row, const std::vector<Cell>& cells) override;
  Result<void> finish() override { return {}; }

 private:
  SqliteOwnerSession& session_;
  Statement insert_;
  std::vector<std::string> columns_;
  std::function<Result<void>(const RowFault&)> faulty_;
};

class SqliteOwnerSession final : public OwnerSession {
 public:
  explicit SqliteOwnerSession(sqlite3* connection) : connection_(connection) {}
  ~SqliteOwnerSession() override { sqlite3_close_v2(connection_); }

  const char* engine() const override { return "sqlite"; }

  Result<std::vector<std::string>> tables() override {
    std::vector<std::string> names;
    auto done = each("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name", {},
                     [&](sqlite3_stmt* row) { names.push_back(text_of(row, 0)); });
    if (!done) return done.error();
    return names;
  }

  Result<TableShape> shape(const std::string& table) override {
    TableShape found{table, {}, {}};
    std::vector<std::pair<int, std::string>> key;
    auto done = each("SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_info($1) ORDER BY cid", {table}, [&](sqlite3_stmt* row) {
      TableColumn column{text_of(row, 0), text_of(row, 1), {}, sqlite3_column_int(row, 2) == 1 && sqlite3_column_int(row, 3) == 0};
      column.kind = kind_of_type(column.type);
      const int place = sqlite3_column_int(row, 4);
      if (place > 0) key.emplace_back(place, column.name);
      // A key of one INTEGER is given by SQLite where it is missing.
      if (place == 1 && sqlite3_stricmp(column.type.c_str(), "INTEGER") == 0) column.required = false;
      found.columns.push_back(std::move(column));
    });
    if (!done) return done.error();
    if (found.columns.empty()) return make_error(Code::not_found, "there is no table '" + table + "'");
    std::sort(key.begin(), key.end());
    for (auto& [place, name] : key) found.key.push_back(std::move(name));
    return found;
  }

  Result<std::uint64_t> size_bytes() override {
    auto found = run("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()", {});
    if (!found) return found.error();
    return found->empty() || !found->front() ? 0 : std::stoull(*found->front());
  }

  Result<std::uint64_t> query(const std::string& sql, const Guard& guard, const TakeNames& names, const TakeCells& take) override;

  Result<std::uint64_t> read(const TableShape& table, const TakeCells& take) override {
    std::string sql, order;
    for (const auto& column : table.columns) sql += (sql.empty() ? "SELECT " : ", ") + quoted_name(column.name);
    for (const auto& column : table.key) order += (order.empty() ? " ORDER BY " : ", ") + quoted_name(column);
    auto statement = prepare(sql + " FROM main." + quoted_name(table.name) + order);
    if (!statement) return statement.error();
    return rows_of(statement->get(), take);
  }

  Result<void> begin(std::string_view) override { return script("BEGIN IMMEDIATE"); }
  Result<void> begin_snapshot() override { return script("BEGIN; SELECT 1 FROM main.sqlite_master LIMIT 1"); }
  Result<void> commit() override { return script("COMMIT"); }
  Result<void> rollback() override { return sqlite3_get_autocommit(connection_) ? Result<void>() : script("ROLLBACK"); }

  Result<void> script(const std::string& sql) override {
    if (sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return failure();
  }

  Result<std::vector<std::optional<std::string>>> run(const std::string& sql, const std::vector<std::optional<std::string>>& values) override {
    std::vector<std::optional<std::string>> first;
    auto done = each(sql, values, [&](sqlite3_stmt* row) {
      if (!first.empty()) return;
      for (int i = 0; i < sqlite3_column_count(row); ++i)
        first.push_back(sqlite3_column_type(row, i) == SQLITE_NULL ? std::nullopt : std::optional(text_of(row, i)));
    });
    if (!done) return done.error();
    return first;
  }

  Result<std::unique_ptr<TableFiller>> fill(const TableShape& table, const std::vector<std::size_t>& columns,
                                            std::function<Result<void>(const RowFault&)> faulty) override {
    std::string names, places;
    std::vector<std::string> given;
    for (const auto at : columns) {
      names += (names.empty() ? "" : ", ") + quoted_name(table.columns[at].name);
      places += places.empty() ? "?" : ", ?";
      given.push_back(table.columns[at].name);
    }
    auto insert = prepare("INSERT INTO main." + quoted_name(table.name) + " (" + names + ") VALUES (" + places + ")");
    if (!insert) return insert.error();
    return std::unique_ptr<TableFiller>(std::make_unique<SqliteFiller>(*this, std::move(*insert), std::move(given), std::move(faulty)));
  }

  void interrupt() noexcept override { sqlite3_interrupt(connection_); }

  Error failure() const {
    const int code = sqlite3_extended_errcode(connection_);
    const std::string words = sqlite3_errmsg(connection_);
    Error error = make_error(Code::host_fault, "The database failed: " + words + ".");
    switch (code & 0xff) {
      case SQLITE_INTERRUPT: return make_error(Code::cancelled, "The statement was stopped.");
      case SQLITE_AUTH: return make_error(Code::permission_denied, "That is not allowed here: " + words + ".");
      case SQLITE_FULL:
      case SQLITE_IOERR:
        error = make_error(Code::host_fault, "The database's disk is full or failing (" + words + "), and nothing was changed.", "Free some space on the disk and try again.");
        error.details["cause"] = "disk_full";
        return error;
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        error = make_error(Code::timeout, "Timed out waiting for another writer of the database.", "Try again in a moment.");
        error.retryable = true;
        return error;
      case SQLITE_READONLY: return usage_error("The statement would change the database.");
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB: return make_error(Code::configuration, "The file is damaged, or is not a SQLite database: " + words + ".");
      case SQLITE_CONSTRAINT: return make_error(Code::conflict, words + ".");
      case SQLITE_ERROR:
      case SQLITE_MISMATCH:
      case SQLITE_RANGE:
      case SQLITE_TOOBIG: return usage_error("The statement was refused: " + words + ".");
      default: return error;
    }
  }

  sqlite3* raw() const { return connection_; }

 private:
  Result<Statement> prepare(const std::string& sql, const char** rest = nullptr) const {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(connection_, sql.data(), static_cast<int>(sql.size()), &made, rest) != SQLITE_OK) return failure();
    return Statement(made);
  }

  template <class Take>
  Result<void> each(const std::string& sql, const std::vector<std::optional<std::string>>& values, Take&& take) const {
    auto statement = prepare(sql);
    if (!statement) return statement.error();
    for (std::size_t i = 0; i < values.size(); ++i)
      if (values[i]) sqlite3_bind_text(statement->get(), static_cast<int>(i) + 1, values[i]->data(), static_cast<int>(values[i]->size()), SQLITE_STATIC);
    int step = sqlite3_step(statement->get());
    for (; step == SQLITE_ROW; step = sqlite3_step(statement->get())) take(statement->get());
    return step == SQLITE_DONE ? Result<void>() : failure();
  }

  Result<std::uint64_t> rows_of(sqlite3_stmt* statement, const TakeCells& take) const {
    std::uint64_t count = 0;
    std::vector<Cell> cells(static_cast<std::size_t>(sqlite3_column_count(statement)));
    int step = sqlite3_step(statement);
    for (; step == SQLITE_ROW; step = sqlite3_step(statement), ++count) {
      for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = cell_of(statement, static_cast<int>(i));
      if (auto taken = take(cells); !taken) return taken.error();
    }
    if (step != SQLITE_DONE) return failure();
    return count;
  }

  Result<Statement> prepare_typed(const std::string& sql, const Guard& guard);

  sqlite3* connection_;
};

// One statement and nothing behind it but space, comments and semicolons.
bool is_blank(const char* rest, const char* end, sqlite3* connection) {
  while (rest < end) {
    sqlite3_stmt* more = nullptr;
    const char* behind = nullptr;
    if (sqlite3_prepare_v2(connection, rest, static_cast<int>(end - rest), &more, &behind) != SQLITE_OK) return false;
    const bool empty = !more;
    sqlite3_finalize(more);
    if (!empty) return false;
    if (behind == rest) break;
    rest = behind;
  }
  return true;
}

Result<Statement> SqliteOwnerSession::prepare_typed(const std::string& sql, const Guard& guard) {
  constexpr std::string_view unknown = "no such table: ";
  for (int attempt = 0;; ++attempt) {
    sqlite3_set_authorizer(connection_, authorised, const_cast<Guard*>(&guard));
    const char* rest = nullptr;
    auto made = prepare(sql, &rest);
    const bool single = made && is_blank(rest, sql.data() + sql.size(), connection_);
    const std::string words = sqlite3_errmsg(connection_);
    const int code = sqlite3_errcode(connection_);
    sqlite3_set_authorizer(connection_, nullptr, nullptr);
    if (made) {
      if (!made->get()) return usage_error("There is no statement in it.", "Give one statement of SQL.");
      if (!single) return usage_error("There is more than one statement in it.", "Run one statement at a time.");
      if (!guard.write && !sqlite3_stmt_readonly(made->get())) return usage_error("The statement would change the database.");
      if (sqlite3_bind_parameter_count(made->get()) > 0) return usage_error("The statement has parameters, and there is nothing to give for them.", "Write the values into the statement.");
      return made;
    }
    if (code == SQLITE_AUTH && words.find("prohibited") != std::string::npos)
      return make_error(Code::permission_denied, "The table holds secrets and is not shown (" + words + ").");
    if (code == SQLITE_AUTH)
      return guard.write ? usage_error("Only SELECT, INSERT, UPDATE and DELETE can be run here.") : usage_error("The statement would change the database, or its settings.");
    if (attempt >= 16 || !words.starts_with(unknown) || !guard.resolve) return made;
    const auto noun = words.substr(unknown.size());
    auto table = guard.resolve(noun);
    if (!table) return table.error();
    if (!*table) return made;
    if (auto view = script("CREATE TEMP VIEW " + quoted_name(noun) + " AS SELECT * FROM main." + quoted_name(**table)); !view) return view.error();
  }
}

Result<std::uint64_t> SqliteOwnerSession::query(const std::string& sql, const Guard& guard, const TakeNames& names, const TakeCells& take) {
  auto statement = prepare_typed(sql, guard);
  if (!statement) return statement.error();
  auto* raw = statement->get();
  const int columns = sqlite3_column_count(raw);
  std::vector<std::string> heads;
  for (int i = 0; i < columns; ++i) heads.emplace_back(sqlite3_column_name(raw, i));
  if (auto told = names(heads); !told) return told.error();
  struct Clock {
    std::chrono::steady_clock::time_point end;
    bool over = false;
  } clock{std::chrono::steady_clock::now() + guard.limit};
  if (guard.limit.count() > 0)
    sqlite3_progress_handler(
        connection_, 10000,
        [](void* context) {
          auto& now = *static_cast<Clock*>(context);
          now.over = std::chrono::steady_clock::now() > now.end;
          return now.over ? 1 : 0;
        },
        &clock);
  const auto before = sqlite3_total_changes(connection_);
  auto done = rows_of(raw, take);
  sqlite3_progress_handler(connection_, 0, nullptr, nullptr);
  if (!done && clock.over) return make_error(Code::timeout, "The statement took longer than " + std::to_string(guard.limit.count()) + " ms.", "Give it more time: --time-limit 1h");
  if (done && columns == 0) return static_cast<std::uint64_t>(sqlite3_total_changes(connection_) - before);
  return done;
}

Result<void> SqliteFiller::add(std::uint64_t row, const std::vector<Cell>& cells) {
  auto* insert = insert_.get();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto& cell = cells[i];
    const int at = static_cast<int>(i) + 1, size = static_cast<int>(cell.text.size());
    switch (cell.kind) {
      case Cell::Kind::null: sqlite3_bind_null(insert, at); break;
      case Cell::Kind::flag:
      case Cell::Kind::integer: sqlite3_bind_int64(insert, at, cell.integer); break;
      case Cell::Kind::real: sqlite3_bind_double(insert, at, cell.real); break;
      case Cell::Kind::bytes: sqlite3_bind_blob(insert, at, cell.text.empty() ? "" : cell.text.data(), size, SQLITE_STATIC); break;
      default: sqlite3_bind_text(insert, at, cell.text.empty() ? "" : cell.text.data(), size, SQLITE_STATIC);
    }
  }
  const int step = sqlite3_step(insert);
  const int reset = sqlite3_reset(insert);
  if (step == SQLITE_DONE && reset == SQLITE_OK) return {};
  const Error failed = session_.failure();
  if (failed.code != Code::conflict || sqlite3_get_autocommit(session_.raw())) return failed;
  RowFault fault{row, {}, sqlite3_errmsg(session_.raw())};
  const auto dot = fault.reason.rfind('.');
  if (dot != std::string::npos) {
    const auto column = fault.reason.substr(dot + 1);
    if (std::find(columns_.begin(), columns_.end(), column) != columns_.end()) fault.column = column;
  }
  return faulty_(fault);
}

}  // namespace

Result<std::unique_ptr<OwnerSession>> sqlite_owner_session(const std::string& path, bool read_only) {
  sqlite3* connection = nullptr;
  const int flags = (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX;
  const int opened = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
  auto session = std::make_unique<SqliteOwnerSession>(connection);
  if (opened != SQLITE_OK && ::access(path.c_str(), F_OK) != 0) {
    Error error = make_error(Code::configuration, "There is no database yet: " + path);
    error.details["reason"] = "absent";
    return error;
  }
  if (opened != SQLITE_OK)
    return make_error(Code::configuration, "The database cannot be opened (" + std::string(connection ? sqlite3_errmsg(connection) : "no memory") + "): " + path);
  sqlite3_extended_result_codes(connection, 1);
  sqlite3_busy_timeout(connection, 10000);
  int is = 0;
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, &is);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &is);
  if (auto ready = session->script("PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA temp_store=FILE; PRAGMA cache_size=-16000"); !ready) return ready.error();
  return std::unique_ptr<OwnerSession>(std::move(session));
}

}  // namespace chitty::host::daemon
