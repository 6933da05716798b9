// A schema document as diff looks at it: references within it followed, a schema as one flat object, what stands at a hop into the
// document that is described. What is made here is a guess and no proof: whoever uses it has the checker judge.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chittyschema::diff {

namespace json = boost::json;

// A step from a schema into what it describes: a member, an item, or one of the alternatives for the same value.
struct Hop {
  enum Kind {
    member,
    item,
    alternative
  } kind = member;
  std::string name{};     // of the member; of an alternative its keyword
  std::size_t index = 0;  // of the item, of the alternative
};
using Path = std::vector<Hop>;

class Outline {
 public:
  explicit Outline(const json::value& root) : root_(&root) {}

  const json::value& root() const { return *root_; }

  // What `$ref` leads to, step by step; the schema itself where it has none, or where that leads out of the document or in a circle.
  const json::value& followed(const json::value& schema) const;
  // Null: it leads nowhere within the document.
  const json::value* target(std::string_view reference) const;

  // References and allOf taken in, and of anyOf and oneOf the alternative `choice`; the schemas true and false are {} and {"not":{}}.
  json::object flat(const json::value& schema, std::size_t choice = 0, int depth = 0) const;

  // The schema that a member, or an item, of what `flat_schema` describes is held to.
  static json::value of_member(const json::object& flat_schema, std::string_view name);
  static json::value of_item(const json::object& flat_schema, std::size_t index);

 private:
  const json::value* root_;
};

bool is_false(const json::value& schema);
// True, {}, or nothing but annotations.
bool is_anything(const json::value& schema);
// Keywords that say nothing of which values fit.
bool is_annotation(std::string_view keyword);

}  // namespace chittyschema::diff
