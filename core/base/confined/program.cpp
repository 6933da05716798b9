#include "base/confined/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>

#include "base/confined/keeper.hpp"
#include "base/confined/sealed_file.hpp"
#include "base/hash.hpp"

namespace chitty::host {

namespace {

using Clock = CancelToken::Clock;

constexpr std::chrono::seconds patience(5);  // with the keeper, beyond the program's own time

Error failed(const std::string& what) { return make_error(Code::host_fault, what + ": " + system_words(errno) + "."); }

// A folder that goes with all that is in it.
class Folder {
 public:
  static Result<Folder> make() {
    std::error_code ec;
    auto path = (std::filesystem::temp_directory_path(ec) / "chitty-run-XXXXXX").string();
    if (ec || !::mkdtemp(path.data())) return failed("A folder to work in cannot be made");
    return Folder(std::move(path));
  }
  Folder(Folder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  ~Folder() {
    std::error_code ec;
    if (!path_.empty()) std::filesystem::remove_all(path_, ec);
  }
  const std::string& path() const { return path_; }

 private:
  explicit Folder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

struct Pipe {
  Fd read, write;
  static Result<Pipe> make() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return failed("A pipe cannot be made");
    return Pipe{Fd(ends[0]), Fd(ends[1])};
  }
};

// One output: kept up to its limit, and read to its end.
struct Output {
  Fd from;
  std::uint64_t most;
  std::string kept{};
  std::uint64_t all = 0;

  // False at its end.
  bool take() {
    std::array<char, 16384> piece;
    for (;;) {
      const auto got = ::read(from.get(), piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return true;
      if (got <= 0) return false;
      all += static_cast<std::uint64_t>(got);
      if (kept.size() < most) kept.append(piece.data(), std::min<std::size_t>(static_cast<std::size_t>(got), most - kept.size()));
    }
  }
};

// The child, from this side.
struct Watched {
  Output output, errors;
  Fd reports, control;
  pid_t keeper;
  std::optional<KeeperReport> end{}, not_started{};
  bool wall_of_files = false;

  // False when the keeper has gone.
  bool take_reports() {
    for (KeeperReport report;;) {
      const auto got = ::read(reports.get(), &report, sizeof report);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return true;
      if (got != static_cast<ssize_t>(sizeof report)) return false;
      if (report.how == -2) wall_of_files = report.walls & KeeperReport::files;
      else if (report.how == -1) not_started = report;
      else end = report;
    }
  }

  // Until all of it is over.
  void follow(const CancelToken& cancel, Clock::time_point latest) {
    bool stopping = false;
    for (bool there = true; there;) {
      pollfd all[] = {{reports.get(), POLLIN, 0}, {output.from.get(), POLLIN, 0}, {errors.from.get(), POLLIN, 0}, {stopping ? -1 : cancel.wake_fd(), POLLIN, 0}};
      ::poll(all, 4, 50);
      if (!output.take()) output.from = Fd();
      if (!errors.take()) errors.from = Fd();
      there = take_reports();
      if (!stopping && (cancel.cancelled() || Clock::now() >= latest)) stopping = true, control = Fd();
    }
    if (output.from) output.take();
    if (errors.from) errors.take();
    ::waitpid(keeper, nullptr, 0);
  }
};

Result<Watched> start(const std::string& name, const Fd& program, const Fd& input, const ProgramLimits& limits, const Folder& folder) {
  CHITTY_TRY(auto output, Pipe::make());
  CHITTY_TRY(auto errors, Pipe::make());
  CHITTY_TRY(auto reports, Pipe::make());
  CHITTY_TRY(auto control, Pipe::make());
  const Fd place(::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!place) return failed("The folder to work in cannot be opened");
  const int files[keeper_files] = {input.get(), output.write.get(), errors.write.get(), program.get(), reports.write.get(), control.read.get(), place.get()};
  const pid_t keeper = ::fork();
  if (keeper < 0) return failed("A process cannot be started");
  if (keeper == 0) be_keeper(files, name.c_str(), limits);
  for (const auto* end : {&output.read, &errors.read, &reports.read}) ::fcntl(end->get(), F_SETFL, O_NONBLOCK);
  return Watched{{std::move(output.read), limits.output}, {std::move(errors.read), limits.output}, std::move(reports.read), std::move(control.write), keeper};
}

Error cannot_run(int error) {
  if (error == ENOEXEC) return make_error(Code::invalid_argument, "the script does not say what runs it", "Begin it with a line such as '#!/bin/sh' or '#!/usr/bin/env python3'.");
  return make_error(Code::invalid_argument, "the script cannot be started: " + system_words(error), "Is the program in its first line installed?");
}

}  // namespace

Result<ProgramEnd> run_confined(const Program& program, const ProgramLimits& limits, const CancelToken& cancel) {
  CHITTY_TRY(const auto file, sealed_file("program", program.bytes));
  CHITTY_TRY(const auto sealed, bytes_of(file));  // what will run, and nothing else
  if (const auto hash = hex(sha256(sealed)); hash != program.sha256)
    return make_error(Code::refused, "the content of '" + program.name + "' is not what was registered: its SHA-256 is " + hash + ", not " + std::string(program.sha256));
  CHITTY_TRY(const auto given, sealed_file("input", program.input));
  CHITTY_TRY(const auto folder, Folder::make());
  const auto began = Clock::now();
  CHITTY_TRY(auto child, start(program.name, file, given, limits, folder));
  child.follow(cancel, began + limits.time + patience);
  if (cancel.cancelled())
    return make_error(cancel.why() == CancelToken::Why::timed_out ? Code::timeout : Code::cancelled, "The program was stopped, and all that it had started.");
  if (child.not_started) return cannot_run(child.not_started->code);
  if (!child.end) return make_error(Code::host_fault, "How the program ended is not known.");
  ProgramEnd end;
  end.how = static_cast<ProgramEnd::How>(child.end->how);
  end.code = child.end->code;
  end.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  end.output = std::move(child.output.kept), end.errors = std::move(child.errors.kept);
  end.output_bytes = child.output.all, end.error_bytes = child.errors.all;
  end.left_behind = child.end->left_behind;
  end.wall_of_processes = child.end->walls & KeeperReport::processes;
  end.wall_of_files = child.wall_of_files;
  return end;
}

}  // namespace chitty::host
