// The end of a process that must not run exit handlers: plugins are never unloaded (ABI-23), and a forked worker must not
// undo what is its supervisor's. LeakSanitizer looks in an exit handler, so here it is asked to look by hand.
#pragma once

#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define CHITTY_LEAVE_CHECKS_LEAKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHITTY_LEAVE_CHECKS_LEAKS 1
#endif
#endif

#ifdef CHITTY_LEAVE_CHECKS_LEAKS
#include <sanitizer/lsan_interface.h>
#endif

namespace chitty::host {

// Any thread; does not return. Streams are not flushed.
[[noreturn]] inline void leave(int code) {
#ifdef CHITTY_LEAVE_CHECKS_LEAKS
  __lsan_do_leak_check();
#endif
  ::_exit(code);
}

}  // namespace chitty::host
