// A list for a person: columns fitted to the terminal, titles above. And for a pipe: cells parted by tabs, without
// titles, nothing cut, so that cut, awk and sort can take it as it is.
#include <algorithm>

#include "base/text.hpp"
#include "view/bar.hpp"
#include "view/cells.hpp"
#include "view/harmless.hpp"
#include "view/layout.hpp"
#include "view/reading.hpp"
#include "view/width.hpp"
#include "view/writers.hpp"

namespace chitty::host {
namespace {

constexpr std::size_t measured_rows = 1000;  // then the widths are settled and rows are written as they come

class ListWriter : public OutputWriter {
 public:
  ListWriter(const View& view, bool quiet, Terminal terminal)
      : OutputWriter(std::move(terminal), Output::Flush::when_full),
        columns_(view.columns),
        declared_(!columns_.empty()),
        quiet_(quiet),
        empty_(view.empty) {}

 protected:
  void note(std::string_view line) {
    if (!quiet_) output_.note(line);
  }
  void note_members_beyond(const json::value& value) {
    if (declared_ || noted_) return;
    const auto beyond = members_beyond(value, columns_);
    if (beyond.empty()) return;
    noted_ = true;
    note("columns left out (not in the first records): " + join(beyond, ", ") + "; -o json shows them");
  }

  void note_empty() {
    if (!empty_.empty()) note(empty_);
  }

  // A record that none of the declared columns shows has no row: it is told elsewhere (a line that was refused).
  bool shows_nothing(const json::value& value) const {
    return declared_ && std::all_of(columns_.begin(), columns_.end(), [&](const Column& column) {
             const Cell at = cell_of(value, column, terminal().now_ms);
             const json::value* cell = at;
             return !cell || cell->is_null() || (!column.more.empty() && cell_text(cell).empty());
           });
  }

  std::vector<Column> columns_;
  bool declared_, quiet_, noted_ = false;
  std::string empty_;
};

class TabsWriter : public ListWriter {
 public:
  using ListWriter::ListWriter;

  Result<void> record(json::value value) override {
    if (columns_.empty()) columns_ = columns_of({value});
    note_members_beyond(value);
    any_ = true;
    if (shows_nothing(value)) return {};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) text() += '\t';
      append_harmless(text(), words_text(cell_of(value, columns_[i], 0)), Controls::cell);
    }
    text() += '\n';
    return output_.record_done();
  }

  Result<void> finish() override {
    if (!any_) note_empty();
    return output_.flush();
  }

 private:
  bool any_ = false;
};

class TableWriter : public ListWriter {
 public:
  using ListWriter::ListWriter;
  ~TableWriter() override {
    try {
      if (!settled_ && !waiting_.empty()) settle();
    } catch (...) {  // out of memory: the error that brought us here is told, these rows are not
      text().clear();
    }
  }

  Result<void> record(json::value value) override {
    if (settled_) {
      note_members_beyond(value);
      row(value);
      return output_.record_done();
    }
    waiting_.push_back(std::move(value));
    if (waiting_.size() < measured_rows) return {};
    settle();
    return output_.flush();
  }

  Result<void> finish() override {
    if (!settled_ && waiting_.empty()) {
      note_empty();
    } else if (!settled_) {
      drop_empty_columns();
      settle();
    }
    return output_.flush();
  }

