// A tool's arguments as the words of its command. Options are bound by `=` and arguments stand behind `--`, so that no value can be
// taken for an option, whatever a model writes.
#ifndef CHITTYCONNECT_MCP_COMMAND_LINE_HPP
#define CHITTYCONNECT_MCP_COMMAND_LINE_HPP

#include <chitty/error.hpp>
#include <string>
#include <vector>

#include "tool.hpp"

namespace chittyconnect::mcp {

// `arguments` fit the tool's input schema already. INVALID_ARGUMENT: one is left out that stands before another one that is given; a
// text that cannot be a word.
chitty::Result<std::vector<std::string>> command_line(const Tool& tool, const json::object& arguments, bool consented);

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_COMMAND_LINE_HPP
