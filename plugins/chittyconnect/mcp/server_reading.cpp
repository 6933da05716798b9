// resources and prompts: the catalogue, the configuration (without secrets: the host leaves them out), recent events, long results;
// and the manifests' examples as prompts.
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>

#include "server.hpp"

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

constexpr std::string_view config_uri = "chitty://config", catalogue_uri = "chitty://catalogue", events_uri = "chitty://events";
constexpr std::string_view command_uri = "chitty://commands/", result_uri = "chitty://results/";
constexpr std::string_view events_tool = "chronicle_query", config_tool = "config_list";

json::object resource(std::string_view uri, std::string_view name, std::string_view description) {
  return {{"uri", uri}, {"name", name}, {"description", description}, {"mimeType", "application/json"}};
}

// What an argument of a prompt is: those that a command cannot be run without.
json::array prompt_arguments(const Tool& tool) {
  json::array out;
  const auto* required = tool.input_schema.if_contains("required");
  for (const auto& name : required ? required->as_array() : json::array()) {
    const auto& members = tool.input_schema.at("properties").as_object();
    out.push_back({{"name", name}, {"description", text_in(members.at(name.as_string()), "description")}, {"required", true}});
  }
  return out;
}

}  // namespace

void Server::list_resources(const Call& call) {
  if (call.message.params.contains("cursor")) return refuse(call, {RpcCode::invalid_params, "Invalid cursor", {}, 400});
  json::array all{resource(catalogue_uri, "Commands", "Every command that can be called here")};
  if (box_.find(config_tool)) all.push_back(resource(config_uri, "Configuration", "The settings in force, without secrets"));
  if (box_.find(events_tool)) all.push_back(resource(events_uri, "Recent events", "What was done in this ChittyOS, the newest first"));
  done(call, {{"resources", std::move(all)}}, true);
}

void Server::list_templates(const Call& call) {
  json::array all{{{"uriTemplate", "chitty://commands/{name}"}, {"name", "A command"}, {"description", "Its schemas and examples"}, {"mimeType", "application/json"}},
                  {{"uriTemplate", "chitty://results/{cursor}"}, {"name", "More of a result"}, {"description", "The page that a nextCursor stands for"}, {"mimeType", "application/json"}}};
  done(call, {{"resourceTemplates", std::move(all)}}, true);
}

void Server::give_resource(const Call& call, const std::string& uri, std::string_view type, std::string text) {
  done(call, {{"contents", {{{"uri", uri}, {"mimeType", type}, {"text", std::move(text)}}}}}, true);
}

// What a command says, whole: one page of it.
void Server::read_by_command(const Call& call, const std::string& uri, std::vector<std::string> words) {
  const auto work = begin_work(call, "Reading " + uri);
  if (!work) return;
  const auto ended = [this, call, work, uri](const Outcome& outcome) {
    if (!end_work(call, work)) return;
    Tool tool;
    tool.shape = Tool::Shape::records, tool.effect = "read", tool.command = uri;
    const auto result = result_of(tool, outcome, pages_, call.client->caller, world_.now(), {});
    const auto text = text_in(result.at("content").as_array()[0], "text");
    if (result.contains("isError")) return refuse(call, {RpcCode::internal_error, text, {}, 200});
    give_resource(call, uri, "application/json", text);
  };
  if (!world_.run({std::move(words), work->stop}, {}, ended) && end_work(call, work)) refuse(call, {RpcCode::internal_error, "Too many commands run at once", {}, 503});
}

void Server::read_resource(const Call& call) {
  const auto uri = text_in(call.message.params, "uri");
  if (uri.empty()) return refuse(call, {RpcCode::invalid_params, "resources/read needs params.uri", {}, 400});
  if (uri == config_uri && box_.find(config_tool)) return read_by_command(call, uri, {"config", "list"});
  if (uri == events_uri && box_.find(events_tool)) return read_by_command(call, uri, {"chronicle", "query", "--limit=50"});
  if (uri == catalogue_uri) {
    json::array all;
    for (const auto& [name, tool] : box_.all()) all.push_back({{"name", name}, {"summary", tool.title}, {"effect", tool.effect}, {"plugin", tool.plugin}, {"listed", box_.is_listed(name)}});
    return give_resource(call, uri, "application/json", json::serialize(all));
  }
  if (uri.starts_with(command_uri))
    if (const auto* tool = box_.find(uri.substr(command_uri.size()))) {
      auto told = tool->listing();
      told["command"] = "chitty " + tool->command, told["examples"] = tool->examples;
      return give_resource(call, uri, "application/json", json::serialize(told));
    }
  if (uri.starts_with(result_uri))
    if (auto page = pages_.next(call.client->caller, uri.substr(result_uri.size()), world_.now())) return give_resource(call, uri, "application/json", json::serialize(*page));
  refuse(call, {call.modern ? RpcCode::invalid_params : RpcCode::resource_not_found, "Resource not found", {{"uri", uri.substr(0, 500)}}, 400});
}

