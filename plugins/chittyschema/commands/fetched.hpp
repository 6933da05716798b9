// A schema that a person names: of the service, or a file.
#pragma once

#include <chitty/host.hpp>

#include <string>

namespace chittyschema {

namespace json = boost::json;

struct Named {
  std::string name, version;  // of a file: its path and nothing
  json::object document;
  std::string shown() const { return version.empty() ? name : name + " " + version; }
};

// Does it name a file? A path has a /, or ends in .json.
bool names_file(const std::string& said);

// A JSON value in a file. NOT_FOUND, INVALID_ARGUMENT with line and column.
chitty::Result<json::value> json_file(const std::string& path);

// The list that a reply has under a name. MALFORMED: it has none.
chitty::Result<json::array> list_in(const chitty::Reply& reply, std::string_view name);

// `said` is NAME, NAME@VERSION or a file.
chitty::Result<Named> fetch_schema(chitty::Host& host, const std::string& said, const std::string& version = {});

}  // namespace chittyschema
