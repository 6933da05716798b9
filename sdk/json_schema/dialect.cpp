#include "dialect.hpp"

namespace chitty::json_schema {

namespace {

constexpr Keyword keywords[] = {
    {"$id", true, true, Holds::nothing},
    {"$schema", true, true, Holds::nothing},
    {"$ref", true, true, Holds::nothing},
    {"$comment", true, true, Holds::nothing},
    {"$anchor", false, true, Holds::nothing},
    {"$dynamicRef", false, true, Holds::nothing},
    {"$dynamicAnchor", false, true, Holds::nothing},
    {"$vocabulary", false, true, Holds::nothing},
    {"$defs", false, true, Holds::object},
    {"definitions", true, true, Holds::object},  // 2020-12 keeps it for schemas of before
    {"type", true, true, Holds::nothing},
    {"const", true, true, Holds::nothing},
    {"enum", true, true, Holds::nothing},
    {"multipleOf", true, true, Holds::nothing},
    {"minimum", true, true, Holds::nothing},
    {"maximum", true, true, Holds::nothing},
    {"exclusiveMinimum", true, true, Holds::nothing},
    {"exclusiveMaximum", true, true, Holds::nothing},
    {"minLength", true, true, Holds::nothing},
    {"maxLength", true, true, Holds::nothing},
    {"pattern", true, true, Holds::nothing},
    {"format", true, true, Holds::nothing},
    {"items", true, true, Holds::schemas_or_one},
    {"additionalItems", true, false, Holds::schema},
    {"prefixItems", false, true, Holds::array},
    {"unevaluatedItems", false, true, Holds::schema},
    {"minItems", true, true, Holds::nothing},
    {"maxItems", true, true, Holds::nothing},
    {"uniqueItems", true, true, Holds::nothing},
    {"contains", true, true, Holds::schema},
    {"minContains", false, true, Holds::nothing},
    {"maxContains", false, true, Holds::nothing},
    {"properties", true, true, Holds::object},
    {"patternProperties", true, true, Holds::object},
    {"additionalProperties", true, true, Holds::schema},
    {"unevaluatedProperties", false, true, Holds::schema},
    {"propertyNames", true, true, Holds::schema},
    {"required", true, true, Holds::nothing},
    {"minProperties", true, true, Holds::nothing},
    {"maxProperties", true, true, Holds::nothing},
    {"dependencies", true, false, Holds::object},
    {"dependentRequired", false, true, Holds::nothing},
    {"dependentSchemas", false, true, Holds::object},
    {"allOf", true, true, Holds::array},
    {"anyOf", true, true, Holds::array},
    {"oneOf", true, true, Holds::array},
    {"not", true, true, Holds::schema},
    {"if", true, true, Holds::schema},
    {"then", true, true, Holds::schema},
    {"else", true, true, Holds::schema},
    {"title", true, true, Holds::nothing},
    {"description", true, true, Holds::nothing},
    {"default", true, true, Holds::nothing},
    {"examples", true, true, Holds::nothing},
    {"readOnly", true, true, Holds::nothing},
    {"writeOnly", true, true, Holds::nothing},
    {"deprecated", false, true, Holds::nothing},
    {"contentEncoding", true, true, Holds::nothing},
    {"contentMediaType", true, true, Holds::nothing},
    {"contentSchema", false, true, Holds::schema},
};

bool in_draft(const Keyword& keyword, Draft draft) {
  return draft == Draft::draft7 ? keyword.draft7 : keyword.draft2020;
}

}  // namespace

const Keyword* find_keyword(std::string_view name, Draft draft) {
  for (const auto& keyword : keywords)
    if (keyword.name == name) return in_draft(keyword, draft) ? &keyword : nullptr;
  return nullptr;
}

std::vector<std::string_view> keyword_names(Draft draft) {
  std::vector<std::string_view> out;
  for (const auto& keyword : keywords)
    if (in_draft(keyword, draft)) out.push_back(keyword.name);
  return out;
}

}  // namespace chitty::json_schema
