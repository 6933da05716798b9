#include "members_of.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::tool {

namespace json = boost::json;

namespace {

const std::string shapes = "shapes::";

constexpr std::array keywords{
    "and", "auto", "bool", "break", "case", "catch", "char", "class", "const",
    "continue", "default", "delete", "do", "double", "else", "enum", "explicit", "export",
    "extern", "false", "float", "for", "friend", "goto", "if", "inline", "int",
    "long", "mutable", "namespace", "new", "not", "operator", "or", "private", "protected",
    "public", "register", "requires", "return", "short", "signed", "sizeof", "static", "struct",
    "switch", "table", "template", "this", "throw", "true", "try", "typedef", "typename",
    "union", "unsigned", "using", "virtual", "void", "volatile", "while", "xor"};

bool is_true(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && *value == true;
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// A default that C++ can be initialised with; empty for another.
std::string initial_of(const std::string& type, const json::value* value) {
  const bool fits = value && ((type == "std::string" && value->is_string()) ||
                              (type == "std::int64_t" && (value->is_int64() || value->is_uint64())) ||
                              (type == "double" && value->is_number()) || (type == "bool" && value->is_bool()) ||
                              (type == "chitty::json::value" && value->is_string()));
  return fits ? " = " + json::serialize(*value) : std::string();
}

// What may be absent, and has no value of its own then, is optional; texts and lists are empty.
Member member_of(std::string_view wire, std::string type, bool always, const json::value* fallback) {
  Member member{std::string(wire), identifier_of(wire), std::move(type), {}, {}};
  member.initial = initial_of(member.type, fallback);
  if (!member.initial.empty()) return member;
  const bool number = member.type == "std::int64_t" || member.type == "double", flag = member.type == "bool";
  const bool is_struct = member.type.find(':') == std::string::npos ? !number && !flag : member.type.starts_with(shapes);
  if (!always && (number || flag || is_struct))
    member.type = "std::optional<" + member.type + ">";
  else if (number || flag)
    member.initial = number ? " = 0" : " = false";
  return member;
}

// The name of the shape in `{"$ref": "#/$defs/NAME"}`; else empty.
std::string_view shape_in(const json::object& schema) {
  constexpr std::string_view prefix = "#/$defs/";
  const auto* reference = schema.if_contains("$ref");
  if (!reference || !reference->is_string() || !reference->get_string().starts_with(prefix)) return {};
  return std::string_view(reference->get_string()).substr(prefix.size());
}

std::string_view kind_of(const json::value& value) {
  if (value.is_string()) return "string";
  if (value.is_bool()) return "boolean";
  if (value.is_int64() || value.is_uint64()) return "integer";
  return value.is_double() ? "number" : value.is_object() ? "object"
                                    : value.is_array()    ? "array"
                                                          : "null";
}

// The one type that values have besides null: of `type`, of `enum` or `const`. Empty when there are several.
std::string type_word(const json::object& schema, bool& nullable) {
  std::set<std::string> words;
  const auto* values = schema.if_contains("enum");
  if (const auto* type = schema.if_contains("type"); type && type->is_string())
    words.emplace(type->get_string());
  else if (type && type->is_array())
    for (const auto& word : type->get_array()) words.emplace(word.is_string() ? std::string(word.get_string()) : "");
  else if (values && values->is_array())
    for (const auto& value : values->get_array()) words.emplace(kind_of(value));
  else if (const auto* value = schema.if_contains("const"))
    words.emplace(kind_of(*value));
  nullable = words.erase("null") > 0;
  return words.size() == 1 ? *words.begin() : std::string();
}

bool has_properties(const json::object& schema) {
  const auto* properties = schema.if_contains("properties");
  return properties && properties->is_object() && !properties->get_object().empty();
}

}  // namespace

std::string identifier_of(std::string_view word) {
  std::string name(word);
  for (char& c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!fits) c = '_';
  }
  if (!name.empty() && name[0] >= '0' && name[0] <= '9') name.insert(0, "_");
  if (std::find(keywords.begin(), keywords.end(), name) != keywords.end()) name += '_';
  return name;
}

std::string struct_name_of(std::string_view word) {
  std::string name;
  bool begins = true;
  for (const char c : identifier_of(word)) {
    if (c != '_') name += begins ? static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c) : c;
    begins = c == '_';
  }
  return name;
}

std::string Struct::text(const std::string& indent) const {
  if (!base.empty() && members.empty()) return indent + "using " + name + " = " + base + ";\n";
  std::string out = indent + "struct " + name + (base.empty() ? "" : " : " + base) + " {\n";
  for (const auto& one : inner) out += one.text(indent + "  ");
  for (const auto& member : members)
    out += indent + "  " + member.type + " " + member.name + member.initial + ";" +
           (member.remark.empty() ? "" : "  // " + member.remark) + "\n";
  out += indent + "  " + name + "() = default;\n";
  out += indent + "  explicit " + name + "(const chitty::" + (from_text ? "ObjectView" : "json::object") + "& given)" +
         (base.empty() ? "" : " : " + base + "(given)") + " {\n";
  for (const auto& member : members)
    out += indent + "    chitty::take(given, " + json::serialize(json::string(member.wire)) + ", " + member.name + ");\n";
  return out + indent + "  }\n" + indent + "};\n";
}

