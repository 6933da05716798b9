// A stream whose records are states of things that have a name, on a terminal: one table, drawn again in its place whenever one of
// them changes, so that a person sees how all are now and not what each was.
#include <algorithm>
#include <chrono>

#include "base/time.hpp"
#include "view/cells.hpp"
#include "view/writers.hpp"

namespace chitty::host {
namespace {

constexpr std::chrono::milliseconds between_drawings(50);  // a hundred changes at once are one drawing
constexpr int lines_kept = 2;                              // of the terminal's height: the shell's prompt, and what was left out

class LiveWriter : public RecordWriter {
 public:
  LiveWriter(const View& view, Terminal terminal) : view_(view), terminal_(std::move(terminal)) { view_.kind = ViewKind::list; }
  ~LiveWriter() override {
    try {
      (void)draw();
    } catch (...) {  // out of memory: the error that brought us here is told, this last state is not
    }
  }

  Result<void> record(json::value value) override {
    auto key = key_of(value);
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.key == key; });
    if (found == rows_.end()) rows_.push_back({std::move(key), std::move(value)});
    else found->value = std::move(value);
    changed_ = true;
    return std::chrono::steady_clock::now() - drawn_at_ < between_drawings ? Result<void>() : draw();
  }

  Result<void> bytes(std::string_view) override { return no_bytes_here(); }
  Result<void> flush() override { return draw(); }
  Result<void> finish() override { return draw(); }

 private:
  struct Row {
    std::string key;
    json::value value;
  };

  std::string key_of(const json::value& record) const {
    const auto key = std::find_if(view_.columns.begin(), view_.columns.end(), [](const Column& column) { return column.as == Column::As::key; });
    return key == view_.columns.end() ? std::string() : cell_text(cell_of(record, *key, 0));
  }

  // The table as text, and how many lines it has. More rows than the terminal has lines could not be drawn over.
  Result<std::string> table() {
    std::string text;
    Terminal page = terminal_;
    page.out = [&text](std::string_view piece) { return text += piece, true; };
    page.err = [](std::string_view) {};
    page.now_ms = terminal_.now_ms == 0 ? 0 : now_ms();
    auto writer = table_writer(view_, true, page);
    const auto most = static_cast<std::size_t>(std::max(1, terminal_.height - lines_kept - 1));
    for (std::size_t i = 0; i < std::min(rows_.size(), most); ++i)
      if (auto given = writer->record(rows_[i].value); !given) return given.error();
    if (auto done = writer->finish(); !done) return done.error();
    if (rows_.size() > most) text += "and " + std::to_string(rows_.size() - most) + " more\n";
    return text;
  }

  Result<void> draw() {
    if (!changed_) return {};
    changed_ = false;
    drawn_at_ = std::chrono::steady_clock::now();
    const auto text = table();
    if (!text) return text.error();
    std::string drawing;
    if (lines_ > 0) drawing = "\x1b[" + std::to_string(lines_) + "A\r";
    lines_ = 0;
    for (std::size_t at = 0; at < text->size(); ++lines_) {
      const auto end = std::min(text->find('\n', at), text->size());
      drawing.append(*text, at, end - at).append("\x1b[K\n");
      at = end + 1;
    }
    return write_text(terminal_, drawing + "\x1b[J");
  }

  View view_;
  Terminal terminal_;
  std::vector<Row> rows_;
  int lines_ = 0;  // that the last drawing has, from its first to where the cursor stands
  bool changed_ = false;
  std::chrono::steady_clock::time_point drawn_at_{};
};

}  // namespace

Writer live_writer(const View& view, Terminal terminal) { return std::make_unique<LiveWriter>(view, std::move(terminal)); }

}  // namespace chitty::host
