// Keywords about what an array or an object has inside.
#include <algorithm>

#include "compiler.hpp"
#include "uri.hpp"

namespace chitty::json_schema {

void Compiler::compile_parts(const Work& work) {
  read_items(work);
  if (const auto* value = find(work, "contains")) read_contains(work, *value);
  if (const auto* unique = find(work, "uniqueItems"); unique && work.dialect().validation) {
    if (!unique->is_bool()) problem(work, "uniqueItems", "must be true or false");
    else if (unique->get_bool()) work.node->rules.push_back(UniqueItems{});
  }
  read_members(work);
  if (const auto* value = find(work, "propertyNames"))
    work.node->rules.push_back(Names{sub(work, *value, "/propertyNames")});
  // 2020-12 has parted `dependencies` in two; who still writes it means it.
  if (const auto* value = find(work, "dependencies")) read_dependencies(work, *value, "dependencies");
  if (work.dialect().is_draft7()) return;
  for (const auto* keyword : {"dependentRequired", "dependentSchemas"})
    if (const auto* value = find(work, keyword)) read_dependencies(work, *value, keyword);
}

// Draft 7: `items` is a schema, or a list that `additionalItems` follows. 2020-12: `prefixItems`, which `items` follows.
void Compiler::read_items(const Work& work) {
  const bool old = work.dialect().is_draft7();
  Items out;
  const auto* items = find(work, "items");
  const auto* prefix = find(work, "prefixItems");
  if (old && items && items->is_array()) {
    if (!items->get_array().empty()) out.prefix = list(work, *items, "items", false);
    if (const auto* more = find(work, "additionalItems")) out.rest = sub(work, *more, "/additionalItems");
  } else {
    if (prefix && !old) out.prefix = list(work, *prefix, "prefixItems", false);
    if (items) out.rest = sub(work, *items, "/items");
  }
  if (!out.prefix.empty() || out.rest) work.node->rules.push_back(std::move(out));
}

void Compiler::read_contains(const Work& work, Value value) {
  Contains out{sub(work, value, "/contains")};
  out.marks = !work.dialect().is_draft7();
  if (out.marks && work.dialect().validation) {
    if (const auto* least = find(work, "minContains")) out.least = count(work, *least, "minContains").value_or(1);
    if (const auto* most = find(work, "maxContains")) out.most = count(work, *most, "maxContains");
  }
  work.node->rules.push_back(std::move(out));
}

void Compiler::read_required(const Work& work, Value value) {
  auto all = names(work, value, "required");
  if (all && !all->empty()) work.node->rules.push_back(Required{std::move(*all)});
}

void Compiler::read_members(const Work& work) {
  Members out;
  const auto* named = find(work, "properties");
  if (const auto* all = named ? members(work, *named, "properties") : nullptr)
    for (const auto& [name, schema] : *all)
      out.named.push_back({std::string(name), sub(work, schema, "/properties" + pointer_step(name))});
  const auto* matching = find(work, "patternProperties");
  if (const auto* all = matching ? members(work, *matching, "patternProperties") : nullptr)
    for (const auto& [name, schema] : *all) {
      std::string path = "/patternProperties" + pointer_step(name);
      auto made = pattern(work.place.name + path, name);
      if (made) out.patterns.emplace_back(std::move(*made), sub(work, schema, std::move(path)));
    }
  if (const auto* rest = find(work, "additionalProperties")) out.rest = sub(work, *rest, "/additionalProperties");
  if (out.named.empty() && out.patterns.empty() && !out.rest) return;
  std::sort(out.named.begin(), out.named.end(), [](const auto& a, const auto& b) {
    return a.name.size() != b.name.size() ? a.name.size() < b.name.size() : a.name < b.name;
  });
  work.node->rules.push_back(std::move(out));
}

// Draft 7 has names and schemas under one keyword.
void Compiler::read_dependencies(const Work& work, Value value, std::string_view keyword) {
  const auto* all = members(work, value, keyword);
  if (!all) return;
  for (const auto& [when, then] : *all) {
    const std::string below = std::string(keyword) + pointer_step(when);
    if (keyword == "dependentRequired" || (keyword == "dependencies" && then.is_array())) {
      if (auto needed = names(work, then, below))
        work.node->rules.push_back(DependentRequired{std::string(when), std::move(*needed), "/" + below});
    } else {
      work.node->rules.push_back(DependentSchema{std::string(when), same(work, then, "/" + below)});
    }
  }
}

void Compiler::read_unevaluated(const Work& work) {
  if (const auto* items = find(work, "unevaluatedItems"))
    work.node->rules.push_back(UnevaluatedItems{sub(work, *items, "/unevaluatedItems")});
  if (const auto* rest = find(work, "unevaluatedProperties"))
    work.node->rules.push_back(UnevaluatedMembers{sub(work, *rest, "/unevaluatedProperties")});
  work.node->unevaluated = find(work, "unevaluatedItems") || find(work, "unevaluatedProperties");
}

}  // namespace chitty::json_schema
