// Rules about a value itself. A rule says nothing of values of another kind: it accepts them.
#include <algorithm>

#include "number.hpp"
#include "run.hpp"
#include "words.hpp"

namespace chitty::json_schema {

bool Run::apply(const Bound& rule, Value value, const Step& step, Evaluated*) {
  if (!value.is_number()) return true;
  const int order = compare_numbers(value, rule.limit);
  const auto told = [&](std::string_view keyword, const char* words) {
    return fail(step, keyword, [&] { return words + shown(rule.limit) + but_is(value, step); });
  };
  switch (rule.side) {
    case Bound::at_least: return order >= 0 || told("minimum", "must be at least ");
    case Bound::at_most: return order <= 0 || told("maximum", "must be at most ");
    case Bound::above: return order > 0 || told("exclusiveMinimum", "must be more than ");
    default: return order < 0 || told("exclusiveMaximum", "must be less than ");
  }
}

bool Run::apply(const MultipleOf& rule, Value value, const Step& step, Evaluated*) {
  if (!value.is_number() || is_multiple(value, rule.unit)) return true;
  return fail(step, "multipleOf", [&] { return "must be a multiple of " + shown(rule.unit) + but_is(value, step); });
}

bool Run::apply(const Size& rule, Value value, const Step& step, Evaluated*) {
  std::uint64_t size = 0;
  if (rule.of == Kind::string && value.is_string()) {
    // Bytes are at least as many as characters, and at most four times as many.
    const std::string_view text = value.get_string();
    size = rule.at_least || text.size() > rule.limit ? characters(text) : text.size();
  } else if (rule.of == Kind::array && value.is_array()) {
    size = value.get_array().size();
  } else if (rule.of == Kind::object && value.is_object()) {
    size = value.get_object().size();
  } else {
    return true;
  }
  if (rule.at_least ? size >= rule.limit : size <= rule.limit) return true;
  const std::string_view keyword = rule.of == Kind::string  ? (rule.at_least ? "minLength" : "maxLength")
                                   : rule.of == Kind::array ? (rule.at_least ? "minItems" : "maxItems")
                                                            : (rule.at_least ? "minProperties" : "maxProperties");
  return fail(step, keyword, [&] {
    if (size == 0 && rule.limit == 1) return std::string("must not be empty");
    return std::string("must have at ") + (rule.at_least ? "least " : "most ") + counted(rule.limit, rule.of) +
           ", but has " + std::to_string(size);
  });
}

Pattern::Found Run::matches(const Pattern& pattern, std::string_view text, const Step& step, std::string_view keyword) {
  const auto found = pattern.find(text, space_);
  const std::uint64_t cost = found == Pattern::Found::unknown ? Pattern::most_steps / 3 : text.size() / 16;
  steps_ -= std::min(steps_, cost);
  if (found == Pattern::Found::unknown)
    undecided(step, keyword, "cannot be checked: the pattern " + pattern.text() + " takes too long on it");
  return found;
}

bool Run::apply(const PatternRule& rule, Value value, const Step& step, Evaluated*) {
  if (!value.is_string()) return true;
  const auto found = matches(rule.pattern, value.get_string(), step, "pattern");
  if (found != Pattern::Found::no) return found == Pattern::Found::yes;
  return fail(step, "pattern", [&] {
    return "must match the pattern " + rule.pattern.text() + (rule.why.empty() ? "" : " (" + rule.why + ")") +
           but_is(value, step);
  });
}

bool Run::apply(const FormatRule& rule, Value value, const Step& step, Evaluated*) {
  if (!value.is_string() || rule.format->accepts(value.get_string())) return true;
  return fail(step, "format", [&] { return "must be " + std::string(rule.format->words) + but_is(value, step); });
}

bool Run::apply(const Const& rule, Value value, const Step& step, Evaluated*) {
  if (equal(value, rule.value)) return true;
  return fail(step, "const", [&] { return "must be " + shown(rule.value) + but_is(value, step); });
}

bool Run::apply(const Enum& rule, Value value, const Step& step, Evaluated*) {
  if (rule.values.contains(value)) return true;
  return fail(step, "enum", [&] {
    std::vector<std::string> words;
    for (const auto& one : rule.values.values())
      if (one.is_string()) words.emplace_back(one.get_string());
    const bool hidden = step.hidden || !program_.show_values || !value.is_string();
    constexpr std::size_t many = 24;
    const bool described = !rule.why.empty() && rule.values.values().size() > many;
    return (described ? "must be " + rule.why : "must be one of " + listed(rule.values.values())) + but_is(value, step) +
           (hidden ? std::string() : meant(value.get_string(), words));
  });
}

bool Run::apply(const UniqueItems&, Value value, const Step& step, Evaluated*) {
  if (!value.is_array()) return true;
  const auto same = equal_items(value.get_array(), steps_);
  if (!same) return steps_ > 0 || undecided(step, "uniqueItems", "takes too long to be searched for equal items");
  return fail(step, "uniqueItems", [&] {
    const auto [first, second] = std::minmax(same->first, same->second);
    return "must not have equal items, but " + std::to_string(first) + " and " + std::to_string(second) + " are equal";
  });
}

bool Run::apply(const Required& rule, Value value, const Step& step, Evaluated*) {
  const auto* object = value.if_object();
  if (!object) return true;
  bool fits = true;
  for (const auto& name : rule.names) {
    if (object->contains(name)) continue;
    fits = fail(
        step, "required", [&] { return "missing required member " + quoted(name); }, name);
    if (!gathers()) return false;
  }
  return fits;
}

}  // namespace chitty::json_schema
