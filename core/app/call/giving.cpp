#include "app/call/giving.hpp"

#include "app/call/filter.hpp"
#include "config/secret/secrets.hpp"

#include <boost/json/serialize.hpp>

namespace chitty::host {

namespace {

// The line of progress is in the way only where the output goes to the same terminal.
void before_output(chitty_call& call) {
  if (call.run.terminal.out_is_terminal) call.progress.clear();
}

Result<void> told_to(chitty_call& call, Result<void> written) {
  if (!written && cannot_be_written(written.error()) && !call.unwritten) call.unwritten = written.error();
  return written;
}

}  // namespace

Result<void> give_record(chitty_call& call, json::value record, std::string_view text) {
  if (call.rehearsed) return {};
  before_output(call);
  // A service may answer with what it was sent. Another command that runs this one is given it as it is.
  if (call.depth == 0) {
    const auto written = text.empty() ? json::serialize(record) : std::string();
    record = redact(std::move(record), text.empty() ? std::string_view(written) : text);
  }
  return told_to(call, in_filter(call, [&] { return call.writer.record(std::move(record)); }));
}

Result<void> give_bytes(chitty_call& call, std::string_view data) {
  if (call.rehearsed) return {};
  before_output(call);
  return told_to(call, call.writer.bytes(data));
}

Result<void> before_waiting(chitty_call& call) {
  if (call.rehearsed || call.depth > 0) return {};
  return told_to(call, call.writer.flush());
}

void give_note(chitty_call& call, std::string_view line) {
  if (call.rehearsed) return;
  call.progress.clear();
  call.run.note(line);
}

void give_progress(chitty_call& call, std::uint64_t done, std::uint64_t total, std::string_view label) {
  call.done = done;
  call.done_what = label;
  call.progress.update(done, total, label);
}

}  // namespace chitty::host
