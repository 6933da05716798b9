#include "local/background.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>
#include <thread>

#include "base/files.hpp"
#include "base/time.hpp"
#include "local/launch.hpp"
#include "local/pid_file.hpp"

namespace chitty::host {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto start_limit = std::chrono::seconds(10);
constexpr auto a_moment = std::chrono::milliseconds(10);
constexpr std::size_t longest_name = 32;

// Held until the process ends: the kernel lets go of it.
std::optional<PidFile>& held() {
  static std::optional<PidFile> file;
  return file;
}

}  // namespace

Background::Background(const Paths& paths, std::string name)
    : name_(std::move(name)), program_(paths.program / "chitty"), folder_(paths.state / name_), pid_file_(folder_ / "pid"), log_(paths.state / (name_ + ".log")) {}

Result<Background> Background::named(const Paths& paths, std::string_view name) {
  const bool fits = !name.empty() && name.size() <= longest_name && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '-'; });
  if (!fits) return make_error(Code::plugin_fault, "'" + std::string(name) + "' is not a name for what runs in the background.");
  return Background(paths, std::string(name));
}

json::object Background::facts() const { return {{"running", false}, {"log", log_.string()}, {"folder", folder_.string()}}; }

json::object Background::status() const {
  auto facts = this->facts();
  const auto found = running_daemon(pid_file_);
  if (!found) return facts;
  facts["running"] = true, facts["pid"] = found->pid, facts["address"] = found->address;
  facts["uptimeMs"] = std::max<std::int64_t>(0, now_ms() - found->started_ms);
  return facts;
}

Result<json::object> Background::start(const std::vector<std::string>& words, const std::function<bool()>& cancelled) {
  if (auto made = make_folder(folder_); !made) return made.error();
  ::chmod(folder_.c_str(), 0700);
  const auto starting = FileLock::take(folder_ / "starting", start_limit + std::chrono::seconds(5));
  if (!starting) return starting.error();
  const bool already = running_daemon(pid_file_).has_value();
  pid_t child = 0;
  if (!already) {
    std::vector<std::string> all{program_.string()};
    all.insert(all.end(), words.begin(), words.end());
    const auto launched = launch_detached(all, log_);
    if (!launched) return launched.error();
    child = *launched;
  }
  const auto end = Clock::now() + start_limit;
  bool ended = false;
  while (Clock::now() < end && !ended && !(cancelled && cancelled())) {
    auto now = status();
    if (now["running"].as_bool() && !now["address"].as_string().empty()) {
      now["alreadyRunning"] = already;
      return now;
    }
    ended = child > 0 ? ::waitpid(child, nullptr, WNOHANG) == child : !now["running"].as_bool();
    if (!ended) std::this_thread::sleep_for(a_moment);
  }
  if (child > 0 && !ended) ::kill(child, SIGTERM);
  if (cancelled && cancelled()) return make_error(Code::cancelled, "Stopped while it was starting.");
  if (auto own = ended ? last_error(log_) : std::nullopt) return *own;
  return make_error(Code::unreachable, "it failed to start; last log lines:\n" + last_lines(log_, 5), "The full log: " + log_.string());
}

Result<json::object> Background::stop(std::chrono::milliseconds timeout) {
  auto found = running_daemon(pid_file_);
  if (!found) return json::object{{"stopped", false}};
  const auto end = Clock::now() + timeout;
  while (found && found->pid == 0 && Clock::now() < end) {  // locked a moment ago, not yet written
    std::this_thread::sleep_for(a_moment);
    found = running_daemon(pid_file_);
  }
  const int pid = found ? found->pid : 0;
  if (pid > 0 && ::kill(pid, SIGTERM) != 0 && errno != ESRCH) return make_error(Code::permission_denied, "cannot stop process " + std::to_string(pid) + ": " + system_words(errno));
  while (running_daemon(pid_file_)) {
    if (Clock::now() >= end) return make_error(Code::timeout, "process " + std::to_string(pid) + " is still stopping", "Wait a moment and ask again, or see " + log_.string());
    std::this_thread::sleep_for(a_moment);
  }
  return json::object{{"stopped", true}, {"pid", pid}};
}

Result<json::object> Background::enter(const std::string& address) {
  if (!held()) {
    if (auto made = make_folder(folder_); !made) return made.error();
    ::chmod(folder_.c_str(), 0700);
    auto taken = PidFile::take(pid_file_);
    if (!taken) {
      const auto other = running_daemon(pid_file_);
      const std::string who = other && other->pid > 0 ? " as process " + std::to_string(other->pid) + (other->address.empty() ? "" : " at " + other->address) : "";
      return taken.error().code == Code::conflict ? make_error(Code::conflict, "it is already running" + who) : taken.error();
    }
    held().emplace(std::move(*taken));
  }
  if (auto written = held()->write({::getpid(), {}, address, now_ms()}); !written) return written.error();
  auto facts = status();
  facts["running"] = true, facts["pid"] = ::getpid(), facts["address"] = address;
  return facts;
}

}  // namespace chitty::host
