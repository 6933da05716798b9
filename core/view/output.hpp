// The text of one writer on its way to stdout, gathered into large writes.
#pragma once

#include "view/view.hpp"

namespace chitty::host {

class Output {
 public:
  enum class Flush {
    when_full,
    each_record
  };

  // A terminal and a stream are flushed at each record, so that a person sees it as it comes.
  Output(Terminal terminal, Flush flush);

  const Terminal& terminal() const { return terminal_; }
  std::string& text() { return text_; }  // append here, then call record_done()

  Result<void> record_done();
  Result<void> flush();
  void flush_quietly() noexcept;  // best-effort flush from destructors

  void note(std::string_view line) const { terminal_.err(std::string(line) + "\n"); }

 private:
  Terminal terminal_;
  Flush flush_;
  std::string text_;
  bool broken_ = false;
};

}  // namespace chitty::host
