// What the commands of the plugin have in common; the commands themselves are in os_names.hpp, as the manifest has them.
#pragma once

#include <os_names.hpp>

namespace os::commands {

using namespace chitty;

using Port = std::optional<std::int64_t>;

// Write into the configuration where the local ChittyOS is, as `made` says (init and up of chitty.local/1 give it); the keys that
// were set. What is set already stays: another address than this machine's, the credential in use, and the database unless
// `database` (a URL or a reference to one; empty: what is configured, else SQLite) says another.
Result<json::array> write_settings(Host& host, const json::object& made, const std::string& database = {}, const std::string& blobs = {});

// The options of chitty.local/1 for what `args` says of port and TLS. INVALID_ARGUMENT: they contradict each other.
Result<json::object> up_options(const Up& args);

// Start it by them. Where it has no certificate yet to listen with TLS, one is issued first, by the daemon's own authority if there is a
// command for that.
Result<json::value> up_with_certificate(json::object options, Host& host);

// CONFLICT when `port` is another port than that at which the daemon runs: the configuration would lead nowhere.
Result<void> not_elsewhere(Port port, Host& host);

// {"port":N} if it was given.
json::object port_option(Port port);

// What the daemon says of itself as the first row, and then of each service: {name, status, problem?, …}. `problem`: what is wrong, in
// words.
Result<json::array> rows_of_status(Host& host);

// How long each of many may take that are asked how they are.
constexpr std::int64_t usual_wait_ms = 5000;

}  // namespace os::commands
