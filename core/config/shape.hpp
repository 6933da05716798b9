// What the configuration file must look like, told value by value; the plugins' own settings are their schemas' business.
#pragma once

#include "config/json_text.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace chitty {

// Something wrong with the configuration, at a place.
struct ConfigProblem {
  std::string file;      // empty until the reader of the file fills it in
  Position position;
  Steps steps;           // to the value
  std::string message;   // a whole sentence
  std::string hint;
  bool warning = false;  // odd, yet nothing is refused because of it
};

// Everything that is not of the shape; `steps` filled, `file` and `position` not.
std::vector<ConfigProblem> check_shape(const json::value& root);

// A name for a remote or an environment: letters, digits, '-' and '_', a letter first, at most 64. Null if it is one, else
// what is wrong in words that follow it.
const char* wrong_with_name(std::string_view name);

}  // namespace chitty
