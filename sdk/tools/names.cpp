#include "names.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>
#include <string_view>
#include <vector>

#include "members_of.hpp"
#include "records_of.hpp"

namespace chitty::tool {

namespace json = boost::json;

namespace {

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

const json::object* object_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? value->if_object() : nullptr;
}

const json::array& array_of(const json::object& object, std::string_view name) {
  static const json::array none;
  const auto* value = object.if_contains(name);
  return value && value->is_array() ? value->get_array() : none;
}

// "id mint" of a plugin with the one root "id" is `mint`; with several roots it is `id_mint`.
std::string function_of(const json::object& manifest, const json::object& command) {
  auto path = text_of(command, "path");
  if (array_of(manifest, "roots").size() == 1) path.erase(0, path.find(' ') + 1);
  return identifier_of(path);
}

void add_commands(std::string& out, const json::object& manifest) {
  std::string table;
  for (const auto& entry : array_of(manifest, "commands")) {
    const auto& command = entry.get_object();
    if (command.contains("request")) continue;
    const auto path = text_of(command, "path"), function = function_of(manifest, command);
    const auto arguments = struct_of_arguments(struct_name_of(function), command);
    out += "\n// chitty " + path + ": " + text_of(command, "summary") + "\n";
    auto call = function + "(host)";
    if (arguments.empty()) {
      out += "chitty::Result<chitty::Reply> " + function + "(chitty::Host& host);\n";
    } else {
      out += arguments.text("");
      out += "chitty::Result<chitty::Reply> " + function + "(const " + arguments.name + "& args, chitty::Host& host);\n";
      call = function + "(" + arguments.name + "(given.all()), host)";
    }
    table += "      {\"" + path + "\", [](const chitty::Arguments&" + (arguments.empty() ? "" : " given") +
             ", chitty::Host& host) { return " + call + "; }},\n";
  }
  if (table.empty()) return;
  out += "\ninline std::vector<chitty::Command> table() {\n  return {\n" + table + "  };\n}\n";
}

// What of a route is declared in a way that the code can be given: path, query, body; or the lines of its body, which the
// code takes one by one.
struct Taken {
  Struct path{"Path"}, query{"Query"}, body{"Body"}, line{"Line"};
  bool at_once() const { return !path.empty() || !query.empty() || !body.empty(); }
};

Taken taken_by(const json::object& route, Schemas& schemas) {
  Taken taken;
  if (text_of(route, "check") == "handler") return taken;
  if (const auto* parameters = object_of(route, "parameters")) taken.path = schemas.struct_of_parameters("Path", *parameters);
  if (const auto* query = object_of(route, "query")) taken.query = schemas.struct_of("Query", *query);
  const auto* body = object_of(route, "body");
  const auto* line = body ? object_of(*body, "ndjson") : nullptr;
  if (line)
    taken.line = schemas.struct_of("Line", *line);
  else if (body)
    taken.body = schemas.struct_of("Body", *body);
  return taken;
}

bool is_once(const json::object& route) {
  const auto* once = route.if_contains("once");
  return once && *once == json::value(true);
}

void add_route(std::string& out, const std::string& function, const json::object& route, const Taken& taken) {
  const auto name = struct_name_of(function);
  const auto result = std::string("chitty::Result<") + (is_once(route) ? "chitty::json::object> " : "chitty::Response> ");
  out += "\n// " + text_of(route, "method") + " " + text_of(route, "path") + ": " + text_of(route, "summary") + "\n";
  if (taken.at_once() || !taken.line.empty()) out += "struct " + name + " {\n";
  if (!taken.line.empty()) out += taken.line.text("  ");
  if (!taken.at_once()) {
    if (!taken.line.empty()) out += "};\n";
    out += result + function + "(chitty::Service& service);\n";
    return;
  }
  std::string made;
  const auto part = [&](const Struct& type, const char* member, const char* from) {
    if (type.empty()) return;
    out += type.text("  ") + "  " + type.name + " " + member + ";\n";
    made += (made.empty() ? "" : ", ") + type.name + "(" + from + ")";
  };
  const auto text_part = [&](Struct type, const char* member, const char* tree, const char* text) {
    type.from_text = type.base.empty() && type.inner.empty();
    part(type, member, type.from_text ? text : tree);
  };
  text_part(taken.path, "path", "service.parameters()", "service.parameters_view()");
  text_part(taken.query, "query", "service.queries()", "service.queries_view()");
  part(taken.body, "body", "body");
  out += "  static chitty::Result<" + name + "> of(chitty::Service& service) {\n";
  if (!taken.body.empty()) out += "    CHITTY_TRY(const auto body, service.body());\n";
  out += "    return " + name + "{" + made + "};\n  }\n};\n";
  out += result + function + "(chitty::Service& service, const " + name + "& given);\n";
}

void add_routes(std::string& out, const json::object& manifest, Schemas& schemas) {
  const auto* service = object_of(manifest, "service");
  if (!service) return;
  std::string table;
  std::set<std::string> seen;  // several routes may have one handler: the first says what it takes
  for (const auto& entry : array_of(*service, "routes")) {
    const auto& route = entry.get_object();
    const auto handler = text_of(route, "handler");
    if (!seen.insert(handler).second) continue;
    const auto function = identifier_of(handler);
    const auto taken = taken_by(route, schemas);
    add_route(out, function, route, taken);
    const auto with = is_once(route) ? "once" : taken.at_once() ? "given"
                                                                : "";
    const auto type = taken.at_once() ? "<" + struct_name_of(function) + ">" : std::string();
    table += "      {\"" + handler + "\", " +
             (*with ? std::string("[](chitty::Service& service) { return chitty::") + with + type + "(service, " + function + "); }"
                    : function) +
             "},\n";
  }
  out += "\ninline std::vector<chitty::Route> table() {\n  return {\n" + table + "  };\n}\n";
}

}  // namespace

std::string names_of(const json::object& manifest) {
  const auto plugin = text_of(manifest, "name"), space = identifier_of(plugin);
  std::string guard = space;
  std::transform(guard.begin(), guard.end(), guard.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
  static const json::object none;
  const auto* defs = object_of(manifest, "$defs");
  Schemas schemas(defs ? *defs : none);
  std::string commands, routes;
  add_commands(commands, manifest);
  add_routes(routes, manifest, schemas);
  std::string out = "// What the manifest of " + plugin +
                    " declares; written by chitty-manifest, not by hand.\n#ifndef " + guard + "_NAMES_HPP\n#define " +
                    guard + "_NAMES_HPP\n\n#include <chitty/names.hpp>\n";
  const auto add = [&](const char* part, const std::string& text) {
    if (!text.empty())
      out += "\nnamespace " + space + "::" + part + " {\n" + text + "\n}  // namespace " + space + "::" + part + "\n";
  };
  add("shapes", schemas.used() + records_of(manifest));
  add("commands", commands);
  add("routes", routes);
  return out + "\n#endif\n";
}

}  // namespace chitty::tool
