// Sees what a plugin does to its process (ABI-19), from inside a child that exists for this alone. A seccomp filter
// catches the system calls, however they are made: through libc, through a runtime linked into the plugin, or by hand.
// What no system call shows (the environment, the locale, text that libc still holds back) is compared before and
// after. A call that is caught is not made: the plugin is told what it would be told, and goes on, so that all is seen.
#pragma once

#include <string>
#include <vector>

#include "check/notes.hpp"

namespace chitty::host {

class Tracer {
 public:
  // From now on, for the rest of this process; there is no way back. One in a process. `notes` must outlive it.
  explicit Tracer(Notes& notes);

  // False where the kernel has no seccomp: then only the comparing is done.
  bool sees_system_calls() const { return sees_; }

  // Compare what the process has now with what it had, note what is different, and take that as the new state.
  void look();

 private:
  struct State {
    std::vector<std::string> environment;
    std::string locale;
    static State now();
  };
  Notes& notes_;
  State before_;
  bool sees_ = false;
};

// End the child, past the filter. Streams are not flushed, nothing runs.
[[noreturn]] void leave_child(int code);

}  // namespace chitty::host
