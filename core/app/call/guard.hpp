// Watches over a plugin's code while it runs. Ctrl-C and the deadline first ask (the cancel token); what does not listen for
// two seconds is ended, and named. A crash is named too, and so is a plugin that ends the process by itself. All of it
// happens in signal handlers: no thread, no lock, no memory.
#pragma once

#include "base/cancel.hpp"

#include <string>

namespace chitty::host {

class Guard {
 public:
  // `blame` names the plugin and its command for the last words: "the plugin 'acme' 1.2.0 (/path/acme.so), running 'acme go'".
  // The deadline of `cancel` is watched. One at a time in a process; `cancel` must outlive it.
  Guard(CancelToken& cancel, const std::string& blame);
  ~Guard();
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
};

// Other code within the guarded one's: while this lives, the last words name it. `advice`: whom to tell when it does not stop, for
// the hint; the plugin's publisher unless it is somebody else's code.
class Blame {
 public:
  explicit Blame(std::string blame, const char* advice = nullptr);
  ~Blame();
  Blame(const Blame&) = delete;
  Blame& operator=(const Blame&) = delete;

 private:
  const std::string mine_;
  const char* before_;
  const char* advice_before_;
};

// The person's Ctrl-C was meant for what was running, and not for the call: it goes on, as if it had not been cancelled. False when
// something else has stopped it (SIGTERM, the deadline), or nothing has.
bool forgive_interrupt(CancelToken& cancel);

// Remember the terminal's settings now, so that a crash while a question hides the typing can restore them.
void remember_terminal();

// Keep stdout for records: what a plugin prints by itself goes to stderr from now on (ABI-19). The descriptor of the real one.
int take_stdout();

}  // namespace chitty::host
