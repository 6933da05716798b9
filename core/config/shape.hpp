// Validates the structure of the configuration file; plugins' own settings are validated by their schemas.
#pragma once

#include "config/text/json_text.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace chitty::host {

// Something wrong with the configuration, at a place.
struct Diagnostic {
  std::string file;  // empty until the reader of the file fills it in
  Position position;
  Steps steps;          // to the value
  std::string message;  // a whole sentence
  std::string hint;
  bool warning = false;  // suspicious but accepted
};

// Everything that is not of the shape; `steps` filled, `file` and `position` not.
std::vector<Diagnostic> check_shape(const json::value& root);

// A name for a remote or an environment: letters, digits, '-' and '_', a letter first, at most 64. Null if it is one, else
// what is wrong in words that follow it.
const char* wrong_with_name(std::string_view name);

}  // namespace chitty::host
