// The writers behind make_writer(), one a format.
#pragma once

#include "view/output.hpp"
#include "view/view.hpp"

namespace chitty::host {

using Writer = std::unique_ptr<RecordWriter>;

Writer table_writer(const View& view, bool quiet, Terminal terminal);  // list, on a terminal
Writer tabs_writer(const View& view, bool quiet, Terminal terminal);   // list, piped: tab-separated, no header
Writer object_writer(const View& view, Terminal terminal);             // "KEY  value" lines
Writer live_writer(const View& view, Terminal terminal);               // stream with a key, on a terminal: a table drawn again
Writer line_writer(const View& view, Terminal terminal);               // stream: one line a record; and bytes
Writer json_writer(ViewKind kind, Terminal terminal);                  // pretty; a list between brackets
Writer ndjson_writer(ViewKind kind, Terminal terminal);                // one line a record
Writer yaml_writer(ViewKind kind, Terminal terminal);                  // a list as one sequence, else documents
Writer csv_writer(const View& view, bool quiet, Terminal terminal);    // RFC 4180
Writer raw_writer(const View& view, Terminal terminal);                // bytes as they are; records: see raw.cpp
Writer plain_writer(Terminal terminal);                                // results of --jq: strings raw, else JSON lines

// Records through a jq filter into `inner`. With `whole`, all records as one array, at the end. `warn` is told what the
// results do not show, after them.
Result<Writer> jq_writer(const std::string& filter, bool whole, Writer inner, std::function<void(std::string_view)> warn);

// Bytes of a raw view as one record for `inner`, at the end: {"text": …}, or {"base64": …} when they are not UTF-8. Records go
// through. INVALID_ARGUMENT beyond 64 MiB.
Writer bytes_as_record(Writer inner);

// What every writer does with bytes, unless it takes them.
Error no_bytes_here();

// A writer over one Output; what was given is written when it goes, whatever happened.
class OutputWriter : public RecordWriter {
 public:
  OutputWriter(Terminal terminal, Output::Flush flush) : output_(std::move(terminal), flush) {}
  ~OutputWriter() override { output_.flush_quietly(); }
  Result<void> bytes(std::string_view) override { return no_bytes_here(); }
  Result<void> finish() override { return output_.flush(); }
  Result<void> flush() override { return output_.flush(); }

 protected:
  std::string& text() { return output_.text(); }
  const Terminal& terminal() const { return output_.terminal(); }
  Output output_;
};

// A stream and a raw view also carry bytes, in every format: untouched into a pipe or a file, harmless on a terminal.
bool takes_bytes(ViewKind kind);
Output::Flush flush_for(ViewKind kind);

}  // namespace chitty::host
