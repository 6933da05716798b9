// The properties of a table, and which of them a name means.
#pragma once

#include <chitty/host.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace notion_database {

using namespace chitty;

struct Property {
  std::string name, type;
};

class Schema {
 public:
  // Of the reply to GET /v1/data_sources/{id}. MALFORMED: it has no properties.
  static Result<Schema> of(const json::object& data_source);

  // By its exact name; else "title" is the property of that type; else the only one that is the same but for capitals, spaces, - and
  // _ ("createdAt" is "Created at"). None: nothing, or more than one.
  const Property* find(std::string_view name) const;

  // The same; INVALID_ARGUMENT names what was probably meant.
  Result<const Property*> get(std::string_view name) const;

  const Property* title() const;
  const std::vector<Property>& all() const { return all_; }

 private:
  std::vector<Property> all_;
};

Result<Schema> read_schema(Host& host, const std::string& source);

}  // namespace notion_database
