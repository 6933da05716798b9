#include <chitty/lists.hpp>

namespace chitty {

Result<std::int64_t> number_in_query(const Service& service, std::string_view name, std::int64_t fallback,
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

Result<std::int64_t> Page::number_cursor() const {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), value);
  if (!cursor.empty() && (failed != std::errc() || end != cursor.data() + cursor.size()))
    return usage_error("The query's cursor is not one of this list.", "Take it from metadata.nextCursor.");
  return value;
}

Result<Page> page_of(const Service& service) {
  const auto limit = number_in_query(service, "limit", 50, 1, 200);
  if (!limit) return limit.error();
  const auto offset = number_in_query(service, "offset", 0, 0, 1'000'000'000);
  if (!offset) return offset.error();
  return Page{*limit, *offset, service.query("cursor")};
}

Select Select::own(std::string sql, const Ownership& whose) { return {sql + " WHERE " + whose.condition(), whose.with()}; }

Select& Select::where(std::string_view condition, std::string_view name, std::string_view value) {
  sql.append(" AND ").append(condition);
  parameters[name] = value;
  return *this;
}

Select& Select::where_given(std::string_view condition, std::string_view name, std::string_view value) {
  return value.empty() ? *this : where(condition, name, value);
}

Select& Select::newest_first(const Page& page, std::string_view column) {
  const std::string by(column);
  where_given(by + " < :cursor", "cursor", page.cursor);
  sql.append(" ORDER BY ").append(by).append(" DESC");
  return *this;
}

}  // namespace chitty
