// What `chitty` may do with the local daemon (extension chitty.local/1): make its folder, start it, stop it, ask how it is.
// Plain system calls and no server library, so that `chitty` stays small (target chitty_local).
#pragma once

#include "base/paths.hpp"
#include "local/local_folder.hpp"
#include "local/pid_file.hpp"
#include "local/tls_settings.hpp"

#include <chitty/error.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chitty::host {

class Control {
 public:
  // `usual_port`: where nothing else says one. `more`: further words for chittyd, when it is started.
  explicit Control(const Paths& paths, std::uint16_t usual_port = default_port, std::vector<std::string> more = {});

  // Make the data folder (0700), the owner's token (0600) and the port; what is there already is kept, a port that is
  // given is kept from then on; 0 is one that is free, and where it runs the one that it has. {"baseUrl","tokenFile","dataFolder","port","tls"?}. CONFIGURATION: not writable, disk full;
  // CONFLICT: another program has the port that is asked for.
  Result<json::object> init(std::optional<std::uint16_t> port = std::nullopt);

  // Start the daemon unless it runs, and wait at most ten seconds until it answers. Makes what init makes if it is missing;
  // of two at once the second waits, and finds it running. The port is kept only once the daemon has it; 0 is what the kernel gives it, and
  // whichever it has already. What init gives, and
  // {"address","pid","alreadyRunning","services":[…]}. CONFLICT (port taken, by whom), CONFIGURATION (folder, full disk, a
  // database that cannot be opened), UNREACHABLE (did not come up: its last log lines). `cancelled` (may be empty) is asked while waiting.
  // One that runs otherwise than `tls` wants it is restarted, and as it was before where it would not start so; reason "no_certificate":
  // tls_settings.hpp, and "tls_port": that one is taken.
  Result<json::object> up(std::optional<std::uint16_t> port = std::nullopt, const TlsWish& tls = {},
                          const std::function<bool()>& cancelled = {});

  // As up, in this process: returns only when it could not be started.
  Error run_in_foreground(std::optional<std::uint16_t> port = std::nullopt, const TlsWish& tls = {});

  // Stop it gracefully and wait. {"stopped":bool,"pid"?,"message"}; not running is success. TIMEOUT: it still runs.
  Result<json::object> down(std::chrono::milliseconds timeout = std::chrono::seconds(15));

  // {"running":bool,"address"?,"pid"?,"uptimeMs"?,"database"?:"sqlite","services"?:[{"name","status",…}],"message","tls"?,"warnings"?,
  // "status"?: "ok", "degraded" or "down" as /health/ready says, "unreachable" (it does not answer), "failed" (its folder is gone),
  // "faults"?:[{"part","message"}]}.
  Result<json::object> status();

  // {"quotas":[{"service","kind","summary","most","holder","used"}]}: of each kind of thing how many one may have, and who has
  // most. UNREACHABLE: it does not run.
  Result<json::object> quotas();

  // What such an action would do, in words after "Would " (empty: nothing), and what it would answer. Changes nothing.
  struct Foreseen {
    std::string what;
    json::object answer;
  };
  Result<Foreseen> foresee(std::string_view action, const json::object& options);

  // The words of chitty.local/1: an action and its options to one of the above. NOT_SUPPORTED for another action.
  Result<json::object> act(std::string_view action, const json::object& options, const std::function<bool()>& cancelled = {});

  const LocalFolder& folder() const { return folder_; }

 private:
  static Error cannot_write(Error error);  // of a file or folder, with what to do about it
  Error lost_folder(const RunningDaemon& running) const;
  Result<json::object> settings() const;  // the daemon's; empty where there are none yet
  Result<std::uint16_t> wanted_port(std::optional<std::uint16_t> asked) const;
  Result<void> keep(std::uint16_t port, const TlsSettings* tls = nullptr);
  Result<TlsSettings> wanted_tls(std::uint16_t port, const TlsWish& wish) const;
  Result<void> make_home();
  json::object facts(std::uint16_t port) const;  // what init answers
  json::object facts(std::uint16_t port, const TlsSettings& tls) const;
  std::optional<RunningDaemon> running() const;
  Result<json::object> already_up(RunningDaemon found, std::optional<std::uint16_t> port, const std::function<bool()>& cancelled);
  Result<std::vector<std::string>> prepare(std::uint16_t port, const TlsSettings& tls);
  Result<json::object> start(std::uint16_t port, const TlsSettings& tls, const std::function<bool()>& cancelled);
  bool is_as_wished(const RunningDaemon& found, const TlsSettings& tls) const;
  Result<json::object> restart(const RunningDaemon& found, std::uint16_t port, const TlsSettings& tls, const std::function<bool()>& cancelled);

  Paths paths_;
  std::vector<std::string> more_;
  LocalFolder folder_;
  std::uint16_t usual_port_;
};

}  // namespace chitty::host
