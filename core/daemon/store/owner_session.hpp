// The owner's own work on the whole database: its tables with the types that they have, read and filled as fast as the engine can,
// statements that somebody has typed. Beside SqlConnection, which is for services: theirs are prepared, small and JSON.
#pragma once

#include <chitty/error.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chitty::host::daemon {

// One value. Texts are borrowed for the call that they are given in.
struct Cell {
  enum class Kind : char { null,
                           integer,
                           real,
                           text,
                           bytes,
                           flag,
                           number };  // number: exact decimal digits, as text
  Kind kind = Kind::null;
  std::int64_t integer = 0;  // of a flag: 0 or 1
  double real = 0;
  std::string_view text{};
};

struct TableColumn {
  std::string name, type;          // as the database says it
  std::optional<Cell::Kind> kind;  // what its values are; nothing: anything
  bool required = false;           // NOT NULL, and without a default
};

struct TableShape {
  std::string name;
  std::vector<TableColumn> columns;
  std::vector<std::string> key;  // columns of the primary key
};

struct Guard {
  bool write = false;                                                                  // else nothing can be changed
  std::vector<std::string> hidden;                                                     // tables that may not be read or changed
  std::function<Result<std::optional<std::string>>(const std::string& noun)> resolve;  // what an unknown table's name stands for
  std::chrono::milliseconds limit{0};                                                  // of the statement; 0: none
};

struct RowFault {
  std::uint64_t row = 0;  // as it was given with `add`
  std::string column, reason;
};

using TakeCells = std::function<Result<void>(const std::vector<Cell>& row)>;
using TakeNames = std::function<Result<void>(const std::vector<std::string>& names)>;

// Rows into one table, within the session's transaction. A row that does not fit is told and changes nothing; the others go on.
class TableFiller {
 public:
  virtual ~TableFiller() = default;
  // `row`: what a fault is told by. Failure: the database's own, not the row's.
  virtual Result<void> add(std::uint64_t row, const std::vector<Cell>& cells) = 0;
  virtual Result<void> finish() = 0;  // all that was added has been tried
};

// Not for two threads, but `interrupt`.
class OwnerSession {
 public:
  virtual ~OwnerSession() = default;

  virtual const char* engine() const = 0;                          // "sqlite"
  virtual Result<std::vector<std::string>> tables() = 0;           // of services and of the daemon, by name
  virtual Result<TableShape> shape(const std::string& table) = 0;  // NOT_FOUND
  virtual Result<std::uint64_t> size_bytes() = 0;

  // One statement, its rows as they come; how many rows there were, or were changed. INVALID_ARGUMENT: refused by the engine, several
  // statements at once, or one that would change something; PERMISSION_DENIED: a hidden table; TIMEOUT: the limit; CANCELLED.
  virtual Result<std::uint64_t> query(const std::string& sql, const Guard& guard, const TakeNames& names, const TakeCells& take) = 0;

  // Every row in the order of its key, texts by their bytes, as of one moment.
  virtual Result<std::uint64_t> read(const TableShape& table, const TakeCells& take) = 0;

  virtual Result<void> begin(std::string_view writes_for) = 0;  // with the write lock of that service
  virtual Result<void> begin_snapshot() = 0;                    // only reads, all as of one moment
  virtual Result<void> commit() = 0;
  virtual Result<void> rollback() = 0;
  virtual Result<void> script(const std::string& sql) = 0;
  // `$1`, `$2`, … each once and in that order. Its first row, as texts; null: nothing.
  virtual Result<std::vector<std::optional<std::string>>> run(const std::string& sql, const std::vector<std::optional<std::string>>& values = {}) = 0;

  // `faulty` is told of a row that does not fit; its failure ends the filling.
  virtual Result<std::unique_ptr<TableFiller>> fill(const TableShape& table, const std::vector<std::size_t>& columns,
                                                    std::function<Result<void>(const RowFault&)> faulty) = 0;

  // What a program of the engine's own needs to connect as this session did, the password among it; nothing where it needs none.
  virtual std::vector<std::pair<std::string, std::string>> settings() const { return {}; }

  // Ends the statement that runs, at the server too: it fails with CANCELLED. [any-thread, signal handler]
  virtual void interrupt() noexcept = 0;
};

Result<std::unique_ptr<OwnerSession>> sqlite_owner_session(const std::string& path, bool read_only);

}  // namespace chitty::host::daemon
