// Which keywords a schema resource has: by its $schema, and by that one's $vocabulary.
#pragma once

#include <chitty/json_schema.hpp>

#include <string_view>
#include <vector>

namespace chitty::json_schema {

struct Dialect {
  Draft draft = Draft::draft2020_12;
  bool validation = true;  // type, minimum, ...; $vocabulary may leave them out
  bool applicator = true;  // properties, allOf, ...
  bool unevaluated = true;
  bool assert_format = false;  // the vocabulary format-assertion

  bool is_draft7() const { return draft == Draft::draft7; }
};

// Where schemas stand below a keyword.
enum class Holds {
  nothing,
  schema,
  array,
  schemas_or_one,
  object
};

struct Keyword {
  std::string_view name;
  bool draft7, draft2020;
  Holds holds;
};

// Null: not a keyword of that draft.
const Keyword* find_keyword(std::string_view name, Draft draft);
std::vector<std::string_view> keyword_names(Draft draft);

}  // namespace chitty::json_schema
