// A terminal that remembers what was written to it; for tests only.
#pragma once

#include <boost/json/parse.hpp>
#include <cerrno>

#include "view/view.hpp"

namespace chitty::host {

struct FakeTerminal {
  std::string out, err;
  std::size_t writes = 0;
  int fails_with = -1;  // an errno once set: every further write fails

  Terminal terminal(bool is_terminal, int width = 80) {
    Terminal made;
    made.out = [this](std::string_view text) {
      ++writes;
      if (fails_with >= 0) {
        errno = fails_with;
        return false;
      }
      out += text;
      return true;
    };
    made.err = [this](std::string_view text) { err += text; };
    made.out_is_terminal = made.err_is_terminal = is_terminal;
    made.width = width;
    return made;
  }
};

// Run `records` (a JSON array as text) through the writer for `view`; what came out.
inline FakeTerminal shown(const View& view, const ViewOptions& options, std::string_view records,
                          bool is_terminal = false, int width = 80) {
  FakeTerminal fake;
  auto writer = make_writer(view, options, fake.terminal(is_terminal, width));
  if (!writer) {
    fake.err = writer.error().message;
    return fake;
  }
  const json::value parsed = json::parse(records);
  for (const auto& record : parsed.as_array())
    if (auto given = (*writer)->record(record); !given) {
      fake.err += given.error().message;
      return fake;
    }
  if (auto done = (*writer)->finish(); !done) fake.err += done.error().message;
  writer->reset();
  return fake;
}

inline ViewOptions as(Format format, std::string jq = {}) { return {format, std::move(jq), false}; }

}  // namespace chitty::host
