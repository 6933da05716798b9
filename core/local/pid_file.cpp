#include "local/pid_file.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace chitty::host {
namespace {

std::string content(int fd) {
  char text[1024];
  const ssize_t got = ::pread(fd, text, sizeof text, 0);
  return got > 0 ? std::string(text, static_cast<std::size_t>(got)) : std::string();
}

std::optional<RunningDaemon> parse(const std::string& text) {
  boost::system::error_code ec;
  const json::value value = json::parse(text, ec);
  if (ec || !value.is_object()) return std::nullopt;
  RunningDaemon running;
  if (const auto* pid = value.get_object().if_contains("pid"); pid && pid->is_int64())
    running.pid = static_cast<int>(pid->get_int64());
  if (const auto* started = value.get_object().if_contains("started"); started && started->is_int64())
    running.started_ms = started->get_int64();
  if (const auto* instance = value.get_object().if_contains("instance"); instance && instance->is_string())
    running.instance = instance->get_string();
  if (const auto* address = value.get_object().if_contains("address"); address && address->is_string())
    running.address = address->get_string();
  if (running.pid <= 0) return std::nullopt;
  return running;
}

}  // namespace

Result<PidFile> PidFile::take(const std::filesystem::path& path) {
  Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd)
    return make_error(Code::configuration, "Cannot write " + path.string() + ": " + system_words(errno) + ".",
                      "Give chittyd a data folder that you may write, with --data.");
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    const auto other = parse(content(fd.get()));
    const std::string who = other ? " as process " + std::to_string(other->pid) + " at " + other->address : "";
    return make_error(Code::conflict, "chittyd is already running on this data folder" + who + " (" + path.string() + ").",
                      "Stop it first, or give this one another folder with --data.");
  }
  return PidFile(std::move(fd));
}

PidFile::~PidFile() {
  if (fd_) (void)!::ftruncate(fd_.get(), 0);
}

Result<void> PidFile::write(const RunningDaemon& running) {
  const json::object object{{"pid", running.pid},
                            {"instance", running.instance},
                            {"address", running.address},
                            {"started", running.started_ms}};
  const std::string text = json::serialize(object) + "\n";
  if (::ftruncate(fd_.get(), 0) != 0 || ::pwrite(fd_.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    return make_error(Code::configuration, "Cannot write the pid file: " + system_words(errno) + ".",
                      "Free some space on the disk of the data folder.");
  return {};
}

std::optional<RunningDaemon> running_daemon(const std::filesystem::path& path) {
  Fd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!fd) return std::nullopt;
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return std::nullopt;  // nobody held it; closing lets it go
  auto running = parse(content(fd.get()));
  return running ? running : RunningDaemon{};  // locked, and its words not yet written
}

bool is_stale(const std::filesystem::path& path) {
  Fd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  return fd && !content(fd.get()).empty() && ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0;
}

}  // namespace chitty::host
