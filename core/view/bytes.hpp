// Bytes of a raw or stream view on their way out: untouched into a pipe or a file, harmless on a terminal.
#pragma once

#include "view/harmless.hpp"
#include "view/output.hpp"

namespace chitty::host {

class Bytes {
 public:
  Result<void> write(Output& output, std::string_view data) {
    if (output.terminal().out_is_terminal)
      scrubber_.append(output.text(), data);
    else
      output.text() += data;
    return output.record_done();
  }
  void finish(Output& output) { scrubber_.finish(output.text()); }

 private:
  Scrubber scrubber_;
};

}  // namespace chitty::host
