// What `mcp serve`, `mcp tools list` and `mcp lint` have in common: the tools as the person wants them, and what the server needs of the host.
#ifndef CHITTYCONNECT_COMMANDS_MCP_SETUP_HPP
#define CHITTYCONNECT_COMMANDS_MCP_SETUP_HPP

#include <chitty/host.hpp>

#include "../mcp/calls.hpp"

namespace chittyconnect::commands {

inline constexpr std::string_view background_name = "mcp";

// The catalogue, and what it was like: another text when something was installed, updated or removed.
struct Installed {
  std::vector<chitty::json::object> plugins;
  chitty::json::object builtin;
  std::string fingerprint;
};
chitty::Result<Installed> installed(chitty::Host& host);

// INVALID_ARGUMENT: words that nothing answers to.
chitty::Result<mcp::ToolBox> tool_box(const Installed& installed, const mcp::Selection& selection);

template <class Args>
mcp::Selection selection_of(const Args& args) {
  mcp::Selection selection{args.plugin, args.allow};
  if (args.all) selection.listed = static_cast<std::size_t>(-1);
  return selection;
}

// 43 characters that nobody can guess.
std::string unguessable(chitty::Host& host);

mcp::World world_of(chitty::Host& host, mcp::Calls& calls);

// Runs one command apart; on any thread.
mcp::Outcome run_apart(chitty::Host& host, const mcp::Order& order, const std::function<void(std::string_view)>& line);

}  // namespace chittyconnect::commands

#endif  // CHITTYCONNECT_COMMANDS_MCP_SETUP_HPP
