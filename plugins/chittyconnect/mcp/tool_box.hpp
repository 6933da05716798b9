// Every command that may be a tool here, and which of them a client is shown. Clients take few: so a small set is listed, and two
// tools lead to the rest, one that searches and one that calls what was found.
#ifndef CHITTYCONNECT_MCP_TOOL_BOX_HPP
#define CHITTYCONNECT_MCP_TOOL_BOX_HPP

#include <map>
#include <string>
#include <vector>

#include "tool.hpp"

namespace chittyconnect::mcp {

struct Selection {
  std::vector<std::string> plugins;  // only these; none: all
  std::vector<std::string> allow;    // what may change something: an effect ("create") or the beginning of a path ("id mint", "id")
  std::size_t listed = 24;           // at most as many commands, besides our own tools; --all: as many as there are
};

inline constexpr std::string_view search_tool = "commands_search", call_tool = "commands_call", more_tool = "results_more";

class ToolBox {
 public:
  // `plugins`: as chitty.catalogue/1 writes them; `builtin`: the host's own manifest, or an empty object.
  ToolBox(const std::vector<json::object>& plugins, const json::object& builtin, Selection selection);

  // By its name, whether it is listed or not; null when there is none, or it may not be called.
  const Tool* find(std::string_view name) const;

  // Those of the names, and our own three first, as tools/list has them.
  const std::vector<json::object>& listed() const { return listed_; }

  // What is not listed is called by another name.
  bool is_listed(std::string_view name) const;

  // The best first, by words of name, summary and description.
  std::vector<const Tool*> search(std::string_view query, std::size_t most) const;

  const std::map<std::string, Tool, std::less<>>& all() const { return tools_; }
  bool reads_only() const;
  std::vector<std::string> unknown_allowances() const;  // of `allow` and `plugins`: words that nothing answers to

 private:
  void take(const json::object& manifest);
  bool may(const Tool& tool) const;
  std::vector<std::string> chosen() const;

  Selection selection_;
  std::vector<std::string> order_;  // names of plugins
  std::map<std::string, std::vector<std::string>, std::less<>> by_plugin_;
  std::map<std::string, Tool, std::less<>> tools_;
  std::map<std::string, bool, std::less<>> shown_;
  std::vector<json::object> listed_;
};

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_TOOL_BOX_HPP
