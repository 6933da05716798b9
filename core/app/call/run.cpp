#include "app/call/run.hpp"

#include "base/process/inherited.hpp"
#include "config/secret/keyring.hpp"
#include "config/secret/secrets.hpp"

#include <cstdlib>

namespace chitty::host {

using namespace std::chrono_literals;

Run::Run(Paths paths_given, Terminal terminal_given, Opened* opened)
    : paths(std::move(paths_given)), terminal(std::move(terminal_given)), opened_(opened ? *opened : own_) {
  keyring_waits(1min, &cancel);
}

Run::~Run() { keyring_waits(1min, nullptr); }

Result<void> Run::use(const GlobalOptions& given) {
  options = given;
  const auto variable = [](const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
  if (auto taken = take_variables(options, variable); !taken) return taken;
  if (options.dry_run && config_) config_->only_rehearse();
  view = {};
  view.jq = options.jq;
  view.quiet = options.quiet;
  if (options.timeout) cancel.set_deadline(CancelToken::Clock::now() + *options.timeout);
  if (options.output.empty()) return {};
  const auto format = parse_format(options.output);
  if (!format) return format.error();
  view.format = *format;
  return {};
}

Catalogue& Run::catalogue() {
  if (!catalogue_) catalogue_.emplace(Catalogue::open(paths));
  return *catalogue_;
}

Result<Config*> Run::config() {
  if (!config_) {
    auto loaded = Config::load(paths, working_folder());
    if (!loaded) return loaded.error();
    config_.emplace(std::move(*loaded));
    if (options.dry_run) config_->only_rehearse();
  }
  return &*config_;
}

Result<Transport*> Run::transport() {
  if (!transport_) {
    auto opened = open_transport(paths.library);
    if (!opened) return opened.error();
    transport_ = std::move(*opened);
  }
  return transport_.get();
}

Result<const RunningPlugin*> Run::plugin(const CatalogueRow& row, const Manifest& manifest, const chitty_host& host, int depth) {
  const std::pair key(std::string(row.path) + '\0' + std::string(row.sha256), depth);  // a file that was replaced is another plugin
  auto found = opened_.plugins.find(key);
  if (found == opened_.plugins.end()) {
    auto opened = RunningPlugin::open(row, manifest, host);
    if (!opened) return opened.error();
    found = opened_.plugins.emplace(key, std::move(*opened)).first;
  }
  return &found->second;
}

Result<std::string> Run::environment() {
  auto loaded = config();
  if (!loaded) return loaded.error();
  return (*loaded)->known_environment(options.environment);
}

Result<void> Run::hold_credentials(std::chrono::milliseconds patience) {
  if (held_) return {};
  for (const auto give_up = CancelToken::Clock::now() + patience;;) {
    auto lock = FileLock::take(paths.config / "credentials", 0ms);
    if (lock) {
      held_.emplace(std::move(*lock));
      break;
    }
    if (lock.error().code != Code::conflict) return lock.error();
    if (CancelToken::Clock::now() > give_up)
      return make_error(Code::conflict, "timed out waiting for another chitty process (credentials are locked)",
                        "Wait for it to end, then run the command again.");
    if (!cancel.wait(20ms)) return make_error(Code::cancelled, "Stopped.");
  }
  // What another has kept meanwhile counts, also where the configuration was read before this one waited.
  auto anew = Config::load(paths, working_folder());
  if (!anew) return anew.error();
  config_ = std::move(*anew);
  if (options.dry_run) config_->only_rehearse();
  return {};
}

Remotes Run::remotes() {
  return {.names = [this]() -> std::vector<std::string> {
            auto loaded = config();
            return loaded ? (*loaded)->remote_names((*loaded)->environment(options.environment)) : std::vector<std::string>();
          },
          .type_of = [this](std::string_view name) -> std::string {
            auto loaded = config();
            if (!loaded) return {};
            const auto environment = (*loaded)->environment(options.environment);
            return (*loaded)->has_remote(name, environment) ? (*loaded)->type_of(name, environment) : std::string();
          }};
}

NetOptions Run::net_options() const {
  NetOptions net;
  net.user_agent = "chitty/" CHITTY_VERSION;
  if (options.trace) net.trace = [this](std::string_view line) { trace(line); };
  return net;
}

void Run::say(std::string_view line) const { terminal.err(redact(std::string(line)) + "\n"); }

void Run::note(std::string_view line) const {
  if (!options.quiet) say(line);
}

void Run::trace(std::string_view line) const {
  if (options.trace) say(line);
}

}  // namespace chitty::host
