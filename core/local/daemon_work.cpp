#include "local/daemon_work.hpp"

#include "base/files.hpp"
#include "base/process/child_process.hpp"

#include <chitty/members.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace chitty::host {
namespace {

constexpr int order_fd = 3;
constexpr std::size_t head = 5;  // of a frame: its letter, and four bytes of length
constexpr auto patience = std::chrono::seconds(10);

struct Child {
  pid_t pid = 0;
  Fd output;
};

Result<Fd> written_down(const std::string& order) {
  Fd file(::memfd_create("order", MFD_CLOEXEC));
  if (!file || !write_all(file.get(), order) || ::lseek(file.get(), 0, SEEK_SET) != 0)
    return make_error(Code::host_fault, "the system gave no memory for an order: " + system_words(errno));
  return file;
}

Result<Child> start(const Paths& paths, const boost::json::object& order) {
  auto file = written_down(boost::json::serialize(order));
  if (!file) return file.error();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return make_error(Code::host_fault, "the system gave no pipe: " + system_words(errno));
  Fd read_end(ends[0]), write_end(ends[1]);
  std::vector<std::string> words{(paths.program / "chittyd").string(), "--data", paths.data.string(), "--state", paths.state.string(),
                                 "--config", paths.config.string(), "--owner-work", std::to_string(order_fd)};
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, write_end.get(), STDOUT_FILENO);
  // Where it has that number already, only a copy of it stays open.
  const Fd moved(file->get() == order_fd ? ::fcntl(file->get(), F_DUPFD_CLOEXEC, order_fd + 1) : -1);
  ::posix_spawn_file_actions_adddup2(&files, moved ? moved.get() : file->get(), order_fd);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setpgroup(&attributes, 0);  // Ctrl-C is ours to tell it
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  Child child;
  const int failed = ::posix_spawn(&child.pid, arguments.front(), &files, &attributes, arguments.data(), environment_of_child().data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  if (failed != 0) return make_error(Code::configuration, "Cannot start " + words.front() + ": " + system_words(failed) + ".", "Install chittyd beside chitty.");
  child.output = std::move(read_end);
  return child;
}

Error told(const boost::json::object& frame) {
  Error error = make_error(Code::host_fault, text_in(frame, "message"), text_in(frame, "hint"));
  if (const auto* code = frame.if_contains("code"); code && code->is_int64()) error.code = static_cast<Code>(code->get_int64());
  if (const auto* details = frame.if_contains("details"); details && details->is_object()) error.details = details->get_object();
  const auto* retryable = frame.if_contains("retryable");
  error.retryable = retryable && *retryable == true;
  return error;
}

// Frames as they come, until the last of them.
class Reading {
 public:
  explicit Reading(const WorkListener& listener) : listener_(listener) {}

  // False: no more is wanted.
  bool take(std::string_view bytes) {
    waiting_.append(bytes);
    std::size_t at = 0;
    while (waiting_.size() - at >= head) {
      std::uint32_t size = 0;
      for (std::size_t i = 4; i >= 1; --i) size = size << 8 | static_cast<unsigned char>(waiting_[at + i]);
      if (waiting_.size() - at - head < size) break;
      frame(waiting_[at], std::string_view(waiting_).substr(at + head, size));
      at += head + size;
      if (failed_) return false;
    }
    waiting_.erase(0, at);
    return true;
  }

  Result<boost::json::object> outcome() const {
    if (failed_) return *failed_;
    if (error_) return *error_;
    if (result_) return *result_;
    return make_error(Code::host_fault, "chittyd ended in the middle of its work", "Run it again; what was not finished has changed nothing.");
  }

 private:
  void frame(char kind, std::string_view content) {
    if (kind == 'd' || kind == 'r') {
      if (auto taken = kind == 'd' ? listener_.data(content) : listener_.record(content); !taken) failed_ = taken.error();
      return;
    }
    if (kind == 'n') return listener_.note(content);
    boost::system::error_code ec;
    const auto value = boost::json::parse(content, ec);
    if (ec || !value.is_object()) return;
    const auto& object = value.get_object();
    if (kind == 'v') result_ = object;
    if (kind == 'e') error_ = told(object);
    if (kind == 'p') listener_.progress(object.at("done").to_number<std::uint64_t>(), object.at("total").to_number<std::uint64_t>(), text_in(object, "label"));
  }

  const WorkListener& listener_;
  std::string waiting_;
  std::optional<Error> failed_, error_;
  std::optional<boost::json::object> result_;
};

}  // namespace

Result<boost::json::object> run_daemon_work(const Paths& paths, const boost::json::object& order, const WorkListener& listener) {
  auto child = start(paths, order);
  if (!child) return child.error();
  Reading reading(listener);
  std::string piece(256u << 10, '\0');
  std::optional<std::chrono::steady_clock::time_point> told_at;
  const auto end = [&] {
    if (!told_at) ::kill(child->pid, SIGTERM), told_at = std::chrono::steady_clock::now();
    else if (std::chrono::steady_clock::now() - *told_at > patience) ::kill(child->pid, SIGKILL);
  };
  for (;;) {
    pollfd waiting{child->output.get(), POLLIN, 0};
    const int ready = ::poll(&waiting, 1, 50);
    if (listener.cancelled()) end();
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const auto got = ::read(child->output.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    if (!reading.take({piece.data(), static_cast<std::size_t>(got)})) {
      end();
      break;
    }
  }
  child->output = Fd();
  int status = 0;
  while (::waitpid(child->pid, &status, WNOHANG) == 0) {
    if (told_at) end();
    ::usleep(5000);
  }
  if (told_at && listener.cancelled()) return make_error(Code::cancelled, "Stopped.");
  return reading.outcome();
}

}  // namespace chitty::host
