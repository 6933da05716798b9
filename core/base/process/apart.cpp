#include "base/process/apart.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "base/confined/sealed_file.hpp"
#include "base/files.hpp"

namespace chitty::host {

namespace {

using Clock = CancelToken::Clock;

constexpr std::size_t longest_line = 64u << 10;
constexpr int between_looks = 5, ending_soon = 1;  // milliseconds

Error failed(const std::string& what, int error) { return make_error(Code::host_fault, what + ": " + system_words(error) + "."); }

struct Pipe {
  Fd read, write;
  static Result<Pipe> make() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return failed("A pipe cannot be made", errno);
    return Pipe{Fd(ends[0]), Fd(ends[1])};
  }
};

// Some of what is there now, to `take`; closed at its end. Whoever writes without end does not keep us here.
template <class Take>
void drain(Fd& from, Take take) {
  std::array<char, 16384> piece;
  for (int i = 0; from && i < 64; ++i) {
    const auto got = ::read(from.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) from = Fd();
    else take(std::string_view(piece.data(), static_cast<std::size_t>(got)));
  }
}

// Its standard error, line by line; a line that does not end is given in pieces.
class Lines {
 public:
  Lines(const std::function<void(std::string_view)>& line, std::size_t most) : line_(line), left_(most) {}
  void take(std::string_view piece) {
    if (!line_) return;
    piece = piece.substr(0, left_);
    left_ -= piece.size();
    for (const char c : piece) {
      if (c == '\n' || begun_.size() == longest_line) give();
      if (c != '\n') begun_ += c;
    }
  }
  void finish() {
    if (line_ && !begun_.empty()) give();
  }

 private:
  void give() {
    line_(begun_);
    begun_.clear();
  }
  const std::function<void(std::string_view)>& line_;
  std::size_t left_;
  std::string begun_;
};

// After fork, in a process that may have had many threads: system calls alone.
[[noreturn]] void be_child(const std::array<int, 3>& streams, int report, pid_t parent, const char* program, char* const* words, char* const* environment) {
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGALRM, SIGXFSZ}) ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
  for (int i = 0; i < 3; ++i) ::dup2(streams[static_cast<std::size_t>(i)], i);
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  ::execve(program, words, environment);
  const int error = errno;
  (void)!::write(report, &error, sizeof error);
  ::_exit(127);
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (const auto& text : texts) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

struct Started {
  pid_t process;
  Fd output, errors;
};

Result<Started> start(const ApartOrder& order) {
  CHITTY_TRY(const auto input, sealed_file("input", order.input));
  CHITTY_TRY(auto output, Pipe::make());
  CHITTY_TRY(auto errors, Pipe::make());
  CHITTY_TRY(auto report, Pipe::make());
  const auto words = pointers(order.words), environment = pointers(order.environment);
  struct sigaction children {};
  if (::sigaction(SIGCHLD, nullptr, &children) == 0 && children.sa_handler == SIG_IGN) ::signal(SIGCHLD, SIG_DFL);  // else nobody could wait for it
  const pid_t parent = ::getpid(), child = ::fork();
  if (child < 0) return failed("A process cannot be started", errno);
  if (child == 0) be_child({input.get(), output.write.get(), errors.write.get()}, report.write.get(), parent, order.program.c_str(), words.data(), environment.data());
  report.write = Fd();
  int error = 0;
  while (::read(report.read.get(), &error, sizeof error) < 0 && errno == EINTR) {
  }
  if (error != 0) {
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
    return failed(order.program + " cannot be started", error);
  }
  for (const auto* end : {&output.read, &errors.read}) ::fcntl(end->get(), F_SETFL, O_NONBLOCK);
  return Started{child, std::move(output.read), std::move(errors.read)};
}

bool has_ended(pid_t process) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == process;
}

}  // namespace

Result<ApartEnd> run_apart(const ApartOrder& order, const std::function<void(std::string_view)>& line, const std::function<bool()>& stop,
                           const CancelToken& cancel) {
  const auto began = Clock::now();
  CHITTY_TRY(auto child, start(order));
  ApartEnd end;
  Lines lines(line, order.output);
  const auto take_all = [&] {
    drain(child.output, [&](std::string_view piece) {
      end.output_bytes += piece.size();
      end.output.append(piece.substr(0, order.output - end.output.size()));
    });
    drain(child.errors, [&](std::string_view piece) { lines.take(piece); });
  };
  std::optional<Clock::time_point> ending;  // since when it has been asked to end
  const auto ask_to_end = [&] {
    if (!ending) ::kill(-child.process, SIGTERM), ending = Clock::now();
    else if (Clock::now() - *ending >= order.grace) ::kill(-child.process, SIGKILL);
  };
  while (!has_ended(child.process)) {
    pollfd all[] = {{child.output.get(), POLLIN, 0}, {child.errors.get(), POLLIN, 0}, {ending ? -1 : cancel.wake_fd(), POLLIN, 0}};
    ::poll(all, 3, child.output || child.errors ? between_looks : ending_soon);
    take_all();
    if (!ending && stop && stop()) end.how = ApartEnd::How::stopped, ask_to_end();
    else if (!ending && order.time < Clock::now() - began) end.how = ApartEnd::How::time, ask_to_end();
    else if (ending || cancel.cancelled()) ask_to_end();
  }
  ::kill(-child.process, SIGKILL);  // what it has left behind; its number is its own until it is reaped
  int status = 0;
  while (::waitpid(child.process, &status, 0) < 0 && errno == EINTR) {
  }
  take_all();
  lines.finish();
  if (cancel.cancelled())
    return make_error(cancel.why() == CancelToken::Why::timed_out ? Code::timeout : Code::cancelled, "The command that ran apart was stopped.");
  end.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  else end.exit_code = WEXITSTATUS(status);
  if (end.how == ApartEnd::How::exited && end.signal != 0) end.how = ApartEnd::How::signal;
  return end;
}

}  // namespace chitty::host
