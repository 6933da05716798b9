// One value of a request, from where its source says.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <optional>
#include <string>

#include "request/courier.hpp"
#include "request/words.hpp"

namespace chitty::host {

// The arguments of one call and what its remote knows. Refers to both; lives as long as the call.
class Values {
 public:
  Values(const json::object& arguments, Courier& courier) : arguments_(arguments), courier_(courier) {}

  // Nothing when the argument or the setting is absent. INVALID_ARGUMENT in the person's words when what was given cannot
  // become what `as` asks for; NOT_FOUND or CONFIGURATION for a secret that is not set.
  Result<std::optional<json::value>> of(const Source& source);

  // The text of an argument; empty when it is absent.
  std::string text(std::string_view argument) const;
  Courier& courier() { return courier_; }

  // The whole of a file, or of standard input for "-": at most 64 MiB.
  Result<std::string> content(const std::string& file);

 private:
  Result<std::optional<json::value>> raw(const Source& source);
  const json::object& arguments_;
  Courier& courier_;
  std::optional<json::object> settings_;
};

// As it stands in a path, a query or a header: a text as it is, a number or boolean in its JSON form.
std::string text_of(const json::value& value);

}  // namespace chitty::host
