#include "check/tracer.hpp"

#include <signal.h>
#include <stdio_ext.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>

#include "check/filter.hpp"

namespace chitty::host {

namespace {

Notes* watched = nullptr;  // what the handler writes to: set before the filter is

// The arguments and the place of the result, as the kernel's calling convention has them.
struct Registers {
  ucontext_t& context;
#if defined(__x86_64__)
  std::uint64_t argument(int n) const {
    constexpr int places[] = {REG_RDI, REG_RSI, REG_RDX};
    return static_cast<std::uint64_t>(context.uc_mcontext.gregs[places[n]]);
  }
  void answer(std::int64_t value) { context.uc_mcontext.gregs[REG_RAX] = value; }
#elif defined(__aarch64__)
  std::uint64_t argument(int n) const { return context.uc_mcontext.regs[n]; }
  void answer(std::int64_t value) { context.uc_mcontext.regs[0] = static_cast<std::uint64_t>(value); }
#else
  std::uint64_t argument(int) const { return 0; }
  void answer(std::int64_t) {}
#endif
};

// As if all had been written.
std::int64_t written(int number, const Registers& registers) {
  if (number != SYS_writev) return static_cast<std::int64_t>(registers.argument(2));
  std::int64_t all = 0;
  const auto* pieces = reinterpret_cast<const iovec*>(registers.argument(1));
  for (std::uint64_t i = 0; i < registers.argument(2); ++i) all += static_cast<std::int64_t>(pieces[i].iov_len);
  return all;
}

void on_caught(int, siginfo_t* info, void* context) {
  const int before = errno;
  Registers registers{*static_cast<ucontext_t*>(context)};
  const Caught caught = what_is(info->si_syscall);
  std::int64_t answer = caught.answer;
  Sin sin = caught.sin;
  if (sin == Sin::prints_out) {
    if (registers.argument(0) == STDERR_FILENO) sin = Sin::prints_err;
    answer = written(info->si_syscall, registers);
  }
  watched->sin(sin);
  if (sin == Sin::ends_process) leave_child(0);
  registers.answer(answer);
  errno = before;
}

// First of all handlers of exit(), ours and the runtime's: none of those is the plugin's to run.
void on_exit_called() {
  watched->sin(Sin::ends_process);
  leave_child(0);
}

}  // namespace

void leave_child(int code) {
  for (;;) ::syscall(SYS_exit_group, exit_mark | static_cast<unsigned>(code));
}

Tracer::Tracer(Notes& notes) : notes_(notes), before_(State::now()) {
  ::__fpurge(stdout);  // what stood there when this process was forked is its parent's
  ::__fpurge(stderr);
  watched = &notes;
  std::atexit(on_exit_called);
  struct sigaction action {};
  action.sa_sigaction = on_caught;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  ::sigaction(SIGSYS, &action, nullptr);
  sees_ = install_filter();
}

Tracer::State Tracer::State::now() {
  State state;
  for (char** line = environ; line && *line; ++line) state.environment.emplace_back(*line);
  state.locale = std::setlocale(LC_ALL, nullptr);
  return state;
}

void Tracer::look() {
  State after = State::now();
  if (after.environment != before_.environment) notes_.sin(Sin::changes_environment);
  if (after.locale != before_.locale) notes_.sin(Sin::changes_locale);
  // What stands in libc's buffers was printed, though nothing has come out yet.
  if (::__fpending(stdout) != 0) notes_.sin(Sin::prints_out);
  if (::__fpending(stderr) != 0) notes_.sin(Sin::prints_err);
  ::__fpurge(stdout);
  ::__fpurge(stderr);
  before_ = std::move(after);
}

}  // namespace chitty::host
