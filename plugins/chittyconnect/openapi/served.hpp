// What the daemon serves, as the manifests of its services say it.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace chittyconnect::openapi {

namespace json = boost::json;

struct ServedService {
  std::string name, summary;
  json::object shapes{};  // its manifest's `$defs`
  json::array routes{};
};

// The services among `plugins` (each as chitty.catalogue/1 gives it), by name; those that are refused are left out.
std::vector<ServedService> services_among(const json::array& plugins);

// The value of a member that is an object, an array, a text; empty ones where it is something else.
const json::object& object_at(const json::object& from, std::string_view member);
const json::array& array_at(const json::object& from, std::string_view member);
std::string text_at(const json::object& from, std::string_view member);

}  // namespace chittyconnect::openapi
