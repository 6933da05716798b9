#include "lint.hpp"

#include <algorithm>
#include <chitty/members.hpp>
#include <set>

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

// Cursor sends the first 40 tools to its model and passes over a name that is longer than 60 with the server's; Copilot refuses more
// than 128 tools, and 64 characters; Claude Code reads one page, and its names are mcp__SERVER__TOOL.
constexpr ClientLimits clients[] = {
    {"claude-code", "Claude Code", 1000, 64, "mcp__chitty__", true},
    {"copilot", "GitHub Copilot", 128, 64, "mcp_chitty_", false},
    {"cursor", "Cursor", 40, 60, "chitty:", true},
};

void check_schema(const json::object& tool, const char* member, std::vector<Finding>& found) {
  const auto* schema = tool.if_contains(member);
  if (!schema) return;
  const auto name = text_in(tool, "name");
  const std::string at(member);
  if (!schema->is_object() || text_in(schema->get_object(), "type") != "object") return found.push_back({name, "root-object", at + " must have type object at its root"});
  for (const auto* word : {"oneOf", "anyOf", "allOf"})
    if (schema->get_object().contains(word)) found.push_back({name, "root-composition", at + " must not have " + word + " at its root"});
  if (schema->get_object().contains("$schema")) found.push_back({name, "dialect", at + " must not have $schema"});
}

bool is_plain(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
}

}  // namespace

const ClientLimits* client_limits(std::string_view name) {
  for (const auto& one : clients)
    if (one.name == name) return &one;
  return nullptr;
}

std::vector<Finding> lint(const ClientLimits& client, const std::vector<json::object>& tools, std::size_t pages) {
  std::vector<Finding> found;
  const std::string who(client.title);
  if (tools.size() > client.tools) found.push_back({{}, "tools", std::to_string(tools.size()) + " tools are listed, and " + who + " takes " + std::to_string(client.tools)});
  if (pages > 1 && client.reads_one_page) found.push_back({{}, "pages", "the list has " + std::to_string(pages) + " pages, and " + who + " reads the first"});
  std::set<std::string> names;
  for (const auto& tool : tools) {
    const auto name = text_in(tool, "name");
    if (!names.insert(name).second) found.push_back({name, "unique", "two tools have this name"});
    if (!is_plain(name)) found.push_back({name, "characters", "the name must have letters, digits, _ and - only"});
    if (const auto length = client.prefix.size() + name.size(); length > client.name_length)
      found.push_back({name, "name", std::string(client.prefix) + name + " has " + std::to_string(length) + " characters, and " + who + " takes " + std::to_string(client.name_length)});
    if (text_in(tool, "description").empty()) found.push_back({name, "description", "it has no description"});
    if (!tool.contains("inputSchema")) found.push_back({name, "root-object", "it has no inputSchema"});
    check_schema(tool, "inputSchema", found);
    check_schema(tool, "outputSchema", found);
  }
  return found;
}

}  // namespace chittyconnect::mcp
