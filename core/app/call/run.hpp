// What one run of chitty has at hand: streams, folders, options, and the things that come into being when a command first
// asks for them: configuration, network.
#pragma once

#include "base/cancel.hpp"
#include "base/files.hpp"
#include "base/paths.hpp"
#include "base/process/apart_workers.hpp"
#include "cli/arguments.hpp"
#include "cli/words.hpp"
#include "config/config.hpp"
#include "net/transport.hpp"
#include "plugin/catalogue.hpp"
#include "plugin/running.hpp"
#include "view/view.hpp"

#include <map>
#include <memory>
#include <optional>

namespace chitty::host {

// Plugins that are open, by library and by depth: an instance runs one command at a time.
struct Opened {
  std::map<std::pair<std::string, int>, RunningPlugin> plugins;
};

class Run {
 public:
  // `opened`: what earlier runs of this process have opened, for a process that stays.
  Run(Paths paths_given, Terminal terminal_given, Opened* opened = nullptr);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Take these options, as known so far: once before the command is known (its words need --env), once after.
  Result<void> use(const GlobalOptions& given);

  const Paths paths;
  const Terminal terminal;
  GlobalOptions options;
  ViewOptions view;
  CancelToken cancel;

  Catalogue& catalogue();          // read when first asked for
  Result<Config*> config();        // the same
  Result<Transport*> transport();  // opens net.so when first asked for
  Result<std::string> environment();

  // From here to the end of this run no other chitty of this person exchanges a credential: waits for the one that does, then
  // reads the configuration anew. CONFLICT when that takes longer than `patience`, CANCELLED, CONFIGURATION.
  Result<void> hold_credentials(std::chrono::milliseconds patience = std::chrono::minutes(1));
  // A plugin, opened with `host` when first asked for. One for each depth of commands within commands: an instance runs one at a time.
  Result<const RunningPlugin*> plugin(const CatalogueRow& row, const Manifest& manifest, const chitty_host& host, int depth);
  ApartWorkers& apart() { return apart_; }
  Remotes remotes();  // for words.cpp; reads the configuration only when called

  // Tokens that this run was given for a client's credentials, by what they are kept under; and until when they are good.
  std::map<std::string, std::pair<std::string, std::int64_t>> client_tokens;

  NetOptions net_options() const;
  void say(std::string_view line) const;    // to stderr, secrets taken out
  void note(std::string_view line) const;   // the same, not with --quiet
  void trace(std::string_view line) const;  // the same, only with --trace

 private:
  std::optional<Catalogue> catalogue_;
  std::optional<Config> config_;
  std::optional<FileLock> held_;
  std::unique_ptr<Transport> transport_;
  Opened own_;
  Opened& opened_;
  ApartWorkers apart_;
};

}  // namespace chitty::host
