// chitty connect mcp start, stop, status: the server for HTTP clients as a process of its own.
#include <chitty/members.hpp>
#include <chittyconnect_names.hpp>
#include <sys/stat.h>

#include "mcp_setup.hpp"

namespace chittyconnect::commands {

using namespace chitty;

namespace {

json::object told(const json::object& facts) {
  const bool running = facts.contains("running") && facts.at("running") == true;
  json::object out{{"running", running}, {"message", running ? "The MCP server is running" : "The MCP server is not running"}};
  if (!running) return out;
  out["url"] = text_in(facts, "address");
  for (const auto* member : {"pid", "uptimeMs", "log", "alreadyRunning"})
    if (const auto* value = facts.if_contains(member)) out[member] = *value;
  const auto file = text_in(facts, "folder") + "/token";
  struct stat found {};
  if (::stat(file.c_str(), &found) == 0) out["tokenFile"] = file;
  return out;
}

void add(json::array& words, std::string_view option, const std::vector<std::string>& values) {
  for (const auto& value : values) words.emplace_back("--" + std::string(option) + "=" + value);
}

}  // namespace

Result<Reply> mcp_start(const McpStart& args, Host& host) {
  CHITTY_TRY(const auto all, installed(host));
  CHITTY_DO(tool_box(all, selection_of(args)));  // what is wrong with the words is told here, not in a log
  json::array words{"connect", "mcp", "serve", "--http"};
  if (args.port) words.emplace_back("--port=" + std::to_string(*args.port));
  add(words, "plugin", args.plugin);
  add(words, "allow", args.allow);
  if (args.all) words.emplace_back("--all");
  words.emplace_back("--auth=" + args.auth);
  CHITTY_TRY(const auto facts, host.daemon("background-start", {{"name", background_name}, {"words", words}}));
  auto record = told(facts.as_object());
  if (facts.as_object().contains("alreadyRunning") && facts.at("alreadyRunning") == true) record["message"] = "The MCP server is already running";
  return Reply(std::move(record));
}

Result<Reply> mcp_stop(const McpStop& args, Host& host) {
  json::object options{{"name", background_name}};
  if (args.wait) options["timeoutMs"] = *args.wait;
  CHITTY_TRY(const auto done, host.daemon("background-stop", options));
  const bool stopped = done.at("stopped") == true;
  json::object record{{"stopped", stopped}, {"message", stopped ? "The MCP server has stopped" : "The MCP server is not running"}};
  if (const auto* pid = done.as_object().if_contains("pid")) record["pid"] = *pid;
  return Reply(std::move(record));
}

Result<Reply> mcp_status(Host& host) {
  CHITTY_TRY(const auto facts, host.daemon("background-status", {{"name", background_name}}));
  return Reply(told(facts.as_object()));
}

}  // namespace chittyconnect::commands
