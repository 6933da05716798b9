// Records to what a person or a script reads. A command gives JSON values one by one; the view is chosen at the end of
// the way, by --output, the manifest and whether stdout is a terminal.
#pragma once

#include <chitty/error.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "manifest/manifest.hpp"

namespace chitty::host {

enum class Format {
  table,
  json,
  ndjson,
  yaml,
  csv
};
Result<Format> parse_format(std::string_view word);

// The streams of one run, as values: a test has its own.
struct Terminal {
  std::function<bool(std::string_view)>
      out;  // all of it, or false: errno says why, EPIPE or 0 that the reader has gone
  std::function<void(std::string_view)> err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  int width = 80;           // columns of stdout: COLUMNS, the terminal's own, 80
  bool colour = false;      // of stdout, decided once: --no-color, NO_COLOR, CLICOLOR_FORCE, CLICOLOR, TERM=dumb, terminal
  std::int64_t now_ms = 0;  // for times shown by their distance; 0: they are shown as they are
  bool err_colour = false;  // of stderr, decided likewise
  int height = 0;           // lines of stdout; 0: no terminal, or one on which nothing can be drawn again (TERM=dumb)

  // File descriptors 0, 1 and 2. SIGPIPE is the caller's to ignore.
  static Terminal of_this_process(bool no_colour, int out = 1);  // `out`: the descriptor of stdout
};

struct ViewOptions {
  Format format = Format::table;
  std::string jq;  // empty: none
  bool quiet = false;
};

// Takes records, writes text, all in bounded memory: a table on a terminal measures its first thousand rows, a list as
// JSON streams between its brackets, all else writes as it comes. Only --jq over a list keeps the list. Used on one
// thread. What was given before an error is written when the writer goes, so call finish() only after success.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  // PLUGIN_FAULT for bytes where the view takes records; INVALID_ARGUMENT from --jq; CONFIGURATION when stdout cannot
  // be written (disk full): see cannot_be_written(); CANCELLED when the reader has gone: see reader_gone().
  virtual Result<void> record(json::value value) = 0;
  virtual Result<void> bytes(std::string_view data) = 0;
  virtual Result<void> finish() = 0;  // after the last record; not after an error
  // What was given so far goes out, as far as the view can show it yet: asked for before the source is waited for, so that
  // records reach a pipe while the source pauses. The errors of record().
  virtual Result<void> flush() { return {}; }
};

// INVALID_ARGUMENT when --jq does not compile, NOT_SUPPORTED when libjq is not installed: both before anything is sent.
Result<std::unique_ptr<RecordWriter>> make_writer(const View& view, const ViewOptions& options,
                                                  const Terminal& terminal);

// Text that is no record (a help page, what a dry run says) to stdout. Errors as those of a RecordWriter.
Result<void> write_text(const Terminal& terminal, std::string_view text);

// True for the error of a writer that could not write: CONFIGURATION, like a file that cannot be written.
bool cannot_be_written(const Error& error);

// True for the error of a writer whose reader has gone (`chitty ... | head -1`): nothing to tell anyone, end quietly.
bool reader_gone(const Error& error);

// An error on stderr: "error: sentence", "cause: …" (details.cause, if there is one), "hint: …", coloured on a
// terminal; with JSON or NDJSON asked for, one line
// {"error":{"code":"not_found","message":…,"hint":…,"details":…,"exitCode":5}} instead.
void show_error(const Error& error, int exit_code, const ViewOptions& options, const Terminal& terminal);
std::string_view name_of(Code code);  // "not_found", ...

// Progress of long work on stderr: a bar on a terminal (drawn at most ten times a second), nothing otherwise.
class Progress {
 public:
  explicit Progress(const Terminal& terminal, bool quiet);
  ~Progress();
  void update(std::uint64_t done, std::uint64_t total, std::string_view label);
  void say(std::string_view line);  // what is being waited for, on the same line; drawn at once
  void clear();                     // before anything else is written to the terminal; the next update draws it again

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chitty::host
