// The plainest writers: a raw view, the lines of a stream, the results of --jq.
#include "view/bytes.hpp"
#include "view/cells.hpp"
#include "view/json_text.hpp"
#include "view/writers.hpp"

namespace chitty {
namespace {

// Bytes as they are; a record as JSON text.
class RawWriter : public OutputWriter {
 public:
  explicit RawWriter(Terminal terminal) : OutputWriter(std::move(terminal), Output::Flush::when_full) {}

  Result<void> record(json::value value) override {
    append_json(text(), value, {true, terminal().colour});
    text() += '\n';
    return output_.record_done();
  }
  Result<void> bytes(std::string_view data) override { return bytes_.write(output_, data); }
  Result<void> finish() override {
    bytes_.finish(output_);
    return output_.flush();
  }

 private:
  Bytes bytes_;
};

// A stream: one line a record, its columns' cells side by side; a string without columns is the line itself.
class LineWriter : public OutputWriter {
 public:
  LineWriter(std::vector<Column> columns, Terminal terminal)
      : OutputWriter(std::move(terminal), Output::Flush::each_record), columns_(std::move(columns)) {
    if (columns_.empty()) columns_.push_back({"value", ""});
  }

  Result<void> record(json::value value) override {
    bool first = true;
    for (const auto& column : columns_) {
      if (!first) text() += terminal().out_is_terminal ? "  " : "\t";
      first = false;
      append_harmless(text(), cell_text(cell_of(value, column)), Controls::cell);
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

Writer raw_writer(Terminal terminal) { return std::make_unique<RawWriter>(std::move(terminal)); }
Writer line_writer(const View& view, Terminal terminal) {
  return std::make_unique<LineWriter>(view.columns, std::move(terminal));
}
Writer plain_writer(Terminal terminal) { return std::make_unique<PlainWriter>(std::move(terminal)); }

}  // namespace chitty
