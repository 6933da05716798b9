// Keywords that apply further schemas to the same value, and references.
#include "compiler.hpp"

namespace chitty::json_schema {

void Compiler::compile_logic(const Work& work) {
  if (const auto* all = find(work, "allOf")) work.node->rules.push_back(AllOf{list(work, *all, "allOf", true)});
  if (const auto* any = find(work, "anyOf")) work.node->rules.push_back(AnyOf{list(work, *any, "anyOf", true)});
  if (const auto* one = find(work, "oneOf")) work.node->rules.push_back(OneOf{list(work, *one, "oneOf", true)});
  if (const auto* no = find(work, "not")) work.node->rules.push_back(Not{same(work, *no, "/not")});
  read_conditional(work);
}

void Compiler::read_conditional(const Work& work) {
  const auto* condition = find(work, "if");
  if (!condition) return;
  Conditional out{same(work, *condition, "/if")};
  if (const auto* then = find(work, "then")) out.then = same(work, *then, "/then");
  if (const auto* otherwise = find(work, "else")) out.otherwise = same(work, *otherwise, "/else");
  work.node->rules.push_back(std::move(out));
}

void Compiler::compile_references(const Work& work) {
  if (const auto* value = find(work, "$ref")) read_reference(work, *value);
  if (work.dialect().is_draft7()) return;
  if (const auto* value = find(work, "$dynamicRef")) read_dynamic_reference(work, *value);
}

void Compiler::read_reference(const Work& work, Value value) {
  if (!value.is_string()) return problem(work, "$ref", "must be a URI reference");
  const Place target = documents_.find(std::string(value.get_string()), work.place);
  if (!target.schema) return;
  Sub to{node_for(target), "/$ref"};
  work.node->same.push_back(to);
  work.node->rules.push_back(Reference{std::move(to)});
}

// Dynamic only when it leads to a $dynamicAnchor by that name; else it is a $ref.
void Compiler::read_dynamic_reference(const Work& work, Value value) {
  if (!value.is_string()) return problem(work, "$dynamicRef", "must be a URI reference");
  const std::string text(value.get_string());
  const Place target = documents_.find(text, work.place);
  if (!target.schema) return;
  Sub to{node_for(target), "/$dynamicRef"};
  const std::string anchor = text.substr(std::min(text.find('#'), text.size() - 1) + 1);
  const auto& anchors = target.resource->dynamic_anchors;
  const auto found = anchors.find(anchor);
  if (found != anchors.end() && found->second == target.schema) {
    work.node->rules.push_back(DynamicReference{anchor, std::move(to)});
  } else {
    work.node->same.push_back(to);
    work.node->rules.push_back(Reference{std::move(to)});
  }
}

}  // namespace chitty::json_schema
