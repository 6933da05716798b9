// A command of `chitty` that goes on after it was asked for: a process of its own, one for each name, known by a locked file. The
// command itself says that it is ready; whoever started it waits for that. For chitty.local/1.
#pragma once

#include <chitty/error.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/paths.hpp"

namespace chitty::host {

class Background {
 public:
  // `name` is what it is called in messages and files: letters, digits, -. INVALID_ARGUMENT.
  static Result<Background> named(const Paths& paths, std::string_view name);

  // Start `chitty WORDS` unless it runs, and wait at most ten seconds until it has said where it is. {"running":true,"pid",
  // "address","alreadyRunning","log","folder"}. Of two at once the second waits and finds it running. Tokens that stand in the
  // environment (CHITTY_<TYPE>_TOKEN) do not go with it. CONFIGURATION (log, folder), UNREACHABLE (it ended or said nothing: its own last error),
  // CANCELLED.
  Result<json::object> start(const std::vector<std::string>& words, const std::function<bool()>& cancelled = {});

  // SIGTERM, and wait. {"stopped":bool,"pid"?}; not running is success. TIMEOUT: it still runs.
  Result<json::object> stop(std::chrono::milliseconds timeout = std::chrono::seconds(15));

  // {"running":bool,"pid"?,"address"?,"uptimeMs"?,"log","folder"}.
  json::object status() const;

  // In the command itself: it is the one of this name from now on, until its process ends, and is to be found at `address` (empty: not
  // yet). Again, with another address, to change it. CONFLICT: another one is.
  Result<json::object> enter(const std::string& address);

 private:
  Background(const Paths& paths, std::string name);
  json::object facts() const;

  std::string name_;
  std::filesystem::path program_, folder_, pid_file_, log_;
};

}  // namespace chitty::host
