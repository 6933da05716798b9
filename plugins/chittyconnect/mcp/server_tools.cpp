// tools/list and tools/call: found, checked against its schema, consented to where it cannot be undone, run apart, told.
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>

#include "command_line.hpp"
#include "server.hpp"

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

constexpr std::size_t tools_a_page = 250;
constexpr std::string_view consent_key = "consent";

RpcError wrong_params(std::string why) { return {RpcCode::invalid_params, std::move(why), {}, 400}; }

// The form by which a person is asked.
json::object question(const Tool& tool, const json::object& arguments) {
  auto told = json::serialize(arguments);
  if (told.size() > 500) told = told.substr(0, 500) + "…";
  json::object confirm{{"type", "boolean"}, {"title", "Do it"}, {"description", "Run 'chitty " + tool.command + "'"}, {"default", false}};
  return {{"mode", "form"},
          {"message", "'chitty " + tool.command + "' with " + told + ": " + tool.title + ". " + tool.confirm + ". Do you want that?"},
          {"requestedSchema", {{"type", "object"}, {"properties", {{"confirm", std::move(confirm)}}}, {"required", {"confirm"}}}}};
}

bool says_yes(const json::value* answer) {
  if (!answer || !answer->is_object() || text_in(answer->get_object(), "action") != "accept") return false;
  const auto* content = answer->get_object().if_contains("content");
  const auto* confirmed = content && content->is_object() ? content->get_object().if_contains("confirm") : nullptr;
  return confirmed && *confirmed == true;
}

json::object not_wanted(const Tool& tool) { return error_result("The person did not agree to 'chitty " + tool.command + "'; nothing was done."); }

}  // namespace

void Server::list_tools(const Call& call) {
  const auto cursor = text_in(call.message.params, "cursor");
  const auto& all = box_.listed();
  std::size_t from = 0;
  if (call.message.params.contains("cursor")) {
    for (const unsigned char c : cursor) from = c >= '0' && c <= '9' && from < all.size() ? from * 10 + (c - '0') : all.size();
    if (cursor.empty() || from == 0 || from >= all.size() || from % tools_a_page != 0) return refuse(call, wrong_params("Invalid cursor"));
  }
  auto& text = lists_[std::to_string(from) + (call.modern ? "m" : "l")];
  if (text.empty()) {
    json::object result{{"tools", json::array()}};
    for (std::size_t i = from; i < std::min(all.size(), from + tools_a_page); ++i) result["tools"].as_array().push_back(all[i]);
    if (from + tools_a_page < all.size()) result["nextCursor"] = std::to_string(from + tools_a_page);
    if (call.modern) {
      result["resultType"] = "complete", result["ttlMs"] = 60'000, result["cacheScope"] = "private";
      result["_meta"] = {{"io.modelcontextprotocol/serverInfo", {{"name", "chitty"}, {"version", world_.version}}}};
    }
    text = json::serialize(result);
  }
  call.outlet->answer(R"({"jsonrpc":"2.0","id":)" + json::serialize(call.message.id) + R"(,"result":)" + text + "}", 200);
}

// Versions before 2025-06-18 know neither links nor structured content.
void Server::finish_tool(const Call& call, json::object result) {
  if (!call.knows("2025-06-18")) {
    result.erase("structuredContent");
    auto& content = result["content"].as_array();
    for (auto it = content.begin(); it != content.end();) it = text_in(*it, "type") == "resource_link" ? content.erase(it) : it + 1;
  }
  done(call, std::move(result));
}

// Why a value is not what the tool's schema says; empty when it is. A schema that cannot be read allows everything: the command checks by itself.
std::string Server::departure(const Tool& tool, bool input, const json::object& value) {
  const auto& schema = input ? tool.input_schema : tool.output_schema;
  if (schema.empty()) return {};
  const auto key = tool.name + (input ? "<" : ">");
  auto found = schemas_.find(key);
  if (found == schemas_.end()) {
    auto compiled = chitty::JsonSchema::compile(schema, {.show_values = false});
    if (!compiled) return input ? std::string() : "its schema is no schema";
    found = schemas_.emplace(key, *std::move(compiled)).first;
  }
  std::string all;
  for (const auto& one : found->second.check(value, 5)) all += (all.empty() ? "" : "; ") + (one.at.empty() ? std::string() : one.at.substr(1) + " ") + one.message;
  return all;
}

void Server::call_tool(Call call) {
  const auto name = text_in(call.message.params, "name");
  json::object arguments;
  if (const auto* given = call.message.params.if_contains("arguments"); given && !given->is_null()) {
    if (!given->is_object()) return refuse(call, wrong_params("The arguments of a tool must be an object"));
    arguments = given->get_object();
  }
  if (name == search_tool) return search(call, arguments);
  if (name == more_tool) return read_on(call, arguments);
  if (name == mcp::call_tool) {
    const auto wanted = text_in(arguments, "name");
    const auto* tool = box_.find(wanted);
    if (!tool) return finish_tool(call, error_result("There is no command '" + wanted.substr(0, 100) + "' here; commands_search finds those that there are."));
    const auto* inner = arguments.if_contains("arguments");
    if (inner && !inner->is_object() && !inner->is_null()) return finish_tool(call, error_result("arguments must be an object"));
    return run_command(std::move(call), *tool, inner && inner->is_object() ? inner->get_object() : json::object());
  }
  const auto* tool = box_.find(name);
  if (!tool) return refuse(call, wrong_params("Unknown tool: " + name.substr(0, 100)));
  run_command(std::move(call), *tool, std::move(arguments));
}

