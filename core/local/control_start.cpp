// How Control starts the daemon, and starts it anew where it should run otherwise.
#include "local/control.hpp"

#include "base/disk_room.hpp"
#include "base/exit_code.hpp"
#include "local/launch.hpp"
#include "local/listening_socket.hpp"
#include "local/pid_file.hpp"
#include "local/running_health.hpp"

#include <chitty/members.hpp>

#include <csignal>
#include <sys/wait.h>
#include <thread>

namespace chitty::host {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto start_limit = std::chrono::seconds(10);

}  // namespace

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
  if (found.instance.empty() && found.pid > 0) return lost_folder(found);
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
  if (port && *port != 0 && *port != port_of(found.address))
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
  const auto last = settings();
  auto kept = last ? kept_tls(*last) : TlsSettings();
  if (tls.port == 0) kept.port = 0;                                                // whichever it has is as wished
  kept.on = tls.on, kept.base_url = tls.base_url, kept.authority = tls.authority;  // the daemon knows the first, and is not concerned by the others
  const auto health = health_of(found);
  const auto* now = health ? health->if_contains("tls") : nullptr;
  if (!health || !tls.on) return !health || !now;
  return now && kept == tls && (tls.port == 0 || port_of(text_in(*now, "address")) == tls.port);
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
    return lost_folder(*found);
  if (auto made = make_home(); !made) return made.error();
  // Of two that start it at once, one does.
  const auto starting = FileLock::take(folder_.root / "starting", start_limit + std::chrono::seconds(5));
  if (!starting) return cannot_write(starting.error());
  auto found = running();
  auto answer = found ? already_up(*found, asked, cancelled) : start(*port, *tls, cancelled);
  if (answer && found && wish.is_one() && !is_as_wished(*found, *tls)) answer = restart(*found, *port, *tls, cancelled);
  if (!answer) return answer;
  if (const auto* now = answer->if_contains("tls"); now && now->is_object()) {
    if (tls->port == 0) tls->port = port_of(text_in(*now, "address"));  // the kernel's choice
    tls->base_url = tls_base_url(now->get_object(), tls->port);
  }
  const auto own = port_of(std::string(answer->at("address").as_string()));
  if (auto kept = keep(own, &*tls); !kept) return cannot_write(kept.error());
  for (const auto& [name, value] : facts(own, *tls)) (*answer)[name] = value;
  return answer;
}

Error Control::run_in_foreground(std::optional<std::uint16_t> asked, const TlsWish& wish) {
  if (auto found = running())
    return make_error(Code::conflict, "chittyd is already running at " + found->address, "Stop it first.");
  auto port = wanted_port(asked);
  if (port && *port == 0) port = free_port();  // nobody is left here to keep the one that the daemon would be given
  if (!port) return port.error();
  auto tls = wanted_tls(*port, wish);
  if (!tls) return tls.error();
  if (tls->on && tls->port == 0) {
    const auto another = free_port();
    if (!another) return another.error();
    tls->port = *another;
  }
  if (auto made = make_home(); !made) return made.error();
  auto words = prepare(*port, *tls);
  if (!words) return words.error();
  if (auto kept = keep(*port, &*tls); !kept) return cannot_write(kept.error());
  return become(*words);
}

}  // namespace chitty::host
