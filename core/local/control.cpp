#include "local/control.hpp"

#include "base/files.hpp"
#include "base/time.hpp"
#include "local/daemon_search.hpp"
#include "local/owner_token.hpp"
#include "local/pid_file.hpp"
#include "local/running_health.hpp"
#include "local/listening_socket.hpp"

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

std::string base_url(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

std::string stopped_words(int pid) {
  return "chittyd (process " + std::to_string(pid) + ") is stopped by a signal; to resume it: kill -CONT " + std::to_string(pid);
}

}  // namespace

Control::Control(const Paths& paths, std::uint16_t usual_port, std::vector<std::string> more)
    : paths_(paths), more_(std::move(more)), folder_(paths.data, paths.state), usual_port_(usual_port) {}

Error Control::cannot_write(Error error) {
  if (error.hint.empty()) error.hint = "Free some space on that disk, or make the folder writable, and try again.";
  return error;
}

Error Control::lost_folder(const RunningDaemon& running) const {
  Error error = make_error(Code::conflict,
                           "chittyd (process " + std::to_string(running.pid) + ") is running, but its data folder " + folder_.root.string() + " was deleted",
                           "Stop it, then start a new one.");
  error.details["reason"] = "folder_deleted";
  return error;
}

Result<json::object> Control::settings() const {
  const auto file = folder_.settings_file();
  auto text = read_file(file);
  if (!text) return text.error().code == Code::not_found ? Result<json::object>(json::object()) : text.error();
  boost::system::error_code ec;
  auto value = json::parse(*text, ec);
  if (!ec && value.is_object()) return std::move(value.get_object());
  return make_error(Code::configuration, "The daemon's settings are not a JSON object: " + file.string(),
                    "Delete the file and initialise again.");
}

Result<std::uint16_t> Control::wanted_port(std::optional<std::uint16_t> asked) const {
  if (asked) return *asked;
  const auto kept_settings = settings();
  if (!kept_settings) return kept_settings.error();
  const auto* kept = kept_settings->if_contains("port");
  const bool usable = kept && kept->is_int64() && kept->get_int64() > 0 && kept->get_int64() < 65536;
  return usable ? static_cast<std::uint16_t>(kept->get_int64()) : usual_port_;
}

Result<void> Control::keep(std::uint16_t port, const TlsSettings* tls) {
  auto kept = settings();
  if (!kept) return kept.error();
  const json::object before = *kept;
  (*kept)["port"] = std::int64_t{port};
  if (tls) keep_tls(*tls, *kept);
  if (*kept == before) return {};
  return replace_file(folder_.settings_file(), json::serialize(*kept) + "\n");
}

Result<TlsSettings> Control::wanted_tls(std::uint16_t port, const TlsWish& wish) const {
  const auto kept = settings();
  if (!kept) return kept.error();
  return tls_as_wished(kept_tls(*kept), wish, port);
}

Result<void> Control::make_home() {
  if (auto made = make_folder(folder_.root); !made) return cannot_write(made.error());
  ::chmod(folder_.root.c_str(), 0700);
  if (auto token = keep_owner_token(folder_.token_file()); !token) return cannot_write(token.error());
  return {};
}

json::object Control::facts(std::uint16_t port) const {
  const auto kept = settings();
  return facts(port, kept ? kept_tls(*kept) : TlsSettings());
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
  auto port = wanted_port(asked);
  if (!port) return port.error();
  const auto now = running();
  if (*port == 0) port = now ? port_of(now->address) : free_port();
  if (!port) return port.error();
  if (asked && !(now && port_of(now->address) == *port))
    if (auto free = wait_for_port(*port); !free) return free.error();
  if (auto made = make_home(); !made) return made.error();
  if (auto kept = keep(*port); !kept) return cannot_write(kept.error());
  return facts(*port);
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
    answer["message"] = lost_folder(*found).message;
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
