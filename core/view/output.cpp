#include "view/output.hpp"

#include <cerrno>

#include "base/files.hpp"

namespace chitty::host {
namespace {

constexpr std::size_t full = 64 * 1024;

Error write_error(int reason) {
  if (reason == 0 || reason == EPIPE) {
    Error error = make_error(Code::cancelled, "broken pipe");
    error.details["reader"] = "gone";
    return error;
  }
  Error error = make_error(Code::configuration, "cannot write the output: " + system_words(reason), "Free some space where it goes, then run the command again.");
  error.details["output"] = "not_written";
  return error;
}

}  // namespace

Output::Output(Terminal terminal, Flush flush) : terminal_(std::move(terminal)), flush_(flush) {
  if (terminal_.out_is_terminal) flush_ = Flush::each_record;
}

Result<void> Output::record_done() {
  if (flush_ == Flush::each_record || text_.size() >= full) return flush();
  return {};
}

Result<void> Output::flush() {
  if (text_.empty() || broken_) return {};
  errno = 0;
  const bool written = terminal_.out(text_);
  const int reason = errno;
  text_.clear();
  if (written) return {};
  broken_ = true;
  return write_error(reason);
}

void Output::flush_quietly() noexcept {
  try {
    (void)flush();
  } catch (...) {
    broken_ = true;  // nobody is left to tell
  }
}

Result<void> write_text(const Terminal& terminal, std::string_view text) {
  errno = 0;
  if (text.empty() || terminal.out(text)) return {};
  return write_error(errno);
}

bool cannot_be_written(const Error& error) { return error.details.contains("output"); }

bool reader_gone(const Error& error) { return error.code == Code::cancelled && error.details.contains("reader"); }

}  // namespace chitty::host
