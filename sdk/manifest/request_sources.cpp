#include "request_sources.hpp"

#include "members.hpp"
#include "reach.hpp"

namespace chitty {

using namespace manifest_words;

namespace {

// The JSON type that the value has; empty: any.
std::string type_of(const std::string& type, bool repeated, const std::string& as) {
  if (as == "json") return {};
  if (as == "text" || as == "csv" || as == "base64") return "string";
  if (type == "list" || repeated) return "array";
  if (as == "seconds" || as == "milliseconds" || type == "integer" || type == "duration") return "integer";
  if (type == "boolean") return "boolean";
  return type == "json" ? std::string() : "string";
}

}  // namespace

RequestSources::RequestSources(const json::value& manifest, const json::object& command, const json::object& remote,
                               std::string where, Lines& out)
    : whole_(manifest), remote_(remote), where_(std::move(where)), out_(out) {
  for (const auto* word : {"arguments", "options"})
    for (const auto& one : list_at(command, word)) {
      const auto& said = one.as_object();
      arguments_[text_at(said, "name")] = {text_at(said, "type"), says(said, "repeated"), &said, {}};
    }
}

void RequestSources::wrong(const std::string& place, const std::string& words) {
  out_.push_back(where_ + place + ": " + words);
}

bool RequestSources::use(const std::string& argument, const std::string& place) {
  const auto found = arguments_.find(argument);
  if (found == arguments_.end()) return wrong(place, "this command has no argument \"" + argument + "\""), false;
  found->second.places.push_back(place);
  return true;
}

bool RequestSources::always_there(const std::string& argument) const {
  const auto found = arguments_.find(argument);
  return found == arguments_.end() || says(*found->second.said, "required") || found->second.said->contains("default");
}

void RequestSources::prove_as(const Argument& argument, const json::object& source, const std::string& place) {
  const auto as = text_at(source, "as");
  const bool is_time = argument.type == "duration" || argument.type == "time";
  if ((as == "seconds" || as == "milliseconds") && !is_time) wrong(place, "only a duration or a time can be in " + as);
  if (argument.type == "duration" && as.empty()) wrong(place, "a duration needs `as`: seconds or milliseconds");
  if (argument.type == "file" && as.empty()) wrong(place, "a file's content needs `as`: text, json or base64");
}

void RequestSources::prove_map(const Argument& argument, const json::object& map, const std::string& place) {
  std::set<std::string> choices;
  for (const auto& choice : list_at(*argument.said, "choices")) choices.insert(std::string(choice.as_string()));
  if (choices.empty()) return wrong(place, "`map` is for an argument with `choices`");
  for (const auto& [name, value] : map)
    if (!choices.erase(std::string(name))) wrong(place, "maps \"" + std::string(name) + "\", which is not a choice");
  for (const auto& choice : choices) wrong(place, "does not map the choice \"" + choice + "\"");
}

void RequestSources::prove_secret(const std::string& secret, const std::string& place, const Slot& slot) {
  if (slot.is_seen) return wrong(place, "a secret belongs in a header or a body: this is logged");
  const auto& known = object_at(object_at(object_at(remote_, "settings"), "properties"), secret);
  if (!says(known, "secret")) wrong(place, "the remote has no secret setting \"" + secret + "\"");
}

void RequestSources::prove(const json::value& source, const std::string& place, const Slot& slot) {
  const json::object from = source.is_object() ? source.get_object() : json::object{{"arg", source}};
  if (const auto secret = text_at(from, "secret"); !secret.empty()) return prove_secret(secret, place, slot);
  if (from.contains("setting")) {
    const auto pointer = text_at(from, "setting");
    const auto* settings = remote_.if_contains("settings");
    if (settings && !reach(*settings, pointer, *settings)) wrong(place, "the remote has no setting at \"" + pointer + "\"");
    return;
  }
  const auto name = text_at(from, "arg");
  if (from.contains("const") || !use(name, place)) return;
  const auto& argument = arguments_[name];
  prove_as(argument, from, place);
  if (from.contains("map")) return prove_map(argument, object_at(from, "map"), place);
  const auto type = type_of(argument.type, argument.repeated, text_at(from, "as"));
  if (!slot.schema || type.empty() || (slot.is_text && type != "array") || may_be(*slot.schema, type, whole_)) return;
  wrong(place, "gives " + std::string(type == "array" || type == "integer" ? "an " : "a ") + type + ", which the route does not take there");
}

void RequestSources::prove_each_once(bool is_list) {
  for (const auto& [name, argument] : arguments_) {
    if (argument.places.size() > 1)
      wrong(argument.places[1], "\"" + name + "\" already goes to " + argument.places[0].substr(1));
    const bool is_limit = name == "limit" && argument.type == "integer" && is_list;
    if (argument.places.empty() && !is_limit) wrong(".request", "does not use the argument \"" + name + "\"");
  }
}

}  // namespace chitty
