// The manifest against its schema, told by the field: "commands[3].effect: must be one of ..."
#include <chitty/json_schema.hpp>

#include <boost/json.hpp>
#include <stdexcept>

#include "check.hpp"

namespace chitty::tool {

namespace json = boost::json;

namespace {

// A build knows every key of its own SDK: one that the schema does not name is misspelt, though a host would ignore it.
// Where alternatives share one object, each may know a part of its keys, and nothing is closed.
void close(json::value& schema) {
  auto* object = schema.if_object();
  if (!object) return;
  if (object->contains("properties") && !object->contains("additionalProperties") && !object->contains("patternProperties"))
    (*object)["additionalProperties"] = false;
  for (const auto* key : {"properties", "definitions"})
    if (auto* all = object->if_contains(key); all && all->is_object())
      for (auto& member : all->get_object()) close(member.value());
  for (const auto* key : {"items", "additionalProperties"})
    if (auto* below = object->if_contains(key)) close(*below);
}

}  // namespace

std::string place_words(std::string_view pointer, const json::value& document) {
  std::string out;
  const json::value* at = &document;
  while (!pointer.empty()) {
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    std::string step(pointer.substr(1, end - 1));
    for (auto tilde = step.find('~'); tilde != step.npos; tilde = step.find('~', tilde + 1))
      step.replace(tilde, 2, step.substr(tilde, 2) == "~1" ? "/" : "~");
    pointer.remove_prefix(end);
    if (at && at->is_array()) {
      out += "[" + step + "]";
      at = at->get_array().if_contains(std::stoul(step));
    } else {
      out += (out.empty() ? "" : ".") + step;
      at = at && at->is_object() ? at->get_object().if_contains(step) : nullptr;
    }
  }
  return out;
}

std::vector<std::string> check_schema(const json::value& manifest, const json::value& schema) {
  json::value closed = schema;
  close(closed);
  const auto compiled = JsonSchema::compile(closed);
  if (!compiled) throw std::runtime_error(compiled.error().message);
  std::vector<std::string> lines;
  for (const auto& one : compiled->check(manifest)) {
    const std::string place = place_words(one.at, manifest);
    lines.push_back((place.empty() ? "the manifest" : place) + ": " + one.message);
  }
  return lines;
}

}  // namespace chitty::tool
