#include "daemon/control.hpp"

#include "base/files.hpp"
#include "base/time.hpp"
#include "daemon/disk_room.hpp"
#include "daemon/launch.hpp"
#include "daemon/owner_token.hpp"
#include "daemon/pid_file.hpp"
#include "daemon/port_owner.hpp"
#include "daemon/running_health.hpp"
#include "daemon/listening_socket.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace chitty::daemon {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int exit_not_configured = 3;  // of chittyd
constexpr auto start_limit = std::chrono::seconds(10);

std::string base_url(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

// A failure of a file or folder, with what to do about it.
Error cannot_write(Error error) {
  if (error.hint.empty()) error.hint = "Make room on that disk, or make the folder writable, and try again.";
  return error;
}

// A daemon that was killed a moment ago holds its port until the system has buried it: then nobody is to be found there.
Result<void> wait_for_port(std::uint16_t port) {
  const auto end = Clock::now() + std::chrono::seconds(1);
  for (;;) {
    auto free = check_port_is_free("127.0.0.1", port);
    if (free || !port_owner(port).empty() || Clock::now() >= end) return free;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

Control::Control(const Paths& paths) : paths_(paths), folder_(paths.data, paths.state) {}

Result<std::uint16_t> Control::settled_port(std::optional<std::uint16_t> asked) {
  json::object settings;
  if (auto text = read_file(folder_.settings_file())) {
    boost::system::error_code ec;
    auto value = json::parse(*text, ec);
    if (ec || !value.is_object())
      return make_error(Code::configuration, "The daemon's settings are not a JSON object: " + folder_.settings_file().string(),
                        "Delete the file and initialise again.");
    settings = std::move(value.get_object());
  } else if (text.error().code != Code::not_found) {
    return text.error();
  }
  const auto* kept = settings.if_contains("port");
  const bool usable = kept && kept->is_int64() && kept->get_int64() > 0 && kept->get_int64() < 65536;
  const std::uint16_t port = asked ? *asked : usable ? static_cast<std::uint16_t>(kept->get_int64()) : default_port;
  if (usable && kept->get_int64() == port) return port;
  settings["port"] = std::int64_t{port};
  if (auto written = replace_file(folder_.settings_file(), json::serialize(settings) + "\n"); !written) return written.error();
  return port;
}

Result<json::object> Control::init(std::optional<std::uint16_t> port) {
  if (port && *port == 0) return usage_error("Port 0 is none.", "Choose a port between 1024 and 65535.");
  if (auto made = make_folder(folder_.root); !made) return cannot_write(made.error());
  ::chmod(folder_.root.c_str(), 0700);
  if (auto token = keep_owner_token(folder_.token_file()); !token) return cannot_write(token.error());
  auto settled = settled_port(port);
  if (!settled) return cannot_write(settled.error());
  return json::object{{"base_url", base_url(*settled)},
                      {"token_file", folder_.token_file().string()},
                      {"data_folder", folder_.root.string()},
                      {"port", std::int64_t{*settled}}};
}

// What is wrong already before a process is started; else the words to start it with.
Result<std::vector<std::string>> Control::prepare(std::optional<std::uint16_t> port) {
  auto made = init(port);
  if (!made) return made.error();
  const auto settled = static_cast<std::uint16_t>(made->at("port").as_int64());
  if (auto free = wait_for_port(settled); !free) return free.error();
  if (auto folder = make_folder(folder_.state); !folder) return cannot_write(folder.error());
  for (const auto& folder : {folder_.root, folder_.state})
    if (auto room = check_room(folder); !room) return room.error();
  return std::vector<std::string>{(paths_.program / "chittyd").string(), "--data", paths_.data.string(), "--state",
                                  paths_.state.string(), "--config", paths_.config.string(), "--listen", "127.0.0.1:" + std::to_string(settled)};
}

Result<json::object> Control::up(std::optional<std::uint16_t> port, const std::function<bool()>& cancelled) {
  const auto end = Clock::now() + start_limit;
  if (auto running = running_daemon(folder_.pid_file())) {
    auto health = health_of(*running);
    while (!health && health.error().code == Code::unreachable && Clock::now() < end && !(cancelled && cancelled())) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      running = running_daemon(folder_.pid_file());
      if (!running) break;
      health = health_of(*running);
    }
    if (running && !health) return health.error();
    if (running && port && *port != port_of(running->address))
      return make_error(Code::conflict, "chittyd runs already, at " + running->address + ", not on port " + std::to_string(*port) + ".",
                        "Stop it first.");
    if (running) return running_answer(*running, *health, true);
  }
  auto words = prepare(port);
  if (!words) return words.error();
  const auto log = folder_.log_file();
  words->insert(words->end(), {"--log", log.string()});
  auto child = launch_detached(*words, log);
  if (!child) return child.error();

  int status = 0;
  while (Clock::now() < end && !(cancelled && cancelled())) {
    if (const auto running = running_daemon(folder_.pid_file()); running && running->pid == *child)
      if (auto health = health_of(*running)) return running_answer(*running, *health, false);
    if (::waitpid(*child, &status, WNOHANG) == *child) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ::kill(*child, SIGTERM);
  if (cancelled && cancelled()) return make_error(Code::cancelled, "Stopped while chittyd was starting.");
  const bool refused = WIFEXITED(status) && WEXITSTATUS(status) == exit_not_configured;
  return make_error(refused ? Code::configuration : Code::unreachable, "chittyd did not come up. Its last words:\n" + last_lines(log, 5),
                    "The whole log is " + log.string());
}

Error Control::run_in_foreground(std::optional<std::uint16_t> port) {
  if (auto running = running_daemon(folder_.pid_file()))
    return make_error(Code::conflict, "chittyd runs already at " + running->address + ".", "Stop it first.");
  auto words = prepare(port);
  return words ? become(*words) : words.error();
}

Result<json::object> Control::down(std::chrono::milliseconds timeout) {
  auto running = running_daemon(folder_.pid_file());
  if (!running) {
    return json::object{{"stopped", false}, {"message", "chittyd does not run"}};
  }
  const auto end = Clock::now() + timeout;
  while (running && running->pid == 0 && Clock::now() < end) {  // locked a moment ago, not yet written
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    running = running_daemon(folder_.pid_file());
  }
  if (running && running->pid > 0 && ::kill(running->pid, SIGTERM) != 0 && errno != ESRCH)
    return make_error(Code::permission_denied, "Process " + std::to_string(running->pid) + " belongs to somebody else.",
                      "Stop it as the user who started it.");
  while (running_daemon(folder_.pid_file())) {
    if (Clock::now() >= end)
      return make_error(Code::timeout, "chittyd (process " + std::to_string(running ? running->pid : 0) + ") still finishes its work.",
                        "Wait a moment and ask again, or see " + folder_.log_file().string());
    if (running && running->pid > 0) ::waitpid(running->pid, nullptr, WNOHANG);  // when this very process started it
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return json::object{{"stopped", true}, {"pid", running ? running->pid : 0}, {"message", "chittyd has stopped"}};
}

Result<json::object> Control::status() {
  const auto running = running_daemon(folder_.pid_file());
  if (!running) return json::object{{"running", false}, {"message", "chittyd does not run"}};
  json::object answer{{"running", true}, {"address", running->address}, {"pid", running->pid},
                      {"uptime_ms", now_ms() - running->started_ms}};
  if (auto health = health_of(*running)) {
    answer["services"] = service_list(*health);
    if (const auto* database = health->if_contains("database")) answer["database"] = *database;
    answer["message"] = "chittyd runs at " + running->address;
  } else {
    answer["message"] = health.error().message;
  }
  return answer;
}

}  // namespace chitty::daemon
