// The plainest writers: a raw view, the lines of a stream, the results of --jq.
#include <chitty/utf8.hpp>

#include "base/base64.hpp"
#include "view/bytes.hpp"
#include "view/cells.hpp"
#include "view/json_text.hpp"
#include "view/writers.hpp"

namespace chitty::host {
namespace {

// Bytes as they are. A record is its one column when the view declares one, a string without quotes (for a script's $( )),
// else JSON text.
class RawWriter : public OutputWriter {
 public:
  RawWriter(const View& view, Terminal terminal) : OutputWriter(std::move(terminal), Output::Flush::when_full), columns_(view.columns) {}

  Result<void> record(json::value value) override {
    const Cell cell = columns_.empty() ? Cell(&value) : cell_of(value, columns_.front(), 0);
    const json::value* shown = cell;
    if (shown && shown->is_string())
      append_harmless(text(), shown->get_string(), terminal().out_is_terminal ? Controls::lines : Controls::keep);
    else if (shown)
      append_json(text(), *shown, {true, terminal().colour});
    if (!text().ends_with('\n')) text() += '\n';
    return output_.record_done();
  }
  Result<void> bytes(std::string_view data) override { return bytes_.write(output_, data); }
  Result<void> finish() override {
    bytes_.finish(output_);
    return output_.flush();
  }

 private:
  std::vector<Column> columns_;
  Bytes bytes_;
};

constexpr std::size_t most_gathered = 64u << 20;

class GatheredBytes : public RecordWriter {
 public:
  explicit GatheredBytes(Writer inner) : inner_(std::move(inner)) {}

  Result<void> record(json::value value) override { return inner_->record(std::move(value)); }
  Result<void> bytes(std::string_view data) override {
    any_ = true;
    if (gathered_.size() + data.size() > most_gathered)
      return usage_error("the output is larger than 64 MiB, too large for one record", "Leave out -o and redirect it to a file.");
    gathered_ += data;
    return {};
  }
  Result<void> finish() override {
    if (any_) {
      const bool is_text = is_utf8(gathered_);
      json::object record;
      record[is_text ? "text" : "base64"] = is_text ? gathered_ : base64(gathered_);
      if (auto given = inner_->record(std::move(record)); !given) return given;
    }
    return inner_->finish();
  }
  Result<void> flush() override { return inner_->flush(); }

 private:
  Writer inner_;
  std::string gathered_;
  bool any_ = false;
};

// A stream: one line a record, its columns' cells side by side; a string without columns is the line itself.
class LineWriter : public OutputWriter {
 public:
  LineWriter(std::vector<Column> columns, Terminal terminal)
      : OutputWriter(std::move(terminal), Output::Flush::each_record), columns_(std::move(columns)) {
    if (columns_.empty()) columns_.push_back({.title = "value", .pointer = ""});
  }

  Result<void> record(json::value value) override {
    bool first = true;
    for (const auto& column : columns_) {
      if (!first) text() += terminal().out_is_terminal ? "  " : "\t";
      first = false;
      append_harmless(text(), cell_text(cell_of(value, column, terminal().out_is_terminal ? terminal().now_ms : 0)), Controls::cell);
    }
    text() += '\n';
    return output_.record_done();
  }
  Result<void> bytes(std::string_view data) override { return bytes_.write(output_, data); }
  Result<void> finish() override {
    bytes_.finish(output_);
    return output_.flush();
  }

 private:
  std::vector<Column> columns_;
  Bytes bytes_;
};

// What --jq gives: a string raw, so that a shell can use it; anything else as one line of JSON.
class PlainWriter : public OutputWriter {
 public:
  explicit PlainWriter(Terminal terminal) : OutputWriter(std::move(terminal), Output::Flush::when_full) {}

  Result<void> record(json::value value) override {
    const auto controls = terminal().out_is_terminal ? Controls::lines : Controls::keep;
    if (value.is_string())
      append_harmless(text(), value.get_string(), controls);
    else
      append_json(text(), value, {false, terminal().colour});
    text() += '\n';
    return output_.record_done();
  }
};

}  // namespace

Writer raw_writer(const View& view, Terminal terminal) { return std::make_unique<RawWriter>(view, std::move(terminal)); }
Writer bytes_as_record(Writer inner) { return std::make_unique<GatheredBytes>(std::move(inner)); }
Writer line_writer(const View& view, Terminal terminal) {
  return std::make_unique<LineWriter>(view.columns, std::move(terminal));
}
Writer plain_writer(Terminal terminal) { return std::make_unique<PlainWriter>(std::move(terminal)); }

}  // namespace chitty::host
