// Schemas of manifests as OpenAPI 3.1 has them: the same dialect, with shapes that are used kept under components.
#pragma once

#include <map>
#include <set>

#include "served.hpp"

namespace chittyconnect::openapi {

class Schemas {
 public:
  // `schema` of one of `service`'s routes. Shapes that it names, and those that they name, become components.
  json::value taken(const json::value& schema, const ServedService& service);

  // The schema behind a reference to a shape, followed to its end; itself where it is none.
  static const json::object& followed(const json::object& schema, const ServedService& service);

  // All that were taken so far, by name.
  json::object components() const;

 private:
  json::value rewritten(const json::value& schema, const ServedService& service);
  void rewrite_member(std::string_view keyword, json::value& value, const ServedService& service);
  std::string component_for(std::string_view reference, const ServedService& service);

  std::map<std::string, json::value> components_;
  std::set<std::string> begun_;  // a shape may name itself
};

}  // namespace chittyconnect::openapi