Struct struct_of_arguments(const std::string& name, const json::object& command) {
  Struct made{name};
  for (const auto* part : {"arguments", "options"}) {
    const auto* list = command.if_contains(part);
    if (!list) continue;
    for (const auto& entry : list->as_array()) {
      const auto& argument = entry.as_object();
      const auto type = text_of(argument, "type");
      const bool repeated = is_true(argument, "repeated") || type == "list";
      const bool integer = type == "integer" || type == "duration";
      std::string is = type == "boolean" ? "bool"
                       : type == "json"  ? "chitty::json::value"
                       : integer         ? "std::int64_t"
                                         : "std::string";
      if (repeated) is = integer ? "std::vector<std::int64_t>" : "std::vector<std::string>";
      auto member = member_of(text_of(argument, "name"), std::move(is),
                              is_true(argument, "required") || type == "boolean", argument.if_contains("default"));
      member.remark = type == "duration" ? "milliseconds"
                      : type == "time"   ? "RFC 3339"
                      : type == "file"   ? "its path"
                                         : "";
      made.members.push_back(std::move(member));
    }
  }
  return made;
}

// What a reference stands for; the schema itself if it is none. At most a few steps: a circle of bare references says
// nothing.
const json::object& Schemas::resolved(const json::object& schema) const {
  const auto* at = &schema;
  for (int steps = 0; steps < 16; ++steps) {
    const auto name = shape_in(*at);
    const auto* shape = name.empty() ? nullptr : shapes_.if_contains(name);
    if (!shape || !shape->is_object()) break;
    at = &shape->get_object();
  }
  return *at;
}

// "shapes::Mint" of a reference to an object with properties; else empty.
std::string Schemas::shape_of(const json::object& schema) {
  const auto name = shape_in(schema);
  if (name.empty() || !has_properties(resolved(schema))) return {};
  auto struct_name = struct_name_of(name);
  if (known_.insert(std::string(name)).second) used_ += "\n" + struct_of(struct_name, resolved(schema)).text("");
  return shapes + std::move(struct_name);
}

std::string Schemas::type_of(const json::object& given, std::string_view member, Struct& around) {
  const auto& schema = resolved(given);
  bool nullable = false;
  const auto type = type_word(schema, nullable);
  if (type == "string") return "std::string";
  if (type == "integer") return "std::int64_t";
  if (type == "number") return "double";
  if (type == "boolean") return "bool";
  if (type == "object") {
    if (!has_properties(schema)) return "chitty::json::object";
    if (auto shape = shape_of(given); !shape.empty()) return shape;
    around.inner.push_back(struct_of(struct_name_of(member), schema));
    return around.inner.back().name;
  }
  if (type != "array") return "chitty::json::value";
  const auto* items = schema.if_contains("items");
  const auto item = items && items->is_object() ? type_of(items->get_object(), member, around) : std::string();
  const bool plain = item.empty() || item == "bool" || item == "double" || item.starts_with("chitty::json") || item.starts_with("std::vector");
  return plain ? "chitty::json::array" : "std::vector<" + item + ">";
}

Struct Schemas::struct_of_parameters(const std::string& name, const json::object& parameters) {
  Struct made{name};
  for (const auto& [parameter, schema] : parameters) {
    const auto is = schema.is_object() ? type_of(schema.get_object(), parameter, made) : "std::string";
    made.members.push_back(member_of(parameter, is == "chitty::json::value" ? "std::string" : is, true, nullptr));
  }
  return made;
}

void Schemas::add_properties(const json::object& schema, Struct& to) {
  if (!has_properties(schema)) return;
  const auto* required = schema.if_contains("required");
  for (const auto& [name, entry] : schema.at("properties").as_object()) {
    static const json::object anything;
    const auto& property = entry.is_object() ? entry.get_object() : anything;
    bool nullable = false;
    type_word(resolved(property), nullable);
    const bool always = !nullable && required && required->is_array() &&
                        std::find(required->get_array().begin(), required->get_array().end(),
                                  json::value(json::string(name))) != required->get_array().end();
    to.members.push_back(member_of(name, type_of(property, name, to), always, resolved(property).if_contains("default")));
  }
}

Struct Schemas::struct_of(const std::string& name, const json::object& schema) {
  Struct made{name, shape_of(schema)};
  add_properties(schema, made);
  return made;
}

}  // namespace chitty::tool
