#include "local/control.hpp"

#include "base/disk_room.hpp"
#include "base/exit_code.hpp"
#include "base/files.hpp"
#include "base/time.hpp"
#include "local/daemon_search.hpp"
#include "local/launch.hpp"
#include "local/owner_token.hpp"
#include "local/pid_file.hpp"
#include "local/port_owner.hpp"
#include "local/running_health.hpp"
#include "local/listening_socket.hpp"

#include <chitty/members.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace chitty::host {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto start_limit = std::chrono::seconds(10);

std::string base_url(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

// A failure of a file or folder, with what to do about it.
Error cannot_write(Error error) {
  if (error.hint.empty()) error.hint = "Free some space on that disk, or make the folder writable, and try again.";
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

Control::Control(const Paths& paths, std::uint16_t usual_port, std::vector<std::string> more)
    : paths_(paths), more_(std::move(more)), folder_(paths.data, paths.state), usual_port_(usual_port) {}

namespace {

// The daemon's settings, empty where there are none yet.
Result<json::object> settings_in(const std::filesystem::path& file) {
  auto text = read_file(file);
  if (!text) return text.error().code == Code::not_found ? Result<json::object>(json::object()) : text.error();
  boost::system::error_code ec;
  auto value = json::parse(*text, ec);
  if (!ec && value.is_object()) return std::move(value.get_object());
  return make_error(Code::configuration, "The daemon's settings are not a JSON object: " + file.string(),
                    "Delete the file and initialise again.");
}

std::string stopped_words(int pid) {
  return "chittyd (process " + std::to_string(pid) + ") is stopped by a signal; to resume it: kill -CONT " + std::to_string(pid);
}

Error lost_folder(const RunningDaemon& running, const std::filesystem::path& folder) {
  Error error = make_error(Code::conflict,
                           "chittyd (process " + std::to_string(running.pid) + ") is running, but its data folder " + folder.string() + " was deleted",
                           "Stop it, then start a new one.");
  error.details["reason"] = "folder_deleted";
  return error;
}

}  // namespace

Result<std::uint16_t> Control::wanted_port(std::optional<std::uint16_t> asked) const {
  if (asked && *asked == 0) return usage_error("invalid port 0", "Choose a port from 1024 to 65535.");
  if (asked) return *asked;
  const auto settings = settings_in(folder_.settings_file());
  if (!settings) return settings.error();
  const auto* kept = settings->if_contains("port");
  const bool usable = kept && kept->is_int64() && kept->get_int64() > 0 && kept->get_int64() < 65536;
  return usable ? static_cast<std::uint16_t>(kept->get_int64()) : usual_port_;
}

Result<void> Control::keep(std::uint16_t port, const TlsSettings* tls) {
  auto settings = settings_in(folder_.settings_file());
  if (!settings) return settings.error();
  const json::object before = *settings;
  (*settings)["port"] = std::int64_t{port};
  if (tls) keep_tls(*tls, *settings);
  if (*settings == before) return {};
  return replace_file(folder_.settings_file(), json::serialize(*settings) + "\n");
}

Result<TlsSettings> Control::wanted_tls(std::uint16_t port, const TlsWish& wish) const {
  const auto settings = settings_in(folder_.settings_file());
  if (!settings) return settings.error();
  return tls_as_wished(kept_tls(*settings), wish, port);
}

Result<void> Control::make_home() {
  if (auto made = make_folder(folder_.root); !made) return cannot_write(made.error());
  ::chmod(folder_.root.c_str(), 0700);
  if (auto token = keep_owner_token(folder_.token_file()); !token) return cannot_write(token.error());
  return {};
}

json::object Control::facts(std::uint16_t port) const {
  const auto settings = settings_in(folder_.settings_file());
  return facts(port, settings ? kept_tls(*settings) : TlsSettings());
}

json::object Control::facts(std::uint16_t port, const TlsSettings& tls) const {
  json::object made{{"baseUrl", base_url(port)},
                    {"tokenFile", folder_.token_file().string()},
                    {"dataFolder", folder_.root.string()},
                    {"port", std::int64_t{port}}};
  if (tls != TlsSettings())
    made["tls"] = json::object{{"on", tls.on}, {"baseUrl", tls.base_url.empty() ? tls_base_url({}, tls.port) : tls.base_url}, {"authority", tls.authority}};
  return made;
}

// The one whose lock is on the pid file, or which has lost its folder and with it that file.
std::optional<RunningDaemon> Control::running() const {
  std::error_code ec;
  if (std::filesystem::exists(folder_.pid_file(), ec)) return running_daemon(folder_.pid_file());
  return search_daemon(paths_.data);
}

Result<json::object> Control::init(std::optional<std::uint16_t> asked) {
  const auto port = wanted_port(asked);
  if (!port) return port.error();
  const auto now = running();
  if (asked && !(now && port_of(now->address) == *port))
    if (auto free = wait_for_port(*port); !free) return free.error();
  if (auto made = make_home(); !made) return made.error();
  if (auto kept = keep(*port); !kept) return cannot_write(kept.error());
  return facts(*port);
}

// What is wrong already before a process is started; else the words to start it with.
Result<std::vector<std::string>> Control::prepare(std::uint16_t port, const TlsSettings& tls) {
  if (auto free = wait_for_port(port); !free) return free.error();
  if (tls.on)
    if (auto free = wait_for_port(tls.port); !free) {
      Error error = free.error();
      error.details["reason"] = "tls_port";
      return error;
    }
  if (auto folder = make_folder(folder_.state); !folder) return cannot_write(folder.error());
  for (const auto& folder : {folder_.root, folder_.state})
    if (auto room = check_room(folder, room_of_a_database); !room) return room.error();
  std::vector<std::string> words{(paths_.program / "chittyd").string(), "--data", paths_.data.string(), "--state",
                                 paths_.state.string(), "--config", paths_.config.string(), "--listen", "127.0.0.1:" + std::to_string(port)};
  const auto more = tls.words();
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Result<json::object> Control::already_up(RunningDaemon found, std::optional<std::uint16_t> port, const std::function<bool()>& cancelled) {
  if (found.instance.empty() && found.pid > 0) return lost_folder(found, folder_.root);
  const auto end = Clock::now() + start_limit;
  auto health = health_of(found);
  while (!health && health.error().code == Code::unreachable && Clock::now() < end && !(cancelled && cancelled())) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const auto still = running();
    if (!still) break;
    found = *still;
    health = health_of(found);
  }
  if (!health) return health.error();
  if (port && *port != port_of(found.address))
    return make_error(Code::conflict, "chittyd is already running at " + found.address + ", not on port " + std::to_string(*port),
                      "Stop it first.");
  return running_answer(found, *health, true);
}

Result<json::object> Control::start(std::uint16_t port, const TlsSettings& tls, const std::function<bool()>& cancelled) {
  auto words = prepare(port, tls);
  if (!words) return words.error();
  words->insert(words->end(), more_.begin(), more_.end());
  const auto log = folder_.log_file();
  words->insert(words->end(), {"--log", log.string()});
  auto child = launch_detached(*words, log);
  if (!child) return child.error();

  int status = 0;
  const auto end = Clock::now() + start_limit;
  while (Clock::now() < end && !(cancelled && cancelled())) {
    if (const auto running = running_daemon(folder_.pid_file()); running && running->pid == *child)
      if (auto health = health_of(*running)) return running_answer(*running, *health, false);
    if (::waitpid(*child, &status, WNOHANG) == *child) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ::kill(*child, SIGTERM);
  if (cancelled && cancelled()) return make_error(Code::cancelled, "Stopped while chittyd was starting.");
  const bool refused = WIFEXITED(status) && WEXITSTATUS(status) == exit_configuration;
  if (auto own = refused ? last_error(log) : std::nullopt) return *own;
  return make_error(refused ? Code::configuration : Code::unreachable, "chittyd failed to start; last log lines:\n" + last_lines(log, 5),
                    "The full log: " + log.string());
}

// One that answers, and does so as `tls` says.
bool Control::is_as_wished(const RunningDaemon& found, const TlsSettings& tls) const {
  const auto settings = settings_in(folder_.settings_file());
  auto kept = settings ? kept_tls(*settings) : TlsSettings();
  kept.on = tls.on, kept.base_url = tls.base_url, kept.authority = tls.authority;  // the daemon knows the first, and is not concerned by the others
  const auto health = health_of(found);
  const auto* now = health ? health->if_contains("tls") : nullptr;
  if (!health || !tls.on) return !health || !now;
  return now && kept == tls && port_of(text_in(*now, "address")) == tls.port;
}

Result<json::object> Control::restart(const RunningDaemon& found, std::uint16_t port, const TlsSettings& tls, const std::function<bool()>& cancelled) {
  const auto before = wanted_tls(port, {});
  if (auto stopped = down(); !stopped) return stopped.error();
  auto answer = start(port_of(found.address), tls, cancelled);
  if (!answer && before) (void)start(port_of(found.address), *before, cancelled);  // the error is what is to be told
  return answer;
}

Result<json::object> Control::up(std::optional<std::uint16_t> asked, const TlsWish& wish, const std::function<bool()>& cancelled) {
  const auto port = wanted_port(asked);
  if (!port) return port.error();
  auto tls = wanted_tls(*port, wish);
  if (!tls) return tls.error();
  // One without a pid file may still be starting; with its folder gone it is not.
  std::error_code ec;
  if (auto found = running(); found && found->instance.empty() && found->pid > 0 && !std::filesystem::exists(folder_.root, ec))
    return lost_folder(*found, folder_.root);
  if (auto made = make_home(); !made) return made.error();
  // Of two that start it at once, one does.
  const auto starting = FileLock::take(folder_.root / "starting", start_limit + std::chrono::seconds(5));
  if (!starting) return cannot_write(starting.error());
  auto found = running();
  auto answer = found ? already_up(*found, asked, cancelled) : start(*port, *tls, cancelled);
  if (answer && found && wish.is_one() && !is_as_wished(*found, *tls)) answer = restart(*found, *port, *tls, cancelled);
  if (!answer) return answer;
  if (const auto* now = answer->if_contains("tls"); now && now->is_object()) tls->base_url = tls_base_url(now->get_object(), tls->port);
  const auto own = port_of(std::string(answer->at("address").as_string()));
  if (auto kept = keep(own, &*tls); !kept) return cannot_write(kept.error());
  for (const auto& [name, value] : facts(own, *tls)) (*answer)[name] = value;
  return answer;
}

Error Control::run_in_foreground(std::optional<std::uint16_t> asked, const TlsWish& wish) {
  if (auto found = running())
    return make_error(Code::conflict, "chittyd is already running at " + found->address, "Stop it first.");
  const auto port = wanted_port(asked);
  if (!port) return port.error();
  const auto tls = wanted_tls(*port, wish);
  if (!tls) return tls.error();
  if (auto made = make_home(); !made) return made.error();
  auto words = prepare(*port, *tls);
  if (!words) return words.error();
  if (auto kept = keep(*port, &*tls); !kept) return cannot_write(kept.error());
  return become(*words);
}

Result<json::object> Control::down(std::chrono::milliseconds timeout) {
  auto found = running();
  if (!found) return json::object{{"stopped", false}, {"message", "chittyd is not running"}};
  const auto end = Clock::now() + timeout;
  while (found && found->pid == 0 && Clock::now() < end) {  // locked a moment ago, not yet written
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    found = running();
  }
  const int pid = found ? found->pid : 0;
  if (pid > 0 && ::kill(pid, SIGTERM) != 0 && errno != ESRCH)
    return make_error(Code::permission_denied, "Process " + std::to_string(pid) + " belongs to another user",
                      "Stop it as the user who started it.");
  while (running()) {
    if (Clock::now() >= end)
      return make_error(Code::timeout, "chittyd (process " + std::to_string(pid) + ") is still stopping",
                        "Wait a moment and ask again, or see " + folder_.log_file().string());
    if (pid > 0) ::waitpid(pid, nullptr, WNOHANG);  // when this very process started it
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return json::object{{"stopped", true}, {"pid", pid}, {"message", "chittyd has stopped"}};
}

Result<json::object> Control::quotas() {
  const auto found = running();
  if (!found) return make_error(Code::unreachable, "chittyd is not running");
  const auto token = read_owner_token(folder_.token_file());
  if (!token) return token.error();
  return told_to_owner(*found, "/quotas", *token);
}

Result<json::object> Control::status() {
  const auto found = running();
  if (!found) return json::object{{"running", false}, {"message", "chittyd is not running"}};
  json::object answer{{"running", true}, {"address", found->address}, {"pid", found->pid}};
  if (found->instance.empty() && found->pid > 0) {
    answer["message"] = lost_folder(*found, folder_.root).message;
    answer["status"] = "failed";
    return answer;
  }
  answer["uptimeMs"] = now_ms() - found->started_ms;
  const auto health = readiness_of(*found);
  if (!health) {
    answer["status"] = "unreachable";
    answer["message"] = health.error().message;
    if (is_stopped(found->pid)) answer["message"] = stopped_words(found->pid);
    return answer;
  }
  for (const auto* fact : {"database", "status", "faults", "warnings", "tls"})
    if (const auto* value = health->if_contains(fact)) answer[fact] = *value;
  answer["services"] = service_list(*health);
  answer["message"] = "chittyd is running at " + shown_address(*found, *health);
  return answer;
}

}  // namespace chitty::host
