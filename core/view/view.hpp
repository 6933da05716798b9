// Records to what a person or a script reads. A command gives JSON values one by one; the view is chosen at the end of the
// way, by --output, the manifest and whether stdout is a terminal.
#pragma once

#include "plugin/manifest.hpp"

#include <chitty/error.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace chitty {

enum class Format { table, json, ndjson, yaml, csv };
Result<Format> parse_format(std::string_view word);

// The streams of one run, as values: a test has its own.
struct Terminal {
  std::function<bool(std::string_view)> out;  // false: the reader has gone (EPIPE)
  std::function<void(std::string_view)> err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  int width = 80;
  bool colour = false;  // decided once: terminal, NO_COLOR, --no-color

  static Terminal of_this_process(bool no_colour);
};

struct ViewOptions {
  Format format = Format::table;
  std::string jq;  // empty: none
  bool quiet = false;
};

// Takes records, writes text. NDJSON, CSV and raw write as they come, in constant memory; a table waits for the end to
// know its widths; JSON of a list streams its brackets.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  virtual Result<void> record(json::value value) = 0;
  virtual Result<void> bytes(std::string_view data) = 0;
  virtual Result<void> finish() = 0;  // after the last record; not after an error
};

Result<std::unique_ptr<RecordWriter>> make_writer(const View& view, const ViewOptions& options, const Terminal& terminal);

// An error on stderr: "error: sentence", "hint: …", coloured on a terminal; with JSON asked for, an object on stderr
// {"error":{"code":"not_found","message":…,"hint":…,"details":…}} and the exit code.
void show_error(const Error& error, int exit_code, const ViewOptions& options, const Terminal& terminal);
const char* name_of(Code code);  // "not_found", ...

// Progress of long work on stderr: a bar on a terminal (drawn at most ten times a second), nothing otherwise.
class Progress {
 public:
  explicit Progress(const Terminal& terminal, bool quiet);
  ~Progress();
  void update(std::uint64_t done, std::uint64_t total, std::string_view label);
  void clear();  // before anything else is written to the terminal

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chitty
