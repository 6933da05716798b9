// What a client would refuse, drop or cut off of a list of tools: by a table of what is known of each.
#ifndef CHITTYCONNECT_MCP_LINT_HPP
#define CHITTYCONNECT_MCP_LINT_HPP

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chittyconnect::mcp {

namespace json = boost::json;

struct ClientLimits {
  std::string_view name, title;
  std::size_t tools;        // at most as many
  std::size_t name_length;  // of a tool's name with what the client puts before it
  std::string_view prefix;  // which is this, for a server that is called chitty
  bool reads_one_page;      // passes over nextCursor
};

// By name; null when we know nothing of it.
const ClientLimits* client_limits(std::string_view name);

struct Finding {
  std::string tool, rule, message;  // `tool` is empty for what concerns all of them
};

// `pages`: how many pages tools/list has.
std::vector<Finding> lint(const ClientLimits& client, const std::vector<json::object>& tools, std::size_t pages);

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_LINT_HPP
