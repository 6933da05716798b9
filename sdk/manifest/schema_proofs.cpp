#include <boost/json/serialize.hpp>
#include <chitty/json_schema.hpp>
#include <functional>

#include "content.hpp"
#include "proofs.hpp"
#include "shapes.hpp"

namespace chitty {

namespace {

// A schema, its JSON pointer in the manifest, and whether values of it come from outside.
using Look = std::function<void(const std::string& pointer, const json::value& schema, bool from_outside)>;

const json::object& object_at(const json::object& from, std::string_view key) {
  static const json::object none;
  const auto* value = from.if_contains(key);
  return value && value->is_object() ? value->get_object() : none;
}

const json::array& list_at(const json::object& from, std::string_view key) {
  static const json::array none;
  const auto* value = from.if_contains(key);
  return value && value->is_array() ? value->get_array() : none;
}

void look_at_content(const json::object& route, const std::string& where, const char* word, bool from_outside, const Look& look) {
  const auto* words = route.if_contains(word);
  const auto content = words ? content_of(*words) : std::nullopt;
  if (!content) return;
  const bool has_schema = content->kind != ContentKind::none && content->kind != ContentKind::bytes;
  if (has_schema) look(where + "/" + word + content->word, content->schema, from_outside);
}

void each_schema(const json::object& manifest, const Look& look) {
  for (const auto& [name, schema] : object_at(manifest, "$defs")) look("/$defs/" + std::string(name), schema, false);
  const auto& commands = list_at(manifest, "commands");
  for (std::size_t i = 0; i < commands.size(); ++i)
    if (const auto* reply = commands[i].as_object().if_contains("reply"))
      look("/commands/" + std::to_string(i) + "/reply", *reply, false);
  const auto& routes = list_at(object_at(manifest, "service"), "routes");
  for (std::size_t i = 0; i < routes.size(); ++i) {
    const auto& route = routes[i].as_object();
    const std::string where = "/service/routes/" + std::to_string(i);
    for (const auto& [name, schema] : object_at(route, "parameters"))
      look(where + "/parameters/" + std::string(name), schema, true);
    if (const auto* query = route.if_contains("query")) look(where + "/query", *query, true);
    look_at_content(route, where, "body", true, look);
    look_at_content(route, where, "reply", false, look);
  }
}

class Proof {
 public:
  explicit Proof(const json::object& manifest) : shapes_(object_at(manifest, "$defs")) {}

  void look(const std::string& pointer, const json::value& schema, bool from_outside) {
    if (!schema.is_object() && !schema.is_bool()) return wrong(pointer, "is not a schema: it must be an object, true or false");
    const auto made = compile(schema, from_outside);
    if (!made) return tell_problems(pointer, made.error());
    each_subschema(schema, [&](const json::object& part, const std::string& below) { look_at_values(part, pointer + below); });
  }

  Lines lines;

 private:
  Result<JsonSchema> compile(const json::value& schema, bool from_outside) const {
    JsonSchema::Options options;
    options.strict = true, options.bounded_patterns = from_outside;
    options.annotations = {"secret"};
    return JsonSchema::compile(self_contained(schema, shapes_), options);
  }

  void wrong(const std::string& pointer, const std::string& words) {
    std::string line = place_of(pointer) + ": " + words;
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }

  // A problem in a shape is told of the shape, once, however many schemas name it.
  void tell_problems(const std::string& pointer, const Error& error) {
    const auto* problems = error.details.if_contains("problems");
    if (!problems || !problems->is_array() || problems->get_array().empty()) return wrong(pointer, error.message);
    for (const auto& problem : problems->get_array()) {
      const std::string at(problem.at("at").as_string());
      wrong(at.starts_with("/$defs/") ? at : pointer + at, std::string(problem.at("message").as_string()));
    }
  }

  void look_at_values(const json::object& schema, const std::string& pointer) {
    const auto* fallback = schema.if_contains("default");
    const auto& examples = list_at(schema, "examples");
    if (!fallback && examples.empty()) return;
    const auto made = compile(schema, false);
    if (!made) return;
    if (fallback) hold(*made, *fallback, pointer, "its default ");
    for (const auto& example : examples) hold(*made, example, pointer, "its example ");
  }

  void hold(const JsonSchema& schema, const json::value& value, const std::string& pointer, const std::string& what) {
    for (const auto& departure : schema.check(value, 1))
      wrong(pointer, what + json::serialize(value).substr(0, 80) + " does not fit: " +
                         (departure.at.empty() ? "" : departure.at + " ") + departure.message);
  }

  const json::object& shapes_;
};

}  // namespace

std::string place_of(std::string_view pointer) {
  std::string place;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const auto step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    const bool number = !step.empty() && step.find_first_not_of("0123456789") == step.npos;
    if (number && !place.empty())
      place.append("[").append(step).append("]");
    else
      place.append(place.empty() ? "" : ".").append(step);
  }
  return place;
}

Lines prove_schemas(const json::object& manifest) {
  Proof proof(manifest);
  each_schema(manifest, [&](const std::string& pointer, const json::value& schema, bool from_outside) {
    proof.look(pointer, schema, from_outside);
  });
  return proof.lines;
}

}  // namespace chitty
