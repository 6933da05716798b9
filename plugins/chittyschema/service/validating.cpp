// POST /api/v1/validate: one document, for whoever has no checker of their own.
#include <chitty/answers.hpp>
#include <chittyschema_names.hpp>

#include "../documents/schema_text.hpp"
#include "schemas.hpp"

namespace chittyschema::routes {

using namespace chitty;

Result<Response> validate(Service& service, const Validate& given) {
  CHITTY_TRY(const auto body, service.body());
  const auto* data = body.if_contains("data");
  CHITTY_TRY(const auto row, find_version(service, given.body.type, given.body.version));
  CHITTY_TRY(const auto schema, compiled(json::parse(text_in(row, "document"))));
  const auto found = schema.check(data ? *data : json::value(), 1000);
  if (found.empty()) return answer(service, {{"valid", true}, {"type", row.at("name")}, {"version", row.at("version")}});
  json::array errors;
  for (const auto& one : found)
    errors.push_back({{"field", one.at}, {"message", one.message}, {"code", one.keyword}, {"rule", one.rule}});
  auto error = make_error(Code::invalid_argument, "The data does not fit " + text_in(row, "name") + " " + text_in(row, "version") + ": " +
                                                      (found[0].at.empty() ? "it" : found[0].at) + " " + found[0].message + ".");
  error.details = {{"valid", false}, {"type", row.at("name")}, {"version", row.at("version")}, {"errors", std::move(errors)}};
  return error;
}

}  // namespace chittyschema::routes