void Server::run_command(Call call, const Tool& tool, json::object arguments) {
  if (const auto wrong = departure(tool, true, arguments); !wrong.empty()) return finish_tool(call, error_result("Wrong arguments for " + tool.name + ": " + wrong));
  if (const auto line = command_line(tool, arguments, false); !line) return finish_tool(call, error_result("Wrong arguments for " + tool.name + ": " + line.error().message));
  if (tool.needs_consent()) return ask_consent(std::move(call), tool, std::move(arguments));
  start(call, tool, arguments, false);
}

void Server::ask_consent(Call call, const Tool& tool, json::object arguments) {
  if (!call.can_elicit()) {
    std::string line;
    if (const auto words = command_line(tool, arguments, false))
      for (const auto& word : *words) line += " " + word;
    return finish_tool(call, error_result("This needs the consent of a person (" + tool.confirm + "), and this client cannot ask for it. Nothing was done. To do it by hand: chitty" + line));
  }
  if (call.modern) {
    const Consents::Call bound{call.client->caller, call.message.method, tool.name, arguments};
    const auto state = text_in(call.message.params, "requestState");
    const auto* answers = call.message.params.if_contains("inputResponses");
    const auto* answer = answers && answers->is_object() ? answers->get_object().if_contains(consent_key) : nullptr;
    if (state.empty() || !answer) {
      json::object ask{{"method", "elicitation/create"}, {"params", question(tool, arguments)}};
      return done(call, {{"resultType", "input_required"}, {"inputRequests", {{consent_key, std::move(ask)}}}, {"requestState", consents_.issue(bound, world_.random(), world_.now())}});
    }
    if (const auto why = consents_.redeem(state, bound, world_.now()); !why.empty()) return refuse(call, wrong_params("The requestState cannot be accepted: " + why));
    if (!says_yes(answer)) return finish_tool(call, not_wanted(tool));
    return start(call, tool, arguments, true);
  }
  const auto work = begin_work(call, "Waiting for consent");
  if (!work) return;
  const json::value id("consent-" + std::to_string(call.client->next_id++));
  auto form = question(tool, arguments);
  if (!call.knows("2025-11-25")) form.erase("mode");
  call.client->asked[key_of(id)] = [this, call, work, arguments = std::move(arguments), name = tool.name](const json::object& message) {
    if (!end_work(call, work)) return;
    const auto* found = box_.find(name);
    if (!found) return refuse(call, wrong_params("Unknown tool: " + name));
    if (!says_yes(message.if_contains("result"))) return finish_tool(call, not_wanted(*found));
    start(call, *found, arguments, true);
  };
  call.outlet->message(json::serialize(mcp::request(id, "elicitation/create", std::move(form))));
}

void Server::start(const Call& call, const Tool& tool, const json::object& arguments, bool consented) {
  auto words = command_line(tool, arguments, consented);
  if (!words) return finish_tool(call, error_result(words.error().message));
  const auto work = begin_work(call, tool.title);
  if (!work) return;
  const auto line = [work](const std::string& text) {
    if (work->ended) return;
    work->last_line = text;
    if (work->wants_log) work->outlet->message(json::serialize(notification("notifications/message", {{"level", "info"}, {"logger", "chitty"}, {"data", text}})));
  };
  const auto ended = [this, call, work, name = tool.name](const Outcome& outcome) {
    if (!end_work(call, work)) return;
    const auto* found = box_.find(name);
    if (!found) return finish_tool(call, error_result("The command '" + name + "' was uninstalled meanwhile."));
    finish_tool(call, result_of(*found, outcome, pages_, call.client->caller, world_.now(), [&](const json::object& structured) { return departure(*found, false, structured); }));
  };
  if (world_.run({*std::move(words), work->stop}, line, ended)) return;
  if (end_work(call, work)) finish_tool(call, error_result("Too many commands run at once; try again in a moment."));
}

void Server::search(const Call& call, const json::object& arguments) {
  const auto query = text_in(arguments, "query");
  if (query.empty() || query.size() > 2000) return finish_tool(call, error_result("Wrong arguments for commands_search: query must be a text of 1 to 500 characters"));
  std::size_t most = 10;
  if (const auto* limit = arguments.if_contains("limit")) {
    if (!limit->is_int64() || limit->get_int64() < 1 || limit->get_int64() > 50) return finish_tool(call, error_result("Wrong arguments for commands_search: limit must be from 1 to 50"));
    most = static_cast<std::size_t>(limit->get_int64());
  }
  json::array records;
  for (const auto* tool : box_.search(query, most)) {
    json::object one{{"name", tool->name}, {"summary", tool->title}, {"effect", tool->effect}, {"plugin", tool->plugin}, {"inputSchema", tool->input_schema}};
    if (tool->needs_consent()) one["consent"] = tool->confirm;
    records.push_back(std::move(one));
  }
  finish_tool(call, structured_result(pages_.first(call.client->caller, std::move(records), world_.now())));
}

void Server::read_on(const Call& call, const json::object& arguments) {
  auto page = pages_.next(call.client->caller, text_in(arguments, "cursor"), world_.now());
  if (!page) return finish_tool(call, error_result("This cursor is unknown, or it has expired: run the command again."));
  finish_tool(call, structured_result(std::move(*page)));
}

}  // namespace chittyconnect::mcp
