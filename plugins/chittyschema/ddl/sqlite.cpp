#include <sqlite3.h>

#include "database.hpp"

namespace chittyschema::ddl {

using namespace chitty;

namespace {

// SQLite, as far as it is needed.
struct Libsqlite {
#define CHITTY_LIBSQLITE(name) decltype(&::name) name = nullptr
  CHITTY_LIBSQLITE(sqlite3_open_v2);
  CHITTY_LIBSQLITE(sqlite3_close_v2);
  CHITTY_LIBSQLITE(sqlite3_busy_timeout);
  CHITTY_LIBSQLITE(sqlite3_prepare_v2);
  CHITTY_LIBSQLITE(sqlite3_bind_text);
  CHITTY_LIBSQLITE(sqlite3_step);
  CHITTY_LIBSQLITE(sqlite3_column_count);
  CHITTY_LIBSQLITE(sqlite3_column_text);
  CHITTY_LIBSQLITE(sqlite3_finalize);
  CHITTY_LIBSQLITE(sqlite3_errmsg);
#undef CHITTY_LIBSQLITE

  static Result<Libsqlite> open() {
    CHITTY_TRY(const auto library, Library::open("libsqlite3.so.0", "libsqlite3-0"));
    Libsqlite lite;
    bool all = true;
    const auto find = [&]<class F>(F& into, const char* name) {
      into = reinterpret_cast<F>(library.find(name));
      all = all && into;
    };
#define CHITTY_LIBSQLITE(name) find(lite.name, #name)
    CHITTY_LIBSQLITE(sqlite3_open_v2), CHITTY_LIBSQLITE(sqlite3_close_v2), CHITTY_LIBSQLITE(sqlite3_busy_timeout), CHITTY_LIBSQLITE(sqlite3_prepare_v2);
    CHITTY_LIBSQLITE(sqlite3_bind_text), CHITTY_LIBSQLITE(sqlite3_step), CHITTY_LIBSQLITE(sqlite3_column_count), CHITTY_LIBSQLITE(sqlite3_column_text);
    CHITTY_LIBSQLITE(sqlite3_finalize), CHITTY_LIBSQLITE(sqlite3_errmsg);
#undef CHITTY_LIBSQLITE
    if (!all) return make_error(Code::not_supported, "libsqlite3.so.0 of this machine lacks what is needed");
    return lite;
  }
};

class Sqlite final : public Database {
 public:
  Sqlite(const Libsqlite& lite, sqlite3* database, std::string path) : lite_(lite), database_(database), path_(std::move(path)) {}
  Sqlite(const Sqlite&) = delete;
  ~Sqlite() override { lite_.sqlite3_close_v2(database_); }

  Engine engine() const override { return Engine::sqlite; }
  std::string place() const override { return path_; }

  Result<std::vector<Row>> run(const std::string& sql, const std::vector<std::string>& values) override {
    sqlite3_stmt* prepared = nullptr;
    if (lite_.sqlite3_prepare_v2(database_, sql.c_str(), -1, &prepared, nullptr) != SQLITE_OK) return refused(sql);
    const std::unique_ptr<sqlite3_stmt, decltype(lite_.sqlite3_finalize)> statement(prepared, lite_.sqlite3_finalize);
    for (std::size_t i = 0; i < values.size(); ++i)
      lite_.sqlite3_bind_text(prepared, static_cast<int>(i) + 1, values[i].c_str(), static_cast<int>(values[i].size()), SQLITE_STATIC);
    std::vector<Row> rows;
    int state;
    while ((state = lite_.sqlite3_step(prepared)) == SQLITE_ROW) {
      Row row;
      for (int i = 0; i < lite_.sqlite3_column_count(prepared); ++i) {
        const auto* text = lite_.sqlite3_column_text(prepared, i);
        row.emplace_back(text ? reinterpret_cast<const char*>(text) : "");
      }
      rows.push_back(std::move(row));
    }
    if (state != SQLITE_DONE) return refused(sql);
    return rows;
  }

  Result<void> begin() override {
    CHITTY_DO(run("PRAGMA synchronous = FULL", {}));
    CHITTY_DO(run("BEGIN IMMEDIATE", {}));
    return {};
  }

  Result<bool> has_table(const std::string& name) override {
    CHITTY_TRY(const auto rows, run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = lower($1)", {name}));
    return !rows.empty();
  }

 private:
  Error refused(const std::string& sql) const {
    auto error = make_error(Code::refused, std::string("the database refuses: ") + lite_.sqlite3_errmsg(database_));
    error.details = {{"statement", sql}};
    return error;
  }

  Libsqlite lite_;
  sqlite3* database_;
  std::string path_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path) {
  CHITTY_TRY(const auto lite, Libsqlite::open());
  sqlite3* raw = nullptr;
  const auto state = lite.sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  auto opened = std::make_unique<Sqlite>(lite, raw, path);
  if (state != SQLITE_OK) return make_error(Code::not_found, "cannot open the database '" + path + "': " + (raw ? lite.sqlite3_errmsg(raw) : "no memory"));
  lite.sqlite3_busy_timeout(raw, 5000);
  return std::unique_ptr<Database>(std::move(opened));
}

}  // namespace chittyschema::ddl
