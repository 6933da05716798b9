#include "check/filter.hpp"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <vector>

namespace chitty::host {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t this_machine = 0;  // not known here: nothing is caught
#endif

// When a call is caught: always, or by one of its arguments.
enum class When {
  always,
  takes_signal,
  to_standard_stream,
  from_standard_in,
  not_a_thread,
  not_marked,
  sets
};
struct Rule {
  int system_call;
  When when;
  int argument;
  Sin sin;
  std::int64_t answer = 0;
};

constexpr Rule rules[] = {
    {SYS_exit_group, When::not_marked, 0, Sin::ends_process},
    {SYS_rt_sigaction, When::takes_signal, 0, Sin::handles_signal},
    {SYS_kill, When::always, 0, Sin::sends_signal},
    {SYS_setitimer, When::always, 0, Sin::sets_timer},
    {SYS_chdir, When::always, 0, Sin::changes_folder},
    {SYS_fchdir, When::always, 0, Sin::changes_folder},
    {SYS_chroot, When::always, 0, Sin::changes_folder, -EPERM},
    {SYS_umask, When::always, 0, Sin::changes_umask, 022},
    {SYS_clone, When::not_a_thread, 0, Sin::starts_process, -EAGAIN},
    {SYS_execve, When::always, 0, Sin::starts_process, -EPERM},
    {SYS_execveat, When::always, 0, Sin::starts_process, -EPERM},
    {SYS_setsid, When::always, 0, Sin::changes_session, -EPERM},
    {SYS_setpgid, When::always, 0, Sin::changes_session, -EPERM},
    {SYS_write, When::to_standard_stream, 0, Sin::prints_out},
    {SYS_writev, When::to_standard_stream, 0, Sin::prints_out},
    {SYS_read, When::from_standard_in, 0, Sin::reads_in},
    {SYS_readv, When::from_standard_in, 0, Sin::reads_in},
    {SYS_close, When::to_standard_stream, 0, Sin::redirects},
    {SYS_dup3, When::to_standard_stream, 1, Sin::redirects, -EBADF},
    {SYS_ioctl, When::sets, 1, Sin::changes_terminal},
#if defined(__x86_64__)
    {SYS_fork, When::always, 0, Sin::starts_process, -EAGAIN},
    {SYS_vfork, When::always, 0, Sin::starts_process, -EAGAIN},
    {SYS_alarm, When::always, 0, Sin::sets_timer},
    {SYS_dup2, When::to_standard_stream, 1, Sin::redirects, -EBADF},
#endif
};

// The ioctls that change a terminal, or who owns it.
constexpr std::array<std::uint32_t, 9> terminal_changes{TCSETS, TCSETSW, TCSETSF, TCSETS2, TCSETSW2,
                                                        TCSETSF2, TIOCSPGRP, TIOCSCTTY, TIOCSTI};

using Program = std::vector<sock_filter>;

void add(Program& program, std::uint16_t code, std::uint32_t value, std::size_t if_true = 0, std::size_t if_false = 0) {
  program.push_back({code, static_cast<std::uint8_t>(if_true), static_cast<std::uint8_t>(if_false), value});
}
void load(Program& program, std::size_t offset) {
  add(program, BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
void decide(Program& program, std::uint32_t verdict) { add(program, BPF_RET | BPF_K, verdict); }

// The low half of an argument; little-endian, as every machine of the ABI is.
std::size_t low_half(int argument) { return offsetof(seccomp_data, args) + 8 * static_cast<std::size_t>(argument); }

// What follows the number's test: falls through to catching, or jumps over it.
Program condition(const Rule& rule) {
  Program part;
  if (rule.when == When::always) return part;
  load(part, low_half(rule.argument));
  switch (rule.when) {
    case When::takes_signal:  // libc's own two, by which it cancels threads; or no handler given, so it only asks
      add(part, BPF_JMP | BPF_JEQ | BPF_K, 32, 6, 0);
      add(part, BPF_JMP | BPF_JEQ | BPF_K, 33, 5, 0);
      load(part, low_half(1));
      add(part, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2);
      load(part, low_half(1) + 4);
      add(part, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
      break;
    case When::to_standard_stream:
      add(part, BPF_JMP | BPF_JGT | BPF_K, 2, 1, 0);
      break;
    case When::from_standard_in:
      add(part, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1);
      break;
    case When::not_a_thread:
      add(part, BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0);
      break;
    case When::not_marked:
      add(part, BPF_ALU | BPF_AND | BPF_K, 0xffff0000);
      add(part, BPF_JMP | BPF_JEQ | BPF_K, exit_mark, 1, 0);
      break;
    case When::sets:
      for (std::size_t i = 0; i < terminal_changes.size(); ++i) {
        const bool last = i + 1 == terminal_changes.size();
        add(part, BPF_JMP | BPF_JEQ | BPF_K, terminal_changes[i], terminal_changes.size() - i - 1, last ? 1 : 0);
      }
      break;
    case When::always:
      break;
  }
  return part;
}

Program make_program() {
  Program program;
  load(program, offsetof(seccomp_data, arch));
  add(program, BPF_JMP | BPF_JEQ | BPF_K, this_machine, 1, 0);
  decide(program, SECCOMP_RET_ALLOW);
  load(program, offsetof(seccomp_data, nr));
  // Its flags are in memory, where no filter looks: libc then takes clone, whose flags are not.
  add(program, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1);
  decide(program, SECCOMP_RET_ERRNO | ENOSYS);
  for (const Rule& rule : rules) {
    const Program part = condition(rule);
    add(program, BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(rule.system_call), 0, part.size() + 2);
    program.insert(program.end(), part.begin(), part.end());
    decide(program, SECCOMP_RET_TRAP);
    decide(program, SECCOMP_RET_ALLOW);
  }
  decide(program, SECCOMP_RET_ALLOW);
  return program;
}

}  // namespace

Caught what_is(int system_call) {
  for (const Rule& rule : rules)
    if (rule.system_call == system_call) return {rule.sin, rule.answer};
  return {Sin::starts_process, -EPERM};  // none that the filter catches
}

bool install_filter() {
  Program program = make_program();
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  return this_machine != 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

}  // namespace chitty::host
