// A database that tables are put into: PostgreSQL or SQLite, whose libraries are opened here and not before.
#pragma once

#include <chitty/error.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "table.hpp"

namespace chittyschema::ddl {

// One session; what was begun and not committed is undone when it ends.
class Database {
 public:
  using Row = std::vector<std::string>;  // as text; null is empty

  virtual ~Database() = default;
  virtual Engine engine() const = 0;
  virtual std::string place() const = 0;  // for people: host, port and name, or the file; never a password
  // One statement; its rows. `values` are texts for $1, $2, …. REFUSED in the database's words.
  virtual chitty::Result<std::vector<Row>> run(const std::string& sql, const std::vector<std::string>& values = {}) = 0;
  // The transaction in which tables are changed: for one at a time, and it waits for locks five seconds at most.
  virtual chitty::Result<void> begin() = 0;
  virtual chitty::Result<bool> has_table(const std::string& name) = 0;
};

// postgres://, postgresql:// or neon://. The server's certificate is verified unless it is this very machine. CONFIGURATION, UNREACHABLE;
// none says the URL.
chitty::Result<std::unique_ptr<Database>> open_postgres(const std::string& url);

// A file, made where there is none.
chitty::Result<std::unique_ptr<Database>> open_sqlite(const std::string& path);

// A shared library of the machine. NOT_SUPPORTED names it.
class Library {
 public:
  static chitty::Result<Library> open(const char* name, const char* package);
  void* find(const char* symbol) const;

 private:
  explicit Library(void* opened) : opened_(opened) {}
  void* opened_;  // for as long as the process lives
};

}  // namespace chittyschema::ddl
