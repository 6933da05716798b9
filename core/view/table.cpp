// A list for a person: columns fitted to the terminal, titles above. And for a pipe: cells parted by tabs, without
// titles, nothing cut, so that cut, awk and sort can take it as it is.
#include "base/text.hpp"
#include "view/cells.hpp"
#include "view/harmless.hpp"
#include "view/layout.hpp"
#include "view/width.hpp"
#include "view/writers.hpp"

namespace chitty {
namespace {

constexpr std::size_t measured_rows = 1000;  // then the widths are settled and rows are written as they come

class ListWriter : public OutputWriter {
 public:
  ListWriter(const View& view, bool quiet, Terminal terminal)
      : OutputWriter(std::move(terminal), Output::Flush::when_full),
        columns_(view.columns),
        declared_(!columns_.empty()),
        quiet_(quiet) {}

 protected:
  void note(std::string_view line) {
    if (!quiet_) output_.note(line);
  }
  void note_members_beyond(const json::value& value) {
    if (declared_ || noted_) return;
    const auto beyond = members_beyond(value, columns_);
    if (beyond.empty()) return;
    noted_ = true;
    note("Later records have members that are not shown: " + join(beyond, ", ") + ". Use -o json to see all.");
  }

  std::vector<Column> columns_;
  bool declared_, quiet_, noted_ = false;
};

class TabsWriter : public ListWriter {
 public:
  using ListWriter::ListWriter;

  Result<void> record(json::value value) override {
    if (columns_.empty()) columns_ = columns_of({value});
    note_members_beyond(value);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) text() += '\t';
      append_harmless(text(), cell_text(cell_of(value, columns_[i])), Controls::cell);
    }
    text() += '\n';
    any_ = true;
    return output_.record_done();
  }

  Result<void> finish() override {
    if (!any_) note("No results.");
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
    if (!settled_ && waiting_.empty())
      note("No results.");
    else if (!settled_)
      settle();
    return output_.flush();
  }

 private:
  // Widths from the rows so far; then those rows are written and nothing waits any more.
  void settle() {
    settled_ = true;
    if (columns_.empty()) columns_ = columns_of(waiting_);
    std::vector<ColumnNeed> needs;
    for (std::size_t i = 0; i < columns_.size(); ++i) needs.push_back(need_of(i));
    widths_ = fit_columns(needs, static_cast<std::size_t>(std::max(terminal().width, 1)));
    note_columns_left_out();
    titles();
    for (const auto& value : waiting_) row(value);
    waiting_.clear();
    waiting_.shrink_to_fit();
  }

  ColumnNeed need_of(std::size_t index) {
    ColumnNeed need{display_width(title(index)), index == 0};
    bool numbers = true, any = false;
    for (const auto& value : waiting_) {
      const auto* cell = cell_of(value, columns_[index]);
      if (!cell || cell->is_null()) continue;
      any = true;
      numbers = numbers && cell->is_number();
      need.width = std::max(need.width, display_width(harmless(cell_text(cell), Controls::cell)));
    }
    right_.push_back(any && numbers);
    need.whole = need.whole || right_.back();
    return need;
  }

  std::string title(std::size_t index) const { return harmless(columns_[index].title, Controls::cell); }

  void titles() {
    if (terminal().colour) text() += "\x1b[1m";
    for (std::size_t i = 0; i < widths_.size(); ++i) cell(title(i), i);
    end_line(terminal().colour ? "\x1b[0m\n" : "\n");
  }

  void row(const json::value& value) {
    for (std::size_t i = 0; i < widths_.size(); ++i)
      cell(harmless(cell_text(cell_of(value, columns_[i])), Controls::cell), i);
    end_line("\n");
  }

  void end_line(std::string_view end) {
    while (text().back() == ' ') text().pop_back();
    text() += end;
  }

  // One cell, with the gap before it. A row after the measured ones may have a wider number or id than any of them: it
  // is shown whole all the same.
  void cell(const std::string& content, std::size_t index) {
    if (index > 0) text().append(column_gap, ' ');
    const bool whole = widths_.size() > 1 && (index == 0 || right_[index]);
    const auto fitted = whole ? content : cut_to(content, widths_[index]);
    if (right_[index])
      append_right(text(), fitted, widths_[index]);
    else
      append_left(text(), fitted, widths_[index]);
  }

  void note_columns_left_out() {
    std::vector<std::string> names;
    for (std::size_t i = widths_.size(); i < columns_.size(); ++i) names.push_back(title(i));
    if (!names.empty()) note("Not shown for want of room: " + join(names, ", ") + ". Use -o json to see all.");
  }

  std::vector<json::value> waiting_;
  std::vector<std::size_t> widths_;
  std::vector<bool> right_;
  bool settled_ = false;
};

}  // namespace

Writer table_writer(const View& view, bool quiet, Terminal terminal) {
  return std::make_unique<TableWriter>(view, quiet, std::move(terminal));
}
Writer tabs_writer(const View& view, bool quiet, Terminal terminal) {
  return std::make_unique<TabsWriter>(view, quiet, std::move(terminal));
}

}  // namespace chitty
