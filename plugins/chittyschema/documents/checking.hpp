// Documents held against a schema, each error with its place in the file.
#pragma once

#include <chitty/json_schema.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <vector>

#include "reader.hpp"

namespace chittyschema {

namespace json = boost::json;

class Checking {
 public:
  explicit Checking(chitty::JsonSchema schema) : schema_(std::move(schema)) {}

  static constexpr std::size_t most_errors = 10'000;  // of one document

  // What is wrong with it, as schema/problem.json says; nothing: it fits.
  std::vector<json::object> check(const Document& document);

  // Whether the schema is one of arrays, too: then an array is one document.
  bool takes_arrays() const;

 private:
  chitty::JsonSchema schema_;
  std::vector<unsigned char> room_ = std::vector<unsigned char>(1 << 18);  // for the document that is being looked at
};

}  // namespace chittyschema
