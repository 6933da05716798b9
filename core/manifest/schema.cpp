#include "manifest/schema.hpp"

#include <boost/json/parse.hpp>
#include <chitty/json_schema.hpp>

#include "manifest/manifest_rules.hpp"

namespace chitty::host {

namespace {

// Read once in a process: a folder of a thousand plugins is held against it a thousand times.
const Result<JsonSchema>& schema() {
  static const auto compiled = JsonSchema::compile(json::parse(json::string_view(manifest_schema())));
  return compiled;
}

// The deepest problem says most; of those, the first.
std::string complaint(const std::vector<Departure>& departures) {
  const auto depth = [](const Departure& one) { return std::count(one.at.begin(), one.at.end(), '/'); };
  const auto deepest = std::max_element(departures.begin(), departures.end(),
                                        [&](const auto& a, const auto& b) { return depth(a) < depth(b); });
  return "breaks the manifest's schema: " + (deepest->at.empty() ? "the whole" : deepest->at) + ": " + deepest->message;
}

}  // namespace

Result<void> check_manifest(const json::value& manifest) {
  if (auto lengths = check_lengths(manifest); !lengths) return lengths;
  if (!schema()) return schema().error();
  if (const auto departures = schema()->check(manifest); !departures.empty())
    return make_error(Code::plugin_fault, complaint(departures));
  return check_rules(manifest.as_object());
}

}  // namespace chitty::host
