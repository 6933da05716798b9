// Documents that a schema is likely to accept, and values that lie at the edges of what it says. Whether they do is the checker's to say.
#pragma once

#include <boost/json/array.hpp>

#include "outline.hpp"

namespace chittyschema::diff {

class Sampler {
 public:
  explicit Sampler(const json::value& root) : outline_(root) {}

  // One value, as small as may be; `variant` makes others like it.
  json::value one(const json::value& schema, std::size_t variant = 0, int depth = 0) const;

  // A whole document with `value` at `path`.
  json::value around(const Path& path, const json::value& value) const;

  // Values of every kind, and those at the edges of what the schema says.
  void edges(const json::value& schema, std::vector<json::value>& into, int depth = 0) const;

 private:
  json::value around(const json::value& schema, const Path& path, std::size_t at, const json::value& value) const;
  json::value object(const json::object& schema, std::size_t variant, int depth) const;
  json::value array(const json::object& schema, std::size_t variant, int depth) const;
  void edges_of_object(const json::object& schema, std::vector<json::value>& into, int depth) const;
  void edges_of_array(const json::object& schema, std::vector<json::value>& into) const;

  Outline outline_;
};

}  // namespace chittyschema::diff
