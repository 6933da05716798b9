#include "mcp_setup.hpp"

#include <algorithm>
#include <chitty/base64.hpp>
#include <chitty/members.hpp>

namespace chittyconnect::commands {

using namespace chitty;

namespace {

constexpr auto most_time = std::chrono::seconds(55);  // clients wait for a minute
constexpr std::size_t most_output = 4 << 20;
constexpr std::size_t most_errors = 64 << 10;

}  // namespace

Result<Installed> installed(Host& host) {
  Installed all;
  CHITTY_DO(host.catalogue().each([&](const json::object& plugin) -> Result<void> {
    all.fingerprint += text_in(plugin, "name") + " " + text_in(plugin, "sha256") + (plugin.contains("reason") ? " refused\n" : "\n");
    all.plugins.push_back(plugin);
    return {};
  }));
  CHITTY_TRY(all.builtin, host.catalogue().builtin());
  return all;
}

Result<mcp::ToolBox> tool_box(const Installed& installed, const mcp::Selection& selection) {
  mcp::ToolBox box(installed.plugins, installed.builtin, selection);
  const auto unknown = box.unknown_allowances();
  if (unknown.empty()) return box;
  const bool is_plugin = std::find(selection.plugins.begin(), selection.plugins.end(), unknown[0]) != selection.plugins.end();
  return usage_error((is_plugin ? "no plugin '" : "no command begins with '") + unknown[0] + (is_plugin ? "' has commands for MCP clients" : "'"),
                     is_plugin ? "List the plugins: chitty plugin list" : "List the commands: chitty help");
}

std::string unguessable(Host& host) {
  const auto bytes = host.crypto().random(32);
  return bytes ? base64url(*bytes) : throw std::runtime_error("there is no randomness");
}

mcp::World world_of(Host& host, mcp::Calls& calls) {
  mcp::World world;
  world.now = [&host] { return host.now(); };
  world.random = [&host] { return unguessable(host); };
  world.sha256 = [crypto = host.crypto()](std::string_view text) { return crypto.sha256(text); };
  world.run = [&calls](mcp::Order order, std::function<void(std::string)> line, std::function<void(mcp::Outcome)> done) { return calls.run(std::move(order), std::move(line), std::move(done)); };
  world.version = CHITTY_PLUGIN_VERSION;
  return world;
}

mcp::Outcome run_apart(Host& host, const mcp::Order& order, const std::function<void(std::string_view)>& line) {
  mcp::Outcome outcome;
  Host::Apart apart;
  apart.words = order.words, apart.time = most_time, apart.output_bytes = most_output;
  apart.line = [&](std::string_view said) {
    if (outcome.errors.size() < most_errors) outcome.errors += std::string(said) + "\n";
    line(said);
  };
  apart.stop = [stop = order.stop] { return stop->load(); };
  auto end = host.run_apart(apart);
  if (!end) {
    outcome.ended = end.error().code == Code::cancelled ? "stopped" : "exited";
    outcome.exit_code = 1, outcome.errors += end.error().message;
    return outcome;
  }
  outcome.ended = end->ended, outcome.exit_code = end->exit_code, outcome.signal = end->signal, outcome.duration_ms = end->duration.count();
  outcome.output = std::move(end->output), outcome.output_bytes = end->output_bytes;
  return outcome;
}

}  // namespace chittyconnect::commands
