// Is a manifest right? The schema's rules, said in the words of the field that breaks them, and the rules between
// fields, which a schema cannot say.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace chitty::tool {

// One line for each broken rule: "commands[3].effect: must be one of ... and is \"reads\"". Empty: all is well.
// A key that the schema does not name is one, too.
std::vector<std::string> check_schema(const boost::json::value& manifest, const boost::json::value& schema);

// A JSON pointer into `document` as a person would write it: "commands[3].effect".
std::string place_words(std::string_view pointer, const boost::json::value& document);

// Call only when the schema is kept.
std::vector<std::string> check_rules(const boost::json::object& manifest);

}  // namespace chitty::tool
