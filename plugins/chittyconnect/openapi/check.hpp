// Is a document one of OpenAPI 3.0 or 3.1? Held against the OpenAPI Initiative's own schema, and against what that schema cannot say:
// references that lead somewhere, paths and their parameters, names that must be unique.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <string>
#include <vector>

namespace chittyconnect::openapi {

namespace json = boost::json;

struct Problem {
  std::string at;       // JSON pointer into the document
  std::string rule;     // "schema", "reference", "path", "parameter", "path-parameter", "operation-id"
  std::string message;  // "must be an object, but is an array"
};

struct Judgement {
  std::string version;  // as the document says it
  std::int64_t paths = 0, operations = 0, schemas = 0;
  std::vector<Problem> problems;
};

// REFUSED when it is none of these versions: nothing more can be said of it.
chitty::Result<Judgement> judge(const json::value& document);

}  // namespace chittyconnect::openapi
