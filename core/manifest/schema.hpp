// The manifest's shape: sdk/schema/manifest.schema.json, built into the host.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <string_view>

namespace chitty::host {

// The schema's own text, for editors and documentation.
std::string_view manifest_schema();
std::string_view manifest_schema_id();  // changes when the text does

// Hold a manifest against the schema, and against the rules that a schema cannot say (a command's path begins with a
// word of the plugin; no path, argument, route or migration twice; a choice has choices). PLUGIN_FAULT: a clause with
// the JSON pointer of the field and the rule.
Result<void> check_manifest(const json::value& manifest);

}  // namespace chitty::host
