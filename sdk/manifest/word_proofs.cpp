#include <chitty/json_schema.hpp>

#include "proofs.hpp"
#include "shapes.hpp"

namespace chitty {

namespace {

// The schema of manifests lets unknown keys pass, as hosts must (ABI-04). Here no object may have more than it names.
void close(json::value& schema) {
  if (auto* array = schema.if_array())
    for (auto& one : *array) close(one);
  auto* object = schema.if_object();
  if (!object) return;
  if (object->contains("properties") && !object->contains("additionalProperties")) (*object)["additionalProperties"] = false;
  for (auto& [keyword, value] : *object) close(value);
}

}  // namespace

Lines prove_words(const json::object& manifest, const json::value& manifest_schema) {
  json::value closed = manifest_schema;
  close(closed);
  JsonSchema::Options options;
  options.draft = Draft::draft7;
  const auto made = JsonSchema::compile(closed, options);
  if (!made) return {made.error().message};
  Lines out;
  for (const auto& departure : made->check(manifest)) {
    if (departure.keyword != "additionalProperties") continue;
    const std::string place = departure.at.empty() ? "the manifest" : place_of(departure.at);
    out.push_back(place + ": " + departure.message);
  }
  return out;
}

}  // namespace chitty
