// chitty connect mcp tools list, and mcp lint: what clients are offered, and what one of them would make of it.
#include <chitty/verdict.hpp>
#include <chittyconnect_names.hpp>

#include "../mcp/lint.hpp"
#include "mcp_setup.hpp"

namespace chittyconnect::commands {

using namespace chitty;

namespace {

constexpr std::size_t tools_a_page = 250;

}  // namespace

Result<Reply> mcp_tools_list(const McpToolsList& args, Host& host) {
  CHITTY_TRY(const auto all, installed(host));
  CHITTY_TRY(const auto box, tool_box(all, selection_of(args)));
  json::array records;
  for (const auto& [name, tool] : box.all()) {
    json::object one{{"name", name}, {"command", "chitty " + tool.command}, {"effect", tool.effect}, {"listed", box.is_listed(name)}, {"plugin", tool.plugin}, {"summary", tool.title}};
    if (tool.needs_consent()) one["consent"] = tool.confirm;
    records.push_back(std::move(one));
  }
  return Reply::records(std::move(records));
}

Result<Reply> mcp_lint(const McpLint& args, Host& host) {
  CHITTY_TRY(const auto all, installed(host));
  CHITTY_TRY(const auto box, tool_box(all, selection_of(args)));
  const auto* client = mcp::client_limits(args.client);
  const auto found = mcp::lint(*client, box.listed(), (box.listed().size() + tools_a_page - 1) / tools_a_page);
  for (const auto& one : found) CHITTY_DO(host.record(json::object{{"tool", one.tool}, {"rule", one.rule}, {"message", one.message}}));
  if (found.empty()) return Reply::nothing();
  return verdict(make_error(Code::refused, std::string(client->title) + " does not take this list of tools as it is: " + std::to_string(found.size()) + (found.size() == 1 ? " problem" : " problems"),
                            "Offer fewer commands, as with: --plugin NAME"));
}

}  // namespace chittyconnect::commands
