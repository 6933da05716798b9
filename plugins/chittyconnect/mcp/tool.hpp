// A command of a plugin as a tool of MCP: its name, its schemas, what a client may think of it. All of it is from the manifest.
#ifndef CHITTYCONNECT_MCP_TOOL_HPP
#define CHITTYCONNECT_MCP_TOOL_HPP

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chittyconnect::mcp {

namespace json = boost::json;

// Clients put the server's name before a tool's ("mcp__chitty__id_mint") and then count: Cursor passes over what is longer than 60.
constexpr std::size_t longest_name = 46;

struct Tool {
  // How what the command gives becomes the structured content: its record itself, {"record":…}, {"records":[…]}, or none: text.
  enum class Shape {
    object,
    record,
    records,
    text
  };

  std::string name, command, plugin, effect;
  std::string title, description;
  std::string confirm;  // what would be lost; empty when nobody has to be asked
  Shape shape = Shape::object;
  json::array arguments, options;  // as declared, without those that are not the model's to give
  json::array fixed;               // options that are given always: a file to write is standard output
  json::object input_schema, output_schema;
  json::array examples;

  bool is_read() const { return effect == "read"; }
  bool needs_consent() const { return !confirm.empty(); }
  json::object annotations() const;
  json::object listing() const;  // as tools/list has it
};

// "id_session_export"; of a path that is too long its beginning and a hash.
std::string tool_name(std::string_view path);

// None where it can be no tool: hidden, without an end, one that needs a secret typed, or ours.
std::optional<Tool> tool_of(const json::object& command, const json::object& manifest);

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_TOOL_HPP