void Server::list_prompts(const Call& call) {
  if (call.message.params.contains("cursor")) return refuse(call, {RpcCode::invalid_params, "Invalid cursor", {}, 400});
  json::array all;
  for (const auto& [name, tool] : box_.all()) {
    if (!box_.is_listed(name) || tool.examples.empty()) continue;
    json::object one{{"name", name}, {"title", tool.title}, {"description", text_in(tool.examples[0], "summary")}};
    if (auto arguments = prompt_arguments(tool); !arguments.empty()) one["arguments"] = std::move(arguments);
    all.push_back(std::move(one));
  }
  done(call, {{"prompts", std::move(all)}}, true);
}

void Server::get_prompt(const Call& call) {
  const auto name = text_in(call.message.params, "name");
  const auto* tool = box_.find(name);
  if (!tool || tool->examples.empty()) return refuse(call, {RpcCode::invalid_params, "Unknown prompt: " + name.substr(0, 100), {}, 400});
  json::object given;
  if (const auto* arguments = call.message.params.if_contains("arguments"); arguments && arguments->is_object()) given = arguments->get_object();
  for (const auto& one : prompt_arguments(*tool))
    if (!given.contains(text_in(one, "name"))) return refuse(call, {RpcCode::invalid_params, "The prompt needs the argument " + text_in(one, "name"), {}, 400});
  std::string text = tool->title + " with the tool " + name + (box_.is_listed(name) ? "" : " (by commands_call)");
  text += given.empty() ? "." : " and these arguments: " + json::serialize(given) + ".";
  text += " Examples on a command line:";
  for (const auto& example : tool->examples) text += "\n- " + text_in(example, "command") + " (" + text_in(example, "summary") + ")";
  json::object message{{"role", "user"}, {"content", {{"type", "text"}, {"text", std::move(text)}}}};
  done(call, {{"description", tool->title}, {"messages", {std::move(message)}}});
}

// What an argument may be, as far as a manifest says it: its choices; the names of commands for their template.
void Server::complete(const Call& call) {
  const auto& params = call.message.params;
  const auto *ref = params.if_contains("ref"), *argument = params.if_contains("argument");
  if (!ref || !ref->is_object() || !argument || !argument->is_object()) return refuse(call, {RpcCode::invalid_params, "completion/complete needs params.ref and params.argument", {}, 400});
  const auto type = text_in(*ref, "type"), begun = text_in(*argument, "value"), name = text_in(*argument, "name");
  std::vector<std::string> all;
  if (type == "ref/prompt") {
    const auto* tool = box_.find(text_in(*ref, "name"));
    if (!tool) return refuse(call, {RpcCode::invalid_params, "Unknown prompt: " + text_in(*ref, "name").substr(0, 100), {}, 400});
    const auto* schema = tool->input_schema.at("properties").as_object().if_contains(name);
    const auto* choices = schema ? schema->as_object().if_contains("enum") : nullptr;
    for (const auto& choice : choices ? choices->as_array() : json::array())
      if (choice.is_string()) all.emplace_back(choice.get_string());
  } else if (text_in(*ref, "uri") == "chitty://commands/{name}") {
    for (const auto& [tool, unused] : box_.all()) all.push_back(tool);
  }
  std::erase_if(all, [&](const auto& one) { return !one.starts_with(begun); });
  json::array values;
  for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 100); ++i) values.emplace_back(all[i]);
  done(call, {{"completion", {{"values", std::move(values)}, {"total", all.size()}, {"hasMore", all.size() > 100}}}});
}

}  // namespace chittyconnect::mcp
