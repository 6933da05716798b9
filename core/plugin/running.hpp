// A plugin that has been opened: from a usable row to functions that can be called. The bytes hashed are the bytes
// loaded (ABI-26). Opened when a command of it is called, and not before; never closed.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/catalogue.hpp"

namespace chitty::host {

class RunningPlugin {
 public:
  // Open, check that the entry says what the manifest says, ask for its extensions. `host` must live as long as the
  // process. PLUGIN_FAULT or NOT_SUPPORTED with what it was built for, what this host offers, and what to do.
  static Result<RunningPlugin> open(const CatalogueRow& row, const Manifest& manifest, const chitty_host& host);

  const std::string& name() const { return name_; }
  const std::string& path() const { return path_; }

  std::vector<std::string> handlers() const;  // of commands, as the plugin lists them
  std::vector<std::string> routes() const;    // of its service

  // Run a command. A command that the manifest declares and the plugin does not list is PLUGIN_FAULT; a status without
  // words gets a sentence that names the plugin; a code that this host does not know becomes its class's. [one thread
  // at a time]
  Result<void> invoke(chitty_call* call, std::string_view command, std::string_view arguments) const;
  Result<void> start(chitty_call* call) const;   // the service
  Result<void> handle(chitty_call* call) const;  // one request of the service; any thread
  // What its service does without being asked; after how many milliseconds again. One thread at a time.
  Result<std::uint64_t> tend(chitty_call* call) const;
  bool has_tend() const;
  // Of the role identity, any thread: who the token is, as JSON text; and being told which tokens were used.
  Result<std::string> check_token(chitty_call* call, std::string_view token) const;
  Result<void> tokens_used(chitty_call* call, std::string_view uses) const;
  bool has_identity() const { return identity_ != nullptr; }
  // Of the role events, any thread: keeps them, a JSON array, in the call's transaction.
  Result<void> take_events(chitty_call* call, std::string_view events) const;
  bool has_event_log() const { return event_log_ != nullptr; }
  // Of the role policy, any thread: the document in force as JSON text, empty when its version is `known`; and being told of requests.
  Result<std::string> policy(chitty_call* call, std::uint64_t known) const;
  Result<void> measured(chitty_call* call, std::string_view sums) const;
  bool has_policy() const { return policy_ != nullptr; }
  bool has_commands() const { return commands_ != nullptr; }
  bool has_service() const { return service_ != nullptr; }

 private:
  RunningPlugin() = default;
  Result<void> take_extensions(const Manifest& manifest);
  Result<void> create();

  std::string name_, path_;
  std::vector<std::string> handlers_;
  chitty_plugin table_{};
  chitty_instance* instance_ = nullptr;
  const chitty_commands* commands_ = nullptr;
  const chitty_service* service_ = nullptr;
  const chitty_identity* identity_ = nullptr;
  const chitty_event_log* event_log_ = nullptr;
  const chitty_policy* policy_ = nullptr;
};

}  // namespace chitty::host
