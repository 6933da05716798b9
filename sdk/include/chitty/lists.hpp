// For services: routes that list, a page at a time. On the request's thread.
#ifndef CHITTY_LISTS_HPP
#define CHITTY_LISTS_HPP

#include <charconv>
#include <chitty/answers.hpp>
#include <type_traits>

namespace chitty {

// A number in the query; `fallback` when it is not given. INVALID_ARGUMENT says what it must be.
inline Result<std::int64_t> number_in_query(const Service& service, std::string_view name, std::int64_t fallback,
                                            std::int64_t least, std::int64_t most) {
  const std::string text = service.query(name);
  if (text.empty()) return fallback;
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || value < least || value > most)
    return usage_error("The query's " + std::string(name) + " must be a number from " + std::to_string(least) + " to " +
                       std::to_string(most) + ".");
  return value;
}

// Which part of a list is asked for: `limit` 1 to 200 (50 if not said), `offset`, and `cursor`, the id after which to
// go on. `give_pages` (pages.hpp) is the other side, in commands.
struct Page {
  std::int64_t limit = 50;
  std::int64_t offset = 0;
  std::string cursor;
};
inline Result<Page> page_of(const Service& service) {
  const auto limit = number_in_query(service, "limit", 50, 1, 200);
  if (!limit) return limit.error();
  const auto offset = number_in_query(service, "offset", 0, 0, 1'000'000'000);
  if (!offset) return offset.error();
  return Page{*limit, *offset, service.query("cursor")};
}

namespace detail {
inline json::value value_of(const Row& row, std::string_view column) { return row.at(column); }
inline json::value value_of(const RowText& row, std::string_view column) { return json::parse(row.raw(column)); }
}  // namespace detail

// {"limit":…,"offset":…,"nextCursor":…}. Ask the store for one row more than the limit: the extra one says that there
// is more, and is taken off here. `column` holds what a cursor is. `AnyRow` is Row or RowText.
template <class AnyRow>
json::object page_metadata(const Page& page, std::vector<AnyRow>& rows, std::string_view column = "id") {
  json::object metadata{{"limit", page.limit}, {"offset", page.offset}, {"nextCursor", nullptr}};
  if (rows.size() <= static_cast<std::size_t>(page.limit)) return metadata;
  rows.pop_back();
  metadata["nextCursor"] = detail::value_of(rows.back(), column);
  return metadata;
}

// What a list selects, all but which part of it: that is the page's.
struct Select {
  std::string sql;
  json::object parameters{};

  // One condition more, after a WHERE: narrow("did = :did", "did", did).
  void narrow(std::string_view condition, std::string_view name, std::string_view value) {
    sql.append(" AND ").append(condition);
    parameters[name] = value;
  }
};

// The answer of a route that lists: {"success":true, MEMBER:[…], "metadata":{…}}. `record_of` makes of each row what is
// shown. A cursor is the value of `column`, by which `select` must order.
//
//   return answer_page(service, *page, "orders", {"SELECT id, … FROM orders WHERE id > :cursor ORDER BY id",
//                                                 {{"cursor", page->cursor}}}, order_of);
//
// For lists that are read often: answer_page<RowText>, with a `record_of` that makes an ObjectText.
template <class AnyRow = Row, class RecordOf>
Result<Response> answer_page(Service& service, const Page& page, std::string_view member, Select select,
                             RecordOf&& record_of, std::string_view column = "id") {
  select.sql += " LIMIT :limit OFFSET :offset";
  select.parameters["limit"] = page.limit + 1;
  select.parameters["offset"] = page.offset;
  if constexpr (std::is_same_v<AnyRow, RowText>) {
    auto rows = service.store().query_text(select.sql, select.parameters);
    if (!rows) return rows.error();
    const auto metadata = page_metadata(page, *rows, column);
    ListText records;
    for (const auto& row : *rows) records.add(record_of(row));
    ObjectText body;
    body.raw(member, records.whole()).raw("metadata", json::serialize(metadata));
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

}  // namespace chitty

#endif  // CHITTY_LISTS_HPP
