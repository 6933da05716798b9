// Declared steps between two versions, and the way back. A step is as schema/step.json says.
#pragma once

#include <chitty/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

namespace chittyschema::steps {

namespace json = boost::json;

// Do one step. REFUSED says why the document does not allow it; the document is then worth nothing.
chitty::Result<void> apply(const json::object& step, json::value& document);
chitty::Result<void> apply(const json::array& steps, json::value& document);

// The step that undoes it, or why there is none.
struct Back {
  std::optional<json::object> step{};
  std::string why{};
};
Back back_of(const json::object& step);

// "rename /name to fullName", for a person.
std::string words_of(const json::object& step);

// The steps between two versions as they were declared.
struct Edge {
  std::string from, to;
  json::array steps;
};

// The shortest way from one version to another, as steps: edges backward where there is no other way. NOT_FOUND: there is none; REFUSED:
// the only one leads back over a step that cannot be undone.
chitty::Result<json::array> way(const std::vector<Edge>& edges, const std::string& from, const std::string& to);

}  // namespace chittyschema::steps
