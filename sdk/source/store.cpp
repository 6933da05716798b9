#include <chitty/store.hpp>
#include <stdexcept>

namespace chitty {

bool RowText::has(std::string_view column) const {
  for (const auto& [name, value] : columns_)
    if (detail::is_name(at(name), column)) return true;
  return false;
}

std::string_view RowText::raw(std::string_view column) const {
  for (const auto& [name, value] : columns_)
    if (detail::is_name(at(name), column)) return at(value);
  throw std::out_of_range("The row has no column '" + std::string(column) + "'.");
}

Result<Rows> Store::query(std::string_view sql, const json::object& parameters) {
  Rows rows;
  auto done = each(sql, parameters, [&](Row row) { return rows.push_back(std::move(row)), true; });
  if (!done) return done.error();
  return rows;
}

Result<std::optional<Row>> Store::find(std::string_view sql, const json::object& parameters) {
  std::optional<Row> found;
  auto done = each(sql, parameters, [&](Row row) {
    if (!found) found = std::move(row);
    return true;
  });
  if (!done) return done.error();
  return found;
}

Result<Row> Store::row(std::string_view sql, const json::object& parameters, std::string none, std::string hint) {
  CHITTY_TRY(auto found, find(sql, parameters));
  if (!found) return make_error(Code::not_found, std::move(none), std::move(hint));
  return std::move(*found);
}

Result<void> Store::each(std::string_view sql, const json::object& parameters, const std::function<bool(Row)>& take) {
  return each_text(sql, parameters, [&](std::string_view row) { return take(json::parse(row).as_object()); });
}

Result<std::vector<RowText>> Store::query_text(std::string_view sql, const json::object& parameters) {
  std::vector<RowText> rows;
  auto done = each_text(sql, parameters, [&](std::string_view row) { return rows.emplace_back(row), true; });
  if (!done) return done.error();
  return rows;
}

Result<std::optional<RowText>> Store::find_text(std::string_view sql, const json::object& parameters) {
  std::optional<RowText> found;
  auto done = each_text(sql, parameters, [&](std::string_view row) {
    if (!found) found.emplace(row);
    return true;
  });
  if (!done) return done.error();
  return found;
}

Result<void> Store::each_text(std::string_view sql, const json::object& parameters,
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

Result<std::uint64_t> Store::execute(std::string_view sql, const json::object& parameters) {
  std::uint64_t changed = 0;
  if (auto done = run(sql, parameters, nullptr, &changed); !done) return done.error();
  return changed;
}

Result<void> Store::insert(std::string_view table, const json::object& row) {
  const auto is_word = [](std::string_view name) {
    return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == name.npos;
  };
  std::string columns, values;
  bool words = is_word(table) && !row.empty();
  for (const auto& column : row) {
    words = words && is_word(column.key());
    columns.append(columns.empty() ? "" : ", ").append(column.key());
    values.append(values.empty() ? ":" : ", :").append(column.key());
  }
  if (!words) return make_error(Code::plugin_fault, "A row to insert needs a table and columns with plain names.");
  return run("INSERT INTO " + std::string(table) + " (" + columns + ") VALUES (" + values + ")", row, nullptr, nullptr);
}

Result<void> Store::run(std::string_view sql, const json::object& parameters, const chitty_sink* rows,
                        std::uint64_t* changed) {
  if (!CHITTY_OFFERS(table_, run)) return detail::missing(CHITTY_EXT_STORE);
  const auto statement = abi::borrow(sql);
  const std::string text = parameters.empty() ? std::string() : json::serialize(parameters);
  const auto given = abi::borrow(text);
  auto done = detail::ask(table_->run, call_, &statement, &given, rows, changed);
  if (done || done.error().code != Code::invalid_argument) return done;
  auto fault = done.error();
  fault.code = Code::plugin_fault;
  fault.details["statement"] = sql;
  return fault;
}

RowText::RowText(std::string_view row) : row_(row) {
  columns_.reserve(16);
  ObjectView(row_).each([&](std::string_view name, std::string_view value) {
    columns_.push_back({place_of(name), place_of(value)});
    return true;
  });
}

RowText::Place RowText::place_of(std::string_view part) const {
  return {static_cast<std::size_t>(part.data() - row_.data()), part.size()};
}

std::string_view RowText::at(Place place) const { return std::string_view(row_).substr(place.begin, place.size); }

Result<void> Store::begin() {
  if (!CHITTY_OFFERS(table_, rollback)) return detail::missing(CHITTY_EXT_STORE);
  return detail::ask(table_->begin, call_);
}

Result<void> Store::end(bool keep) {
  if (keep) return detail::ask(table_->commit, call_);
  (void)detail::ask(table_->rollback, call_);
  return {};
}

}  // namespace chitty
