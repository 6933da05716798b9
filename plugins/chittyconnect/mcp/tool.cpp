#include "tool.hpp"

#include <algorithm>
#include <cstdint>
#include <chitty/members.hpp>

#include "schemas.hpp"

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

// FNV-1a: the same on every machine, and a name is no secret.
std::string short_hash(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const unsigned char c : text) hash = (hash ^ c) * 16777619U;
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (int shift = 28; shift >= 0; shift -= 4) out += digits[(hash >> shift) & 15U];
  return out;
}

bool is_true(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value && value->is_bool() && value->get_bool();
}

const json::array& list_in(const json::object& object, std::string_view member) {
  static const json::array none;
  const auto* value = object.if_contains(member);
  return value && value->is_array() ? value->get_array() : none;
}

// The argument by which a command writes a file: a model gets the content instead.
std::string download_of(const json::object& command) {
  const auto* request = command.if_contains("request");
  return request && request->is_object() ? text_in(request->get_object(), "download") : std::string();
}

// What of these may be given by a model; false when one that must be given may not.
bool sort_out(const json::array& declared, const std::string& download, bool are_options, json::array& kept, json::array& fixed) {
  for (const auto& one : declared) {
    if (!one.is_object()) continue;
    const auto name = text_in(one, "name");
    if (name == download) {
      if (!are_options) return false;
      fixed.emplace_back("--" + name + "=-");
    } else if (text_in(one, "type") == "secret") {
      if (is_true(one.get_object(), "required")) return false;
    } else {
      kept.push_back(one);
    }
  }
  return true;
}

// What the person would be told before it happens.
std::string loss(const json::object& command) {
  if (auto said = text_in(command, "confirm"); !said.empty()) return said;
  return text_in(command, "effect") == "delete" ? "it cannot be undone" : "";
}

std::string words_of(const json::object& command) {
  std::string text = text_in(command, "summary") + ".";
  if (const auto more = text_in(command, "description"); !more.empty()) text += " " + more;
  const auto& examples = list_in(command, "examples");
  if (!examples.empty()) text += " On a command line: " + text_in(examples[0], "command");
  return text;
}

}  // namespace

std::string tool_name(std::string_view path) {
  std::string name(path);
  std::replace(name.begin(), name.end(), ' ', '_');
  if (name.size() <= longest_name) return name;
  return name.substr(0, longest_name - 9) + "_" + short_hash(path);
}

std::optional<Tool> tool_of(const json::object& command, const json::object& manifest) {
  const auto* view = command.if_contains("view");
  const auto kind = view && view->is_object() ? text_in(view->get_object(), "kind") : std::string();
  Tool tool;
  tool.command = text_in(command, "path");
  if (tool.command.empty() || kind.empty() || kind == "stream" || is_true(command, "hidden") || tool.command.starts_with("connect mcp ")) return std::nullopt;
  const auto download = download_of(command);
  if (!sort_out(list_in(command, "arguments"), download, false, tool.arguments, tool.fixed)) return std::nullopt;
  if (!sort_out(list_in(command, "options"), download, true, tool.options, tool.fixed)) return std::nullopt;
  tool.name = tool_name(tool.command);
  tool.plugin = text_in(manifest, "name");
  tool.effect = text_in(command, "effect");
  tool.title = text_in(command, "summary");
  tool.description = words_of(command);
  tool.confirm = loss(command);
  tool.examples = list_in(command, "examples");
  tool.input_schema = input_schema(tool.arguments, tool.options);
  const auto* reply = command.if_contains("reply");
  const bool many = kind == "list" || !list_in(view->get_object(), "listWith").empty();
  if (kind == "raw" || kind == "none" || !download.empty()) {
    tool.shape = Tool::Shape::text;
  } else if (many) {
    tool.shape = Tool::Shape::records;
    tool.output_schema = records_schema(reply && reply->is_object() && kind == "list" ? reply->get_object() : json::object(), manifest);
  } else {
    tool.output_schema = record_schema(reply && reply->is_object() ? reply->get_object() : json::object(), manifest);
    const auto* members = tool.output_schema.if_contains("properties");
    tool.shape = members && members->as_object().size() == 1 && members->as_object().contains("record") ? Tool::Shape::record : Tool::Shape::object;
  }
  return tool;
}

json::object Tool::annotations() const {
  const bool adds = effect == "create" && confirm.empty();
  json::object out{{"title", title}, {"readOnlyHint", is_read()}};
  if (!is_read()) out["destructiveHint"] = !adds, out["idempotentHint"] = effect == "update" || effect == "delete";
  out["openWorldHint"] = true;
  return out;
}

json::object Tool::listing() const {
  json::object out{{"name", name}, {"title", title}, {"description", description}, {"inputSchema", input_schema}, {"annotations", annotations()}};
  if (!output_schema.empty()) out["outputSchema"] = output_schema;
  return out;
}

}  // namespace chittyconnect::mcp
