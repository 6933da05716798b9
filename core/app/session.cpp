#include "app/session.hpp"

#include "app/call.hpp"
#include "config/secrets.hpp"

namespace chitty {

using namespace std::chrono_literals;

Result<void> Session::use(const GlobalOptions& given) {
  options = given;
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

Catalogue& Session::catalogue() {
  if (!catalogue_) catalogue_.emplace(Catalogue::open(paths));
  return *catalogue_;
}

Result<Config*> Session::config() {
  if (!config_) {
    auto loaded = Config::load(paths, std::filesystem::current_path());
    if (!loaded) return loaded.error();
    config_.emplace(std::move(*loaded));
  }
  return &*config_;
}

Result<Transport*> Session::transport() {
  if (!transport_) {
    auto opened = open_transport(paths.library);
    if (!opened) return opened.error();
    transport_ = std::move(*opened);
  }
  return transport_.get();
}

Result<const RunningPlugin*> Session::plugin(const CatalogueRow& row, const Manifest& manifest, int depth) {
  const std::pair key(std::string(row.path), depth);
  auto found = plugins_.find(key);
  if (found == plugins_.end()) {
    auto opened = RunningPlugin::open(row, manifest, command_host());
    if (!opened) return opened.error();
    found = plugins_.emplace(key, std::move(*opened)).first;
  }
  return &found->second;
}

Result<std::string> Session::environment() {
  auto loaded = config();
  if (!loaded) return loaded.error();
  return (*loaded)->known_environment(options.environment);
}

Result<void> Session::hold_credentials(std::chrono::milliseconds patience) {
  if (held_) return {};
  for (const auto give_up = CancelToken::Clock::now() + patience;;) {
    auto lock = FileLock::take(paths.config / "credentials", 0ms);
    if (lock) {
      held_.emplace(std::move(*lock));
      break;
    }
    if (lock.error().code != Code::conflict) return lock.error();
    if (CancelToken::Clock::now() > give_up)
      return make_error(Code::conflict, "Another chitty of yours has been exchanging a credential for too long.",
                        "Wait for it to end, then run the command again.");
    if (!cancel.wait(20ms)) return make_error(Code::cancelled, "Stopped.");
  }
  // What another has kept meanwhile counts, also where the configuration was read before this one waited.
  auto anew = Config::load(paths, std::filesystem::current_path());
  if (!anew) return anew.error();
  config_ = std::move(*anew);
  return {};
}

Remotes Session::remotes() {
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

NetOptions Session::net_options() const {
  NetOptions net;
  net.user_agent = "chitty/" CHITTY_VERSION;
  if (options.trace) net.trace = [this](std::string_view line) { trace(line); };
  return net;
}

void Session::say(std::string_view line) const { terminal.err(redact(std::string(line)) + "\n"); }

void Session::note(std::string_view line) const {
  if (!options.quiet) say(line);
}

void Session::trace(std::string_view line) const {
  if (options.trace) say(line);
}

}  // namespace chitty
