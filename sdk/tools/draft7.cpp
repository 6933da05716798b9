#define VALIJSON_USE_EXCEPTIONS 1
#include "draft7.hpp"

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace chitty {

struct Draft7::Parsed {
  valijson::Schema schema;
};

Draft7::Draft7(const boost::json::value& schema) {
  auto parsed = std::make_shared<Parsed>();
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema), parsed->schema);
  parsed_ = std::move(parsed);
}

Draft7::Verdict Draft7::check(const boost::json::value& instance) const {
  valijson::ValidationResults results;
  Verdict verdict;
  verdict.fits =
      valijson::Validator().validate(parsed_->schema, valijson::adapters::BoostJsonAdapter(instance), &results);
  if (verdict.fits) return verdict;
  for (valijson::ValidationResults::Error error; results.popError(error);)
    verdict.departures.push_back({std::move(error.context), std::move(error.description)});
  return verdict;
}

}  // namespace chitty
