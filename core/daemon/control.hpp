// What `chitty` may do with the local daemon (extension chitty.local/1): make its folder, start it, stop it, ask how it is.
// Plain system calls and no server library, so that `chitty` stays small (target chitty_local).
#pragma once

#include "base/paths.hpp"
#include "daemon/local_folder.hpp"

#include <chitty/error.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace chitty::daemon {

constexpr std::uint16_t default_port = 4271;

class Control {
 public:
  explicit Control(const Paths& paths);

  // Make the data folder (0700), the owner's token (0600) and the port; what is there already is kept, a port that is
  // given is kept from then on. {"base_url","token_file","data_folder","port"}. CONFIGURATION: not writable, disk full.
  Result<json::object> init(std::optional<std::uint16_t> port = std::nullopt);

  // Start the daemon unless it runs, and wait at most ten seconds until it answers. Makes what init makes if it is missing.
  // {"address","pid","already_running","services":[…]}. CONFLICT (port taken, by whom), CONFIGURATION (folder, full disk, a
  // database that cannot be opened), UNREACHABLE (did not come up: its last log lines). `cancelled` (may be empty) is asked while waiting.
  Result<json::object> up(std::optional<std::uint16_t> port = std::nullopt, const std::function<bool()>& cancelled = {});

  // As up, in this process: returns only when it could not be started.
  Error run_in_foreground(std::optional<std::uint16_t> port = std::nullopt);

  // Stop it gracefully and wait. {"stopped":bool,"pid"?,"message"}; not running is success. TIMEOUT: it still runs.
  Result<json::object> down(std::chrono::milliseconds timeout = std::chrono::seconds(15));

  // {"running":bool,"address"?,"pid"?,"uptime_ms"?,"database"?:"sqlite","services"?:[{"name","status",…}],"message"}.
  Result<json::object> status();

  // The words of chitty.local/1: an action and its options to one of the above. NOT_SUPPORTED for another action.
  Result<json::object> act(std::string_view action, const json::object& options, const std::function<bool()>& cancelled = {});

  const LocalFolder& folder() const { return folder_; }

 private:
  Result<std::uint16_t> settled_port(std::optional<std::uint16_t> asked);
  Result<std::vector<std::string>> prepare(std::optional<std::uint16_t> port);

  Paths paths_;
  LocalFolder folder_;
};

}  // namespace chitty::daemon
