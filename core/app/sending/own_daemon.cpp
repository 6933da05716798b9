#include "app/sending/own_daemon.hpp"

#include "config/environment.hpp"
#include "local/daemon_proof.hpp"
#include "local/listeners.hpp"
#include "local/local_folder.hpp"
#include "net/url.hpp"

#include <memory>

namespace chitty::host {

namespace {

bool is_this_machine(const std::string& host) {
  const bool is_ipv4 = host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "::1" || (is_ipv4 && host.starts_with("127."));
}

// The address that the environment's own daemon has: what the configuration says, which every service without an address of its
// own is below.
std::string address_of(chitty_call& call, const std::string& environment) {
  const auto& root = (*call.run.config())->effective();
  const auto* address = environment_part(root, named_environment(root), environment, "baseUrl");
  return address && address->is_string() ? std::string(address->get_string()) : std::string();
}

// The data folder whose daemon must listen there: that of the owner's token, or this user's own where its daemon has that port. A
// credential for something else at an address of this machine, which somebody tries out, goes there.
std::filesystem::path folder_of_daemon(chitty_call& call, const Destination& to, std::uint16_t port) {
  constexpr std::string_view file = "file:";
  const LocalFolder own(call.run.paths.data, call.run.paths.state);
  if (to.remote.credential.starts_with(file)) {
    const std::filesystem::path token = to.remote.credential.substr(file.size());
    if (token.filename() == own.token_file().filename()) return token.parent_path();
  }
  return port_of_daemon(own.root) == port ? own.root : std::filesystem::path();
}

}  // namespace

std::function<Result<std::string>()> listener_to_prove(chitty_call& call, const Destination& to) {
  if (to.remote.environment != "local") return {};
  const auto url = parse_url(to.remote.base_url), own = parse_url(address_of(call, to.remote.environment));
  if (!url || !own || url->tls() || !is_this_machine(url->host) || url->port != own->port || !is_this_machine(own->host)) return {};
  // Asked before and after connecting: the sockets that were proved once are known by their word.
  return [port = url->port, folder = folder_of_daemon(call, to, url->port), proved = std::make_shared<std::string>()]() -> Result<std::string> {
    if (folder.empty()) return own_listener(port);
    if (!proved->empty())
      if (const auto now = own_listener(port); !now || *now == *proved) return now;
    auto word = daemon_listener(port, folder);
    if (word) *proved = *word;
    return word;
  };
}

}  // namespace chitty::host
