// The one file with valijson: its headers cost ten seconds of compiling.
#include "plugin/schema.hpp"

#include <boost/json/parse.hpp>

#include "plugin/manifest_rules.hpp"

#define VALIJSON_USE_EXCEPTIONS 1
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace chitty {

namespace {

using Adapter = valijson::adapters::BoostJsonAdapter;

const valijson::Schema& schema() {
  static const std::unique_ptr<const valijson::Schema> parsed = [] {
    auto made = std::make_unique<valijson::Schema>();
    const json::value text = json::parse(json::string_view(manifest_schema()));
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(Adapter(text), *made);
    return made;
  }();
  return *parsed;
}

// valijson's steps are "<root>", "[name]" and "[3]".
std::string pointer(const std::vector<std::string>& steps) {
  std::string made;
  for (const auto& step : steps)
    if (step.size() > 2 && step.front() == '[') made += '/' + step.substr(1, step.size() - 2);
  return made.empty() ? "the whole" : made;
}

// The deepest complaint says most; of those, the first.
std::string complaint(valijson::ValidationResults& results) {
  valijson::ValidationResults::Error error, deepest;
  while (results.popError(error))
    if (deepest.description.empty() || error.context.size() > deepest.context.size()) deepest = error;
  return "breaks the manifest's schema at " + pointer(deepest.context) + ": " + deepest.description;
}

}  // namespace

Result<void> check_manifest(const json::value& manifest) {
  try {
    // Before the patterns: std::regex recurses once for each character.
    if (auto lengths = check_lengths(manifest); !lengths) return lengths;
    valijson::ValidationResults results;
    valijson::Validator validator;
    if (!validator.validate(schema(), Adapter(manifest), &results))
      return make_error(Code::plugin_fault, complaint(results));
    return check_rules(manifest.as_object());
  } catch (const std::exception& e) {
    return make_error(Code::host_fault, std::string("could not be held against the manifest's schema: ") + e.what());
  }
}

}  // namespace chitty
