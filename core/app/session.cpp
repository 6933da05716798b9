#include "app/session.hpp"

#include "app/call.hpp"
#include "config/secrets.hpp"

namespace chitty {

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
