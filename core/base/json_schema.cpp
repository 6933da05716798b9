#include "base/json_schema.hpp"

#include "base/text.hpp"

#include <boost/json/serialize.hpp>

#include <tools/draft7.hpp>

namespace chitty {

namespace {

std::string escaped(std::string_view token) {
  std::string out;
  for (const char c : token) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return out;
}

// A departure's context ("<root>", "[name]", "[0]") as the steps to the value.
std::vector<std::string> steps_of(const std::vector<std::string>& context) {
  std::vector<std::string> steps;
  for (std::size_t i = 1; i < context.size(); ++i) {
    const auto& step = context[i];
    const bool bracketed = step.size() >= 2 && step.front() == '[' && step.back() == ']';
    steps.push_back(bracketed ? step.substr(1, step.size() - 2) : step);
  }
  return steps;
}

// The value at these steps, or null.
const json::value* instance_at(const json::value& instance, const std::vector<std::string>& steps) {
  const json::value* at = &instance;
  for (const auto& step : steps) {
    if (const auto* object = at->if_object()) at = object->if_contains(step);
    else if (const auto* array = at->if_array()) at = array->if_contains(std::strtoul(step.c_str(), nullptr, 10));
    else return nullptr;
    if (!at) return nullptr;
  }
  return at;
}

// The part of the schema that speaks of the value at these steps, as far as `properties` and `items` lead; else null.
const json::object* schema_at(const json::value& schema, const std::vector<std::string>& steps) {
  const json::value* at = &schema;
  const auto resolve = [&schema](const json::value* from) {
    for (int hops = 0; from && from->is_object() && hops < 8; ++hops) {
      const auto* ref = from->get_object().if_contains("$ref");
      if (!ref || !ref->is_string() || !std::string_view(ref->get_string()).starts_with("#/")) break;
      boost::system::error_code ec;
      from = schema.find_pointer(std::string_view(ref->get_string()).substr(1), ec);
    }
    return from;
  };
  for (const auto& step : steps) {
    at = resolve(at);
    if (!at || !at->is_object()) return nullptr;
    const auto& object = at->get_object();
    const auto* properties = object.if_contains("properties");
    const json::value* next = properties && properties->is_object() ? properties->get_object().if_contains(step) : nullptr;
    if (!next) next = object.if_contains("items");
    if (!next) next = object.if_contains("additionalProperties");
    at = next;
  }
  at = resolve(at);
  return at ? at->if_object() : nullptr;
}

const char* kind_of(const json::value* value) {
  if (!value) return "nothing";
  switch (value->kind()) {
    case json::kind::null: return "null";
    case json::kind::bool_: return "true or false";
    case json::kind::string: return "a string";
    case json::kind::array: return "an array";
    case json::kind::object: return "an object";
    default: return "a number";
  }
}

std::string type_words(const json::value& type) {
  if (type.is_array()) {
    std::vector<std::string> all;
    for (const auto& one : type.get_array()) all.push_back(type_words(one));
    return join(all, " or ");
  }
  const std::string name = type.is_string() ? std::string(type.get_string()) : "value";
  if (name == "boolean") return "true or false";
  if (name == "null") return "null";
  return (std::string_view("aio").find(name[0]) != std::string_view::npos ? "an " : "a ") + name;
}

std::string values_words(const json::value& values) {
  std::vector<std::string> all;
  if (values.is_array())
    for (const auto& one : values.get_array())
      all.push_back(one.is_string() ? std::string(one.get_string()) : json::serialize(one));
  return join(all, ", ");
}

// A departure's description in our words, with what the schema says filled in.
std::string message_of(const std::string& given, const json::object* schema, const json::value* value) {
  const auto says = [&](const char* key) { return schema ? schema->if_contains(key) : nullptr; };
  const auto begins = [&](std::string_view with) { return std::string_view(given).starts_with(with); };
  if (begins("Value type not permitted") && says("type"))
    return "must be " + type_words(*says("type")) + ", not " + kind_of(value);
  if (begins("Failed to match against any enum") && says("enum")) return "must be one of " + values_words(*says("enum"));
  if (begins("Failed to match expected value") && says("const")) return "must be " + json::serialize(*says("const"));
  if (begins("Failed to match regex") && says("pattern")) return "must match the pattern " + json::serialize(*says("pattern"));
  if (const auto quote = given.find('\''); begins("Missing required property") && quote != std::string::npos)
    return "lacks " + given.substr(quote + 1, given.rfind('\'') - quote - 1);
  std::string plain = given;
  while (!plain.empty() && plain.back() == '.') plain.pop_back();
  return "does not fit: " + plain;
}

}  // namespace

struct JsonSchema::Parsed {
  json::value text;  // for our words
  Draft7 schema;
};

Result<JsonSchema> JsonSchema::parse(json::value schema) {
  try {
    Draft7 read(schema);
    JsonSchema made;
    made.parsed_ = std::make_shared<Parsed>(Parsed{std::move(schema), std::move(read)});
    return made;
  } catch (const std::exception& e) {
    return make_error(Code::configuration, std::string("The schema is not usable: ") + e.what());
  }
}

Result<std::vector<SchemaProblem>> JsonSchema::check(const json::value& instance) const {
  try {
    std::vector<SchemaProblem> problems;
    const auto verdict = parsed_->schema.check(instance);
    if (verdict.fits) return problems;
    for (const auto& departure : verdict.departures) {
      // These two only repeat, one level up, what a deeper problem said.
      const std::string_view text = departure.description;
      if (text.starts_with("Failed to validate against schema associated with property name") ||
          (text.starts_with("Failed to validate item #") && verdict.departures.size() > 1))
        continue;
      const auto steps = steps_of(departure.context);
      std::string pointer;
      for (const auto& step : steps) pointer += "/" + escaped(step);
      problems.push_back({pointer, message_of(departure.description, schema_at(parsed_->text, steps), instance_at(instance, steps))});
    }
    if (problems.empty()) problems.push_back({"", "does not fit its schema"});
    return problems;
  } catch (const std::exception& e) {
    return make_error(Code::configuration, std::string("The schema is not usable: ") + e.what());
  }
}

Result<std::vector<SchemaProblem>> check_schema(const json::value& schema, const json::value& instance) {
  const auto parsed = JsonSchema::parse(schema);
  if (!parsed) return parsed.error();
  return parsed->check(instance);
}

std::string in_words(const SchemaProblem& problem, std::string_view what) {
  std::string name(what);
  for (const auto& step : split(problem.pointer.empty() ? std::string_view() : std::string_view(problem.pointer).substr(1), '/'))
    name += "." + step;
  return name + " " + problem.message;
}

}  // namespace chitty
