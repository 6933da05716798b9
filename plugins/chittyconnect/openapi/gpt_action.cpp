#include "gpt_action.hpp"

#include <algorithm>
#include <set>

#include "operation.hpp"
#include "references.hpp"

namespace chittyconnect::openapi {

namespace {

constexpr std::size_t most_operations = 30, longest_text = 300;
constexpr std::string_view components = "#/components/schemas/";

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return made;
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : lower(name))
    if (std::isalnum(static_cast<unsigned char>(c)))
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  std::erase_if(words, [](const auto& word) { return word.size() < 3 || word == "chitty" || word == "chittyos" || word == "the" || word == "and"; });
  return words;
}

// At a blank, so that no word and no character is cut in two.
std::string shortened(const std::string& text) {
  if (text.size() <= longest_text) return text;
  const auto blank = text.rfind(' ', longest_text - 4);
  auto end = blank == text.npos ? longest_text - 4 : blank;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + " …";
}

struct Chosen {
  std::string path, method;
  const json::object* operation;
  int worth;
};

bool speaks_json(const json::object& operation) {
  const auto& content = object_at(object_at(object_at(operation, "responses"), "2XX"), "content");
  if (!content.contains("application/json")) return false;
  const auto& body = object_at(object_at(operation, "requestBody"), "content");
  return body.empty() || body.contains("application/json");
}

int worth_of(const std::string& path, const std::string& method, const json::object& operation, const std::vector<std::string>& words) {
  const auto text = lower(path + " " + text_at(operation, "summary"));
  int worth = method == "get" ? 2 : 0;
  for (const auto& word : words)
    if (text.find(word) != text.npos) worth += 100;
  if (path.find('{') == path.npos) ++worth;
  return worth;
}

// Best first; of the same worth as the document has them.
std::vector<Chosen> chosen_from(const json::object& document, const ActionOrder& order) {
  const auto words = words_of(order.name);
  std::vector<Chosen> all;
  for (const auto& [path, item] : object_at(document, "paths"))
    for (const auto& [method, said] : item.as_object()) {
      const auto& operation = said.as_object();
      const auto& tags = array_at(operation, "tags");
      const auto service = tags.empty() ? std::string() : std::string(tags[0].as_string());
      const bool wanted = order.services.empty() || std::find(order.services.begin(), order.services.end(), service) != order.services.end();
      // What needs no token is pages for browsers, health and keys; what deletes is not for a model to decide.
      if (!wanted || array_at(operation, "security").empty() || method == "delete" || !speaks_json(operation)) continue;
      all.push_back({std::string(path), std::string(method), &operation, worth_of(std::string(path), std::string(method), operation, words)});
    }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.worth > b.worth; });
  if (all.size() > most_operations) all.resize(most_operations);
  return all;
}

// Texts short, bodies with members; schemas that are referred to are noted.
void fit(json::value& value, std::set<std::string>& used) {
  if (value.is_array())
    for (auto& one : value.get_array()) fit(one, used);
  auto* object = value.if_object();
  if (!object) return;
  if (const auto reference = text_at(*object, "$ref"); reference.starts_with(components)) used.insert(reference.substr(components.size()));
  if (const auto* type = object->if_contains("type"); type && *type == json::value("object") && !object->contains("properties") && !object->contains("allOf"))
    (*object)["properties"] = json::object();
  for (auto& [name, inner] : *object) {
    if ((name == "description" || name == "summary") && inner.is_string()) inner = shortened(std::string(inner.get_string()));
    fit(inner, used);
  }
}

json::object operation_for(const Chosen& chosen, std::string_view scheme) {
  json::object made = *chosen.operation;
  auto parameters = array_at(made, "parameters");
  json::array kept;
  for (auto& one : parameters)
    if (text_at(one.as_object(), "in") != "header") kept.push_back(one);
  if (kept.empty())
    made.erase("parameters");
  else
    made["parameters"] = std::move(kept);
  made["responses"] = json::object{{"200", json::value(chosen.operation->at("responses").at("2XX"))}};
  json::array scopes;
  for (const auto& one : array_at(*chosen.operation, "security"))
    if (const auto* said = one.as_object().if_contains(scheme)) scopes = said->as_array();
  made["security"] = json::array{json::object{{scheme, std::move(scopes)}}};
  made["x-openai-isConsequential"] = chosen.method != "get";
  return made;
}

}  // namespace

std::string file_word(std::string_view name) {
  std::string word;
  for (const char c : lower(name))
    if (std::isalnum(static_cast<unsigned char>(c)))
      word += c;
    else if (!word.empty() && word.back() != '-')
      word += '-';
  while (word.ends_with('-')) word.pop_back();
  return word.empty() ? "action" : word;
}

chitty::Result<json::object> action_of(const json::object& document, const ActionOrder& order) {
  const auto all = chosen_from(document, order);
  if (all.empty()) return chitty::make_error(chitty::Code::refused, "no operation fits the action", "See what there is: chitty connect openapi export");
  const auto& schemes = object_at(object_at(document, "components"), "securitySchemes");
  const auto scheme = schemes.contains(oauth_scheme) ? oauth_scheme : bearer_scheme;
  json::object paths;
  for (const auto& one : all) {
    auto& item = paths[one.path];
    if (!item.is_object()) item = json::object();
    item.get_object()[one.method] = operation_for(one, scheme);
  }
  json::object info{{"title", order.name}, {"version", object_at(document, "info").at("version")}, {"description", shortened("What " + order.name + " may ask of ChittyOS.")}};
  json::value made = json::object{{"openapi", "3.1.0"}, {"info", std::move(info)}, {"servers", document.at("servers")}, {"paths", std::move(paths)}};
  if (!order.server.empty()) made.as_object()["servers"] = json::array{json::object{{"url", order.server}}};
  std::set<std::string> used, seen;
  fit(made, used);
  json::object schemas;
  while (!used.empty()) {
    const auto name = *used.begin();
    used.erase(used.begin());
    const auto* schema = object_at(object_at(document, "components"), "schemas").if_contains(name);
    if (!schema || !seen.insert(name).second) continue;
    auto copy = *schema;
    fit(copy, used);
    schemas[name] = std::move(copy);
  }
  made.as_object()["components"] = json::object{{"schemas", std::move(schemas)}, {"securitySchemes", json::object{{scheme, schemes.at(scheme)}}}};
  return std::move(made.as_object());
}

}  // namespace chittyconnect::openapi
