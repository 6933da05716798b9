// One record for a person: a line for each column, "TITLE  value", and none for what the record does not have. Nothing is
// cut: people copy from here.
#include "view/cells.hpp"
#include "view/harmless.hpp"
#include "view/reading.hpp"
#include "view/width.hpp"
#include "view/writers.hpp"

namespace chitty::host {
namespace {

class ObjectWriter : public OutputWriter {
 public:
  ObjectWriter(std::vector<Column> columns, Terminal terminal)
      : OutputWriter(std::move(terminal), Output::Flush::when_full), columns_(std::move(columns)) {}

  Result<void> record(json::value value) override {
    if (!value.is_object() && columns_.empty()) {
      append_harmless(text(), cell_text(&value), terminal().out_is_terminal ? Controls::lines : Controls::keep);
      text() += '\n';
      return output_.record_done();
    }
    auto columns = columns_.empty() ? columns_of({value}) : columns_;
    if (!columns_.empty()) std::erase_if(columns, [&](const Column& column) { return is_empty(cell_of(value, column, 0)); });
    if (columns.empty()) return output_.record_done();
    if (count_++ > 0) text() += '\n';
    if (terminal().out_is_terminal)
      aligned(value, columns);
    else
      tabbed(value, columns);
    return output_.record_done();
  }

 private:
  static bool is_empty(const json::value* cell) { return !cell || (cell->is_array() && cell->get_array().empty()) || (cell->is_object() && cell->get_object().empty()); }

  void tabbed(const json::value& value, const std::vector<Column>& columns) {
    for (const auto& column : columns) {
      append_harmless(text(), column.title, Controls::cell);
      text() += '\t';
      append_harmless(text(), reading_text(cell_of(value, column, 0)), Controls::cell);
      text() += '\n';
    }
  }

  void aligned(const json::value& value, const std::vector<Column>& columns) {
    std::size_t widest = 0;
    for (const auto& column : columns) widest = std::max(widest, display_width(harmless(column.title, Controls::cell)));
    for (const auto& column : columns) {
      const auto cell = harmless(object_text(cell_of(value, column, terminal().now_ms), terminal().now_ms), Controls::lines);
      if (terminal().colour) text() += "\x1b[1m";
      append_left(text(), harmless(column.title, Controls::cell), cell.empty() ? 0 : widest + 2);
      if (terminal().colour) text() += "\x1b[0m";
      const auto colour = terminal().colour ? state_colour(column, cell) : std::string_view();
      text() += colour;
      indented(cell, widest + 2);
      if (!colour.empty()) text() += "\x1b[0m";
      text() += '\n';
    }
  }

  // A value of several lines stands in its own column.
  void indented(std::string_view cell, std::size_t margin) {
    for (std::size_t at = 0; at < cell.size();) {
      const auto end = std::min(cell.find('\n', at), cell.size());
      if (at > 0) {
        text() += '\n';
        text().append(margin, ' ');
      }
      text() += cell.substr(at, end - at);
      at = end + 1;
    }
  }

  std::vector<Column> columns_;
  std::uint64_t count_ = 0;
};

}  // namespace

Writer object_writer(const View& view, Terminal terminal) {
  return std::make_unique<ObjectWriter>(view.columns, std::move(terminal));
}

}  // namespace chitty::host
