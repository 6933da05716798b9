// -o csv: RFC 4180, so lines end in CR LF and the first one has the titles; written as the records come.
#include "base/text.hpp"
#include "view/bytes.hpp"
#include "view/cells.hpp"
#include "view/writers.hpp"

namespace chitty::host {
namespace {

class CsvWriter : public OutputWriter {
 public:
  CsvWriter(const View& view, bool quiet, Terminal terminal)
      : OutputWriter(std::move(terminal), flush_for(view.kind)),
        kind_(view.kind),
        columns_(view.columns),
        declared_(!columns_.empty()),
        quiet_(quiet) {}

  Result<void> record(json::value value) override {
    if (!declared_ && columns_.empty()) columns_ = columns_of({value});
    header();
    if (!declared_ && !noted_ && !quiet_) note_members_beyond(value);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) text() += ',';
      field(cell_text(cell_of(value, columns_[i], 0)));
    }
    text() += "\r\n";
    return output_.record_done();
  }

  Result<void> bytes(std::string_view data) override {
    return takes_bytes(kind_) ? bytes_.write(output_, data) : no_bytes_here();
  }

  Result<void> finish() override {
    if (kind_ == ViewKind::list) header();  // an empty list has its titles
    bytes_.finish(output_);
    return output_.flush();
  }

 private:
  void header() {
    if (header_written_ || columns_.empty()) return;
    header_written_ = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) text() += ',';
      field(columns_[i].title);
    }
    text() += "\r\n";
  }

  void field(std::string_view cell) {
    const bool quoted = cell.find_first_of(",\"\r\n") != std::string_view::npos ||
                        (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
    const auto controls = terminal().out_is_terminal ? Controls::lines : Controls::keep;
    if (!quoted) return append_harmless(text(), cell, controls);
    text() += '"';
    for (std::size_t at = 0; at <= cell.size();) {
      const auto quote = std::min(cell.find('"', at), cell.size());
      append_harmless(text(), cell.substr(at, quote - at), controls);
      if (quote < cell.size()) text() += "\"\"";
      at = quote + 1;
    }
    text() += '"';
  }

  void note_members_beyond(const json::value& value) {
    const auto beyond = members_beyond(value, columns_);
    if (beyond.empty()) return;
    noted_ = true;
    output_.note("columns left out (not in the first record): " + join(beyond, ", ") +
                 "; -o ndjson shows them");
  }

  ViewKind kind_;
  std::vector<Column> columns_;
  bool declared_, quiet_, header_written_ = false, noted_ = false;
  Bytes bytes_;
};

}  // namespace

Writer csv_writer(const View& view, bool quiet, Terminal terminal) {
  return std::make_unique<CsvWriter>(view, quiet, std::move(terminal));
}

}  // namespace chitty::host
