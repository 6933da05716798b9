// SQL on the daemon's database, for services: statements, rows, transactions.
#ifndef CHITTY_STORE_HPP
#define CHITTY_STORE_HPP

#include <boost/json/serialize.hpp>
#include <chitty/json_view.hpp>
#include <chitty/tables.hpp>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace chitty {

using Row = json::object;
using Rows = std::vector<Row>;

// A row as it came, for columns that are handed on to a reply: no tree is made of it.
class RowText {
 public:
  explicit RowText(std::string_view row) : row_(row) {
    columns_.reserve(16);
    ObjectView(row_).each([&](std::string_view name, std::string_view value) {
      columns_.push_back({place_of(name), place_of(value)});
      return true;
    });
  }

  // The column as it is in JSON: `"P"`, 7, null. Throws when the statement has no such column.
  std::string_view raw(std::string_view column) const {
    for (const auto& [name, value] : columns_)
      if (detail::is_name(at(name), column)) return at(value);
    throw std::out_of_range("The row has no column '" + std::string(column) + "'.");
  }
  std::string text(std::string_view column) const { return detail::unquoted(raw(column)); }  // empty for null

 private:
  struct Place {
    std::size_t begin, size;
  };
  struct Column {
    Place name, value;
  };
  Place place_of(std::string_view part) const {
    return {static_cast<std::size_t>(part.data() - row_.data()), part.size()};
  }
  std::string_view at(Place place) const { return std::string_view(row_).substr(place.begin, place.size); }

  std::string row_;
  std::vector<Column> columns_;  // by place, so that a row may be moved
};

// SQL on the daemon's database (plugin.h, chitty.store/1).
class Store {
 public:
  Store(const chitty_store* table, chitty_call* call) : table_(table), call_(call) {}

  // All rows of a statement, for results that are known to be small.
  Result<Rows> query(std::string_view sql, const json::object& parameters = {}) {
    Rows rows;
    auto done = each(sql, parameters, [&](Row row) { return rows.push_back(std::move(row)), true; });
    if (!done) return done.error();
    return rows;
  }

  // The first row, or none.
  Result<std::optional<Row>> find(std::string_view sql, const json::object& parameters = {}) {
    std::optional<Row> found;
    auto done = each(sql, parameters, [&](Row row) {
      if (!found) found = std::move(row);
      return true;
    });
    if (!done) return done.error();
    return found;
  }

  // Each row in turn, in constant memory; `take` returns false to stop.
  Result<void> each(std::string_view sql, const json::object& parameters, const std::function<bool(Row)>& take) {
    return each_text(sql, parameters, [&](std::string_view row) { return take(json::parse(row).as_object()); });
  }

  // The same three for rows that are handed on: as text.
  Result<std::vector<RowText>> query_text(std::string_view sql, const json::object& parameters = {}) {
    std::vector<RowText> rows;
    auto done = each_text(sql, parameters, [&](std::string_view row) { return rows.emplace_back(row), true; });
    if (!done) return done.error();
    return rows;
  }
  Result<std::optional<RowText>> find_text(std::string_view sql, const json::object& parameters = {}) {
    std::optional<RowText> found;
    auto done = each_text(sql, parameters, [&](std::string_view row) {
      if (!found) found.emplace(row);
      return true;
    });
    if (!done) return done.error();
    return found;
  }
  Result<void> each_text(std::string_view sql, const json::object& parameters,
                         const std::function<bool(std::string_view row)>& take) {
    bool enough = false;
    auto on_row = [&](std::string_view row) -> chitty_status {
      if (enough || !take(row)) enough = true;
      return enough ? CHITTY_CANCELLED : CHITTY_OK;
    };
    const auto sink = abi::sink_to_function(on_row);
    auto done = run(sql, parameters, &sink, nullptr);
    if (!done && enough) return {};
    return done;
  }

  // Insert, update, delete: how many rows.
  Result<std::uint64_t> execute(std::string_view sql, const json::object& parameters = {}) {
    std::uint64_t changed = 0;
    if (auto done = run(sql, parameters, nullptr, &changed); !done) return done.error();
    return changed;
  }

  // Run `body` in one transaction: committed and on disk if it succeeds, else as before. `body` is a function to any
  // Result, which is then the transaction's.
  template <class Body>
  auto transaction(Body&& body) -> decltype(body()) {
    if (!CHITTY_OFFERS(table_, rollback)) return detail::missing(CHITTY_EXT_STORE);
    if (auto begun = detail::ask(table_->begin, call_); !begun) return begun.error();
    auto done = body();
    if (!done) {
      (void)detail::ask(table_->rollback, call_);
      return done;
    }
    if (auto kept = detail::ask(table_->commit, call_); !kept) return kept.error();
    return done;
  }

 private:
  Result<void> run(std::string_view sql, const json::object& parameters, const chitty_sink* rows,
                   std::uint64_t* changed) {
    if (!CHITTY_OFFERS(table_, run)) return detail::missing(CHITTY_EXT_STORE);
    const auto statement = abi::borrow(sql);
    const std::string text = parameters.empty() ? std::string() : json::serialize(parameters);
    const auto given = abi::borrow(text);
    return detail::ask(table_->run, call_, &statement, &given, rows, changed);
  }

  const chitty_store* table_;
  chitty_call* call_;
};

}  // namespace chitty

#endif  // CHITTY_STORE_HPP
