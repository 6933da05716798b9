// SQL on the daemon's database, for services: statements, rows, transactions.
#ifndef CHITTY_STORE_HPP
#define CHITTY_STORE_HPP

#include <boost/json/serialize.hpp>
#include <chitty/json_view.hpp>
#include <chitty/tables.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty {

using Row = json::object;
using Rows = std::vector<Row>;

// A row as it came, for columns that are handed on to a reply: no tree is made of it.
class RowText {
 public:
  explicit RowText(std::string_view row);

  // Does the statement have such a column?
  bool has(std::string_view column) const;
  // The column as it is in JSON: `"P"`, 7, null. Throws when the statement has no such column.
  std::string_view raw(std::string_view column) const;
  // Empty for null.
  std::string text(std::string_view column) const { return detail::unquoted(raw(column)); }

 private:
  struct Place {
    std::size_t begin, size;
  };
  struct Column {
    Place name, value;
  };
  Place place_of(std::string_view part) const;
  std::string_view at(Place place) const;

  std::string row_;
  std::vector<Column> columns_;  // by place, so that a row may be moved
};

// SQL on the daemon's database (plugin.h, chitty.store/1). A statement that the database does not understand, or that
// lacks a parameter, is this plugin's own fault: PLUGIN_FAULT, `statement` in the details, for the log.
class Store {
 public:
  Store(const chitty_store* table, chitty_call* call) : table_(table), call_(call) {}

  // All rows of a statement, for results that are known to be small.
  Result<Rows> query(std::string_view sql, const json::object& parameters = {});

  // The first row, or none.
  Result<std::optional<Row>> find(std::string_view sql, const json::object& parameters = {});

  // The first row; NOT_FOUND in these words when there is none: row(sql, {...}, "There is no such order: " + id,
  // "...").
  Result<Row> row(std::string_view sql, const json::object& parameters, std::string none, std::string hint = {});

  // Each row in turn, in constant memory; `take` returns false to stop.
  Result<void> each(std::string_view sql, const json::object& parameters, const std::function<bool(Row)>& take);

  // The same three for rows that are handed on: as text.
  Result<std::vector<RowText>> query_text(std::string_view sql, const json::object& parameters = {});
  Result<std::optional<RowText>> find_text(std::string_view sql, const json::object& parameters = {});
  Result<void> each_text(std::string_view sql, const json::object& parameters,
                         const std::function<bool(std::string_view row)>& take);

  // Insert, update, delete: how many rows.
  Result<std::uint64_t> execute(std::string_view sql, const json::object& parameters = {});

  // One row more: insert("orders", {{"id", id}, {"total", 5}}), columns by name. A name that is no plain word is PLUGIN_FAULT.
  Result<void> insert(std::string_view table, const json::object& row);

  // Run `body` in one transaction: committed and on disk if it succeeds, else as before, also when it throws. `body` is a
  // function to any Result, which is then the transaction's.
  template <class Body>
  auto transaction(Body&& body) -> decltype(body()) {
    if (auto begun = begin(); !begun) return begun.error();
    Begun open{this};
    auto done = body();
    open.store = nullptr;
    if (auto ended = end(done.has_value()); !ended) return ended.error();
    return done;
  }

 private:
  struct Begun {
    Store* store;
    ~Begun() {
      if (store) (void)store->end(false);
    }
  };
  Result<void> begin();
  // Commit, or undo: what is undone fails with an error of its own already.
  Result<void> end(bool keep);
  Result<void> run(std::string_view sql, const json::object& parameters, const chitty_sink* rows,
                   std::uint64_t* changed);

  const chitty_store* table_;
  chitty_call* call_;
};

}  // namespace chitty

#endif  // CHITTY_STORE_HPP
