#include "plugin/schema.hpp"

#include <boost/json/parse.hpp>

#include "base/json_schema.hpp"
#include "plugin/manifest_rules.hpp"

namespace chitty {

namespace {

// Read once in a process: a folder of a thousand plugins is held against it a thousand times.
const Result<JsonSchema>& schema() {
  static const auto parsed = JsonSchema::parse(json::parse(json::string_view(manifest_schema())));
  return parsed;
}

// The deepest problem says most; of those, the first.
std::string complaint(const std::vector<SchemaProblem>& problems) {
  const auto depth = [](const SchemaProblem& problem) {
    return std::count(problem.pointer.begin(), problem.pointer.end(), '/');
  };
  const auto deepest = std::max_element(problems.begin(), problems.end(),
                                        [&](const auto& a, const auto& b) { return depth(a) < depth(b); });
  return "breaks the manifest's schema: " + (deepest->pointer.empty() ? "the whole" : deepest->pointer) + " " +
         deepest->message;
}

}  // namespace

Result<void> check_manifest(const json::value& manifest) {
  // Before the patterns: std::regex recurses once for each character.
  if (auto lengths = check_lengths(manifest); !lengths) return lengths;
  if (!schema()) return schema().error();
  const auto problems = schema()->check(manifest);
  if (!problems) return problems.error();
  if (!problems->empty()) return make_error(Code::plugin_fault, complaint(*problems));
  return check_rules(manifest.as_object());
}

}  // namespace chitty
