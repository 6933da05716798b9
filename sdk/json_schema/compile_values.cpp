// Keywords about a value itself: type, enum, numbers, texts, counts.
#include "compiler.hpp"
#include "number.hpp"

namespace chitty::json_schema {

namespace {

std::uint8_t kind_named(std::string_view name) {
  constexpr std::pair<std::string_view, Kind::Bit> kinds[] = {
      {"null", Kind::null}, {"boolean", Kind::boolean}, {"object", Kind::object}, {"array", Kind::array}, {"number", Kind::number}, {"string", Kind::string}, {"integer", Kind::integer}};
  for (const auto& [known, kind] : kinds)
    if (known == name) return kind;
  return 0;
}

}  // namespace

void Compiler::compile_values(const Work& work) {
  const auto read = [&](std::string_view keyword, auto&& how) {
    if (const auto* value = find(work, keyword)) how(*value);
  };
  read("type", [&](Value value) { read_type(work, value); });
  read("enum", [&](Value value) { read_enum(work, value); });
  read("const", [&](Value value) { work.node->rules.push_back(Const{value}); });
  read("minimum", [&](Value value) { read_bound(work, value, "minimum", Bound::at_least); });
  read("maximum", [&](Value value) { read_bound(work, value, "maximum", Bound::at_most); });
  read("exclusiveMinimum", [&](Value value) { read_bound(work, value, "exclusiveMinimum", Bound::above); });
  read("exclusiveMaximum", [&](Value value) { read_bound(work, value, "exclusiveMaximum", Bound::below); });
  read("multipleOf", [&](Value value) { read_multiple(work, value); });
  read("minLength", [&](Value value) { read_size(work, value, "minLength", Kind::string, true); });
  read("maxLength", [&](Value value) { read_size(work, value, "maxLength", Kind::string, false); });
  read("minItems", [&](Value value) { read_size(work, value, "minItems", Kind::array, true); });
  read("maxItems", [&](Value value) { read_size(work, value, "maxItems", Kind::array, false); });
  read("minProperties", [&](Value value) { read_size(work, value, "minProperties", Kind::object, true); });
  read("maxProperties", [&](Value value) { read_size(work, value, "maxProperties", Kind::object, false); });
  read("pattern", [&](Value value) { read_pattern(work, value); });
  read("required", [&](Value value) { read_required(work, value); });
}

void Compiler::read_type(const Work& work, Value value) {
  const auto add = [&](Value one) {
    const auto kind = one.is_string() ? kind_named(std::string_view(one.get_string())) : std::uint8_t{0};
    if (!kind) problem(work, "type", "must be null, boolean, object, array, number, integer or string, or a list of these");
    work.node->types |= kind;
  };
  if (!value.is_array()) return add(value);
  if (value.get_array().empty()) problem(work, "type", "must not be an empty list");
  for (const auto& one : value.get_array()) add(one);
}

std::string Compiler::description(const Work& work) {
  const auto* said = find(work, "description");
  return said && said->is_string() ? std::string(said->get_string()) : std::string();
}

void Compiler::read_enum(const Work& work, Value value) {
  if (!value.is_array()) return problem(work, "enum", "must be a list of values");
  work.node->rules.push_back(Enum{ValueSet(value.get_array()), description(work)});
}

void Compiler::read_bound(const Work& work, Value value, std::string_view keyword, Bound::Side side) {
  if (!value.is_number()) return problem(work, keyword, "must be a number");
  work.node->rules.push_back(Bound{side, value});
}

void Compiler::read_multiple(const Work& work, Value value) {
  const json::value none = 0;
  if (!value.is_number() || compare_numbers(value, none) <= 0)
    return problem(work, "multipleOf", "must be a number above 0");
  work.node->rules.push_back(MultipleOf{value});
}

void Compiler::read_size(const Work& work, Value value, std::string_view keyword, Kind::Bit of, bool at_least) {
  if (const auto limit = count(work, value, keyword)) work.node->rules.push_back(Size{of, at_least, *limit});
}

void Compiler::read_pattern(const Work& work, Value value) {
  if (!value.is_string()) return problem(work, "pattern", "must be a regular expression");
  if (options_.bounded_patterns && !find(work, "maxLength") && !find(work, "enum") && !find(work, "const"))
    problem(work, "pattern", "needs a \"maxLength\" beside it, since it is for text from outside");
  auto made = pattern(work.place.name + "/pattern", std::string_view(value.get_string()));
  if (made) work.node->rules.push_back(PatternRule{std::move(*made), description(work)});
}

// A format that nobody knows is an annotation, as the standard has it.
void Compiler::read_format(const Work& work, Value value) {
  if (!value.is_string()) return problem(work, "format", "must be the name of a format");
  if (!work.dialect().assert_format) return;
  if (const auto* known = find_format(std::string_view(value.get_string())))
    work.node->rules.push_back(FormatRule{known});
}

}  // namespace chitty::json_schema