 private:
  // A column in which no row has anything takes room from those that have; of a list that goes on nobody knows.
  void drop_empty_columns() {
    if (!declared_ || std::all_of(waiting_.begin(), waiting_.end(), [&](const json::value& value) { return shows_nothing(value); })) return;
    for (std::size_t i = columns_.size(); i-- > 1;) {
      const bool any = std::any_of(waiting_.begin(), waiting_.end(), [&](const json::value& value) { return !content(cell_of(value, columns_[i], terminal().now_ms)).empty(); });
      if (!any) columns_.erase(columns_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  // Widths from the rows so far; then those rows are written and nothing waits any more.
  void settle() {
    settled_ = true;
    if (columns_.empty()) columns_ = columns_of(waiting_);
    measure_bars();
    std::vector<ColumnNeed> needs;
    for (std::size_t i = 0; i < columns_.size(); ++i) needs.push_back(need_of(i));
    const auto total = static_cast<std::size_t>(std::max(terminal().width, 1));
    widths_ = fit_columns(needs, total);
    // A name that leaves no room for anything is cut: it says nothing alone. An identifier does.
    constexpr std::size_t least = 12;  // of a value, so that it says something
    const bool starved = widths_.size() == 1 || (widths_.size() > 1 && widths_[1] < std::min(least, needs[1].width) && needs[0].width > total / 2);
    if (starved && needs.size() > 1 && !is_identifier(columns_[0])) {
      cut_first_ = true;
      needs[0].whole = false;
      needs.resize(2);
      widths_ = fit_columns(needs, total);
    }
    note_columns_left_out();
    titles();
    for (const auto& value : waiting_) row(value);
    waiting_.clear();
    waiting_.shrink_to_fit();
  }

  // A number with a bar behind it, as long as the number is of the largest; of the rows that are measured, for those that come later
  // are cut.
  void measure_bars() {
    bars_.assign(columns_.size(), {});
    for (std::size_t i = 0; i < columns_.size(); ++i)
      for (const auto& value : waiting_) {
        if (columns_[i].as != Column::As::bar) break;
        const Cell at = cell_of(value, columns_[i], terminal().now_ms);
        bars_[i].largest = std::max(bars_[i].largest, number_of(at));
        bars_[i].digits = std::max(bars_[i].digits, display_width(content(at)));
      }
  }

  std::string content_of(const json::value& value, std::size_t index) const {
    const Cell at = cell_of(value, columns_[index], terminal().now_ms);
    if (columns_[index].as != Column::As::bar) return content(at);
    std::string shown;
    append_right(shown, content(at), bars_[index].digits);
    return shown + " " + bar_of(number_of(at), bars_[index].largest);
  }

  ColumnNeed need_of(std::size_t index) {
    ColumnNeed need{display_width(title(index)), is_whole(index)};
    if (columns_[index].as == Column::As::bar) {
      right_.push_back(false);
      return {std::max(need.width, bars_[index].digits + 1 + bar_width), true};
    }
    bool numbers = true, any = false;
    for (const auto& value : waiting_) {
      const Cell at = cell_of(value, columns_[index], terminal().now_ms);
      const json::value* cell = at;
      if (!cell || cell->is_null()) continue;
      any = true;
      numbers = numbers && (cell->is_number() || !columns_[index].unit.empty());
      need.width = std::max(need.width, display_width(content(cell)));
    }
    right_.push_back(any && numbers);
    need.whole = need.whole || right_.back();
    return need;
  }

  // People copy from the first column and from identifiers.
  bool is_whole(std::size_t index) const { return (index == 0 && !cut_first_) || is_identifier(columns_[index]); }

  std::string content(const json::value* cell) const { return harmless(table_text(cell, terminal().now_ms), Controls::cell); }

  std::string title(std::size_t index) const { return harmless(columns_[index].title, Controls::cell); }

  void titles() {
    if (terminal().colour) text() += "\x1b[1m";
    for (std::size_t i = 0; i < widths_.size(); ++i) cell(title(i), i, {});
    end_line(terminal().colour ? "\x1b[0m\n" : "\n");
  }

  void row(const json::value& value) {
    if (shows_nothing(value)) return;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      const auto shown = content_of(value, i);
      cell(shown, i, terminal().colour ? state_colour(columns_[i], shown) : std::string_view());
    }
    end_line("\n");
  }

  void end_line(std::string_view end) {
    while (text().back() == ' ') text().pop_back();
    text() += end;
  }

  // One cell, with the gap before it. A row after the measured ones may have a wider number or id than any of them: it
  // is shown whole all the same.
  void cell(const std::string& content, std::size_t index, std::string_view colour) {
    if (index > 0) text().append(column_gap, ' ');
    const bool whole = widths_.size() > 1 && (is_whole(index) || right_[index]);
    const auto fitted = whole ? content : ends_tell(columns_[index]) ? cut_middle_to(content, widths_[index])
                                                                     : cut_to(content, widths_[index]);
    if (!colour.empty()) {
      const auto width = display_width(fitted);
      ((text() += colour) += fitted) += "\x1b[0m";
      if (width < widths_[index]) text().append(widths_[index] - width, ' ');
      return;
    }
    if (right_[index])
      append_right(text(), fitted, widths_[index]);
    else
      append_left(text(), fitted, widths_[index]);
  }

  void note_columns_left_out() {
    std::vector<std::string> names;
    for (std::size_t i = widths_.size(); i < columns_.size(); ++i) names.push_back(title(i));
    if (!names.empty()) note("columns hidden (terminal too narrow): " + join(names, ", ") + "; -o json shows them");
  }

  std::vector<json::value> waiting_;
  std::vector<std::size_t> widths_;
  std::vector<bool> right_;
  struct Bar {
    double largest = 0;
    std::size_t digits = 0;
  };
  std::vector<Bar> bars_;  // by column
  bool settled_ = false, cut_first_ = false;
};

}  // namespace

Writer table_writer(const View& view, bool quiet, Terminal terminal) {
  return std::make_unique<TableWriter>(view, quiet, std::move(terminal));
}
Writer tabs_writer(const View& view, bool quiet, Terminal terminal) {
  return std::make_unique<TabsWriter>(view, quiet, std::move(terminal));
}

}  // namespace chitty::host
