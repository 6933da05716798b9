#include "app/call/guard.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace chitty::host {

namespace {

constexpr int grace_seconds = 2;

// What the handlers read: set before they are installed, never freed.
CancelToken* watched = nullptr;
std::atomic<const char*> last_words{""};
constexpr const char* publishers = "report it to the plugin's publisher";
std::atomic<const char*> advice{publishers};
termios terminal_before;
volatile sig_atomic_t terminal_known = 0;
std::atomic<int> asked{0};          // how often we were asked to stop
std::atomic<bool> for_good{false};  // by more than Ctrl-C

void say(const char* text) {
  if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;  // nobody left to tell
}

[[noreturn]] void end_now(const char* words, int code) {
  if (terminal_known) ::tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
  say(words);
  ::_exit(code);
}

[[noreturn]] void end(const char* before, const char* after, int code) {
  say(before);
  say(last_words.load());
  end_now(after, code);
}

void arm(time_t seconds, suseconds_t microseconds) {
  itimerval timer{};
  timer.it_value = {seconds, microseconds};
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

void on_interrupt(int number) {
  const int before = errno;
  if (number != SIGINT) for_good = true;
  if (asked++) end("\nerror: stopped ", " before it had finished\n", 130);
  watched->cancel(CancelToken::Why::interrupted);
  arm(grace_seconds, 0);
  errno = before;
}

// The deadline, or the end of the grace after it or after Ctrl-C.
void on_alarm(int) {
  const int before = errno;
  if (asked++) {
    const bool interrupted = watched->why() == CancelToken::Why::interrupted;
    say("error: ");
    say(last_words.load());
    say(interrupted ? " did not stop when asked, and was ended\nhint: When it should have stopped, " : " ran past the time limit, did not stop when asked, and was ended\nhint: Allow more time with --timeout, or ");
    say(advice.load());
    end_now(".\n", interrupted ? 130 : 7);
  }
  watched->cancel(CancelToken::Why::timed_out);
  arm(grace_seconds, 0);
  errno = before;
}

const char* crash_words(int number) {
  switch (number) {
    case SIGSEGV: return " crashed (segmentation fault)\n";
    case SIGBUS: return " crashed (bus error)\n";
    case SIGFPE: return " crashed (arithmetic error)\n";
    case SIGILL: return " crashed (illegal instruction)\n";
    default: return " aborted, or threw an exception\n";
  }
}

void on_crash(int number) {
  say("error: ");
  end("", crash_words(number), 8);
}

// A plugin called exit(): the process is ours to end (ABI-19).
void on_exit_called() {
  if (watched) end("error: ", " ended the process, which only chitty may\nhint: Report it to the plugin's publisher.\n", 8);
}

constexpr std::array crashes{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

// What was ignored when we were started stays ignored: SIGHUP under nohup, SIGINT in a script's background.
bool was_ignored(int number) {
  struct sigaction action {};
  return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void handle(int number, void (*handler)(int), int flags) {
  if ((number == SIGINT || number == SIGHUP) && was_ignored(number)) return;
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  ::sigaction(number, &action, nullptr);
}

void arm_until(const CancelToken& cancel) {
  const auto deadline = cancel.deadline();
  if (!deadline) return arm(0, 0);
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(*deadline - CancelToken::Clock::now()).count();
  const auto time = left > 1 ? left : 1;
  arm(time / 1'000'000, time % 1'000'000);
}

}  // namespace

bool forgive_interrupt(CancelToken& cancel) {
  if (watched != &cancel || for_good || cancel.why() != CancelToken::Why::interrupted) return false;
  arm_until(cancel);
  asked = 0;
  cancel.forgive();
  return true;
}

void remember_terminal() {
  if (::tcgetattr(STDIN_FILENO, &terminal_before) == 0) terminal_known = 1;
}

int take_stdout() {
  const int own = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (own < 0) return STDOUT_FILENO;
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  return own;
}

Guard::Guard(CancelToken& cancel, const std::string& blame) {
  static const int once = std::atexit(on_exit_called);
  (void)once;
  watched = &cancel;
  asked = 0;
  for_good = false;
  static char words[768];
  std::strncpy(words, blame.c_str(), sizeof words - 1);
  last_words = words;

  // A plugin that overruns its stack crashes on another one.
  alignas(16) static char stack[65536];
  stack_t other{};
  other.ss_sp = stack;
  other.ss_size = sizeof stack;
  ::sigaltstack(&other, nullptr);
  for (const int number : crashes) handle(number, on_crash, SA_ONSTACK | SA_RESETHAND);
  handle(SIGINT, on_interrupt, 0);
  handle(SIGTERM, on_interrupt, 0);
  handle(SIGHUP, on_interrupt, 0);
  handle(SIGALRM, on_alarm, 0);
  if (cancel.deadline()) arm_until(cancel);
}

Guard::~Guard() {
  arm(0, 0);
  watched = nullptr;
  for (const int number : crashes) handle(number, SIG_DFL, 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGALRM}) handle(number, SIG_DFL, 0);
}

Blame::Blame(std::string blame, const char* whom)
    : mine_(std::move(blame)), before_(last_words.exchange(mine_.c_str())), advice_before_(advice.exchange(whom ? whom : publishers)) {}

Blame::~Blame() {
  last_words = before_;
  advice = advice_before_;
}

}  // namespace chitty::host
