// A document as somebody wrote it, in JSON or YAML, and where in the text each of its values stands.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <map>
#include <string>
#include <string_view>

namespace chittyconnect::openapi {

namespace json = boost::json;

// Both count from 1; a column counts characters.
struct Place {
  std::size_t line = 1, column = 1;
};

class TextDocument {
 public:
  // INVALID_ARGUMENT with line and column when the text is neither; also when it is too deep (200), has more than 500,000 values,
  // counting those that aliases repeat, or names a member twice.
  static chitty::Result<TextDocument> parse(std::string_view text);

  const json::value& value() const { return value_; }

  // Of the value at a JSON pointer; of the nearest one around it where there is none.
  Place place(std::string pointer) const;

 private:
  json::value value_;
  std::map<std::string, Place, std::less<>> places_;
};

// Of one: the first error as it is told.
chitty::Error not_readable(const Place& place, std::string_view why);

}  // namespace chittyconnect::openapi
