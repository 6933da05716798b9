// For services: routes that list, a page at a time. On the request's thread.
#ifndef CHITTY_LISTS_HPP
#define CHITTY_LISTS_HPP

#include <charconv>
#include <chitty/answers.hpp>
#include <chitty/ownership.hpp>
#include <chitty/records.hpp>
#include <type_traits>

namespace chitty {

// A number in the query; `fallback` when it is not given. INVALID_ARGUMENT says what it must be.
Result<std::int64_t> number_in_query(const Service& service, std::string_view name, std::int64_t fallback,
                                     std::int64_t least, std::int64_t most);

// Which part of a list is asked for: `limit` 1 to 200 (50 if not said), `offset`, and `cursor`, the id after which to
// go on. `give_pages` (pages.hpp) is the other side, in commands.
struct Page {
  std::int64_t limit = 50;
  std::int64_t offset = 0;
  std::string cursor;

  // The cursor of a column of numbers: 0 for the first page, so that `number > :cursor` begins with 1. (A text compared
  // with numbers loses a page on SQLite, and is an error on PostgreSQL.) INVALID_ARGUMENT when it is none.
  Result<std::int64_t> number_cursor() const;
};
Result<Page> page_of(const Service& service);

// The same of a query that the manifest declares so, and the daemon has checked: page_of(given.query).
template <class Query>
requires requires(const Query& query) { query.limit + query.offset, query.cursor.size(); }
Page page_of(const Query& query) { return {query.limit, query.offset, query.cursor}; }

namespace detail {
inline json::value value_of(const Row& row, std::string_view column) { return row.at(column); }
inline json::value value_of(const RowText& row, std::string_view column) { return json::parse(row.raw(column)); }

// Takes off the row that says that there is more.
template <class AnyRow>
bool take_extra(const Page& page, std::vector<AnyRow>& rows) {
  if (rows.size() <= static_cast<std::size_t>(page.limit)) return false;
  rows.pop_back();
  return true;
}
}  // namespace detail

// {"limit":…,"offset":…,"nextCursor":…}. Ask the store for one row more than the limit: the extra one says that there
// is more, and is taken off here. `column` holds what a cursor is. `AnyRow` is Row or RowText.
template <class AnyRow>
json::object page_metadata(const Page& page, std::vector<AnyRow>& rows, std::string_view column = "id") {
  json::object metadata{{"limit", page.limit}, {"offset", page.offset}, {"nextCursor", nullptr}};
  if (detail::take_extra(page, rows)) metadata["nextCursor"] = detail::value_of(rows.back(), column);
  return metadata;
}

// The same as text.
inline ObjectText page_metadata_text(const Page& page, std::vector<RowText>& rows, std::string_view column = "id") {
  const bool more = detail::take_extra(page, rows);
  ObjectText metadata;
  metadata.number("limit", page.limit).number("offset", page.offset);
  metadata.raw("nextCursor", more ? rows.back().raw(column) : "null");
  return metadata;
}

// What a list selects, all but which part of it: that is the page's.
struct Select {
  std::string sql;
  json::object parameters{};

  // Of a statement without a WHERE, the rows that are the caller's: Select::own("SELECT id FROM orders", whose).
  static Select own(std::string sql, const Ownership& whose);

  // One condition more, after a WHERE: where("did = :did", "did", did).
  Select& where(std::string_view condition, std::string_view name, std::string_view value);
  // The same where there is a value.
  Select& where_given(std::string_view condition, std::string_view name, std::string_view value);
  // Behind the page's cursor, by `column`, which sorts as the rows were made (new_ordered_id).
  Select& newest_first(const Page& page, std::string_view column = "id");
};

// The answer of a route that lists: {"success":true, MEMBER:[…], "metadata":{…}}. `record_of` makes of each row what is
// shown. A cursor is the value of `column`, by which `select` must order.
//
//   return answer_page(service, *page, "orders", {"SELECT id, … FROM orders WHERE id > :cursor ORDER BY id",
//                                                 {{"cursor", page->cursor}}}, order_of);
//
// Where rows are shown as a shape of the manifest says (records.hpp), the shape stands in the place of `record_of`. For other lists
// that are read often: answer_page<RowText>, with a `record_of` that makes an ObjectText.
template <class AnyRow = Row, class RecordOf>
requires(!std::is_convertible_v<RecordOf, Shape>)
    Result<Response> answer_page(Service& service, const Page& page, std::string_view member, Select select,
                                 RecordOf&& record_of, std::string_view column = "id") {
  select.sql += " LIMIT :limit OFFSET :offset";
  select.parameters["limit"] = page.limit + 1;
  select.parameters["offset"] = page.offset;
  if constexpr (std::is_same_v<AnyRow, RowText>) {
    auto rows = service.store().query_text(select.sql, select.parameters);
    if (!rows) return rows.error();
    const auto metadata = page_metadata_text(page, *rows, column);
    ListText records;
    for (const auto& row : *rows) records.add(record_of(row));
    ObjectText body;
    body.raw(member, records.whole()).raw("metadata", metadata.whole());
    return Response(envelope(service, body));
  } else {
    auto rows = service.store().query(select.sql, select.parameters);
    if (!rows) return rows.error();
    auto metadata = page_metadata(page, *rows, column);
    json::array records;
    for (auto& row : *rows) records.push_back(record_of(row));
    return Response(envelope(service, {{member, std::move(records)}, {"metadata", std::move(metadata)}}));
  }
}

inline Result<Response> answer_page(Service& service, const Page& page, std::string_view member, Select select, Shape shape,
                                    std::string_view column = "id") {
  return answer_page<RowText>(
      service, page, member, std::move(select), [shape](const RowText& row) { return record_of(row, shape); }, column);
}

}  // namespace chitty

#endif  // CHITTY_LISTS_HPP
