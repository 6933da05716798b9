// Whose code is at an address: which service's plugin was mapped there. Learned while plugins are opened; asked when a thread
// crashes that was in no service's call, as a plugin's own threads are.
#pragma once

namespace chitty::host::daemon {

// What has been mapped since the last of these calls is the plugin of `service` (0: nobody's). Libraries with a version in their
// name (libcrypto.so.3) are nobody's, whoever brought them. By one thread, before there are others that may crash.
void note_new_code(unsigned service);

// Of the innermost frame that is some plugin's: in the crashed thread, by what its handler was given (ucontext_t); null: in the
// calling one. 0 when there is none. Async-signal-safe as far as gcc's unwinder is, which takes no lock where glibc is 2.35 or
// newer; a stack that is destroyed ends the process within it, as the crash would have.
unsigned owner_on_stack(const void* context) noexcept;

}  // namespace chitty::host::daemon
