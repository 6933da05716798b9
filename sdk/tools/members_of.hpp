// The structs of NAME_names.hpp (names.hpp): of a command's arguments, of a JSON Schema's properties.
#pragma once

#include <boost/json/object.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::tool {

struct Member {
  std::string wire, name;     // as the manifest has it, and as C++ does
  std::string type, initial;  // "std::int64_t", " = 50"
  std::string remark;
};

struct Struct {
  std::string name, base{};  // base: the shape that it has all members of, "shapes::Mint"
  std::vector<Struct> inner{};
  std::vector<Member> members{};

  bool empty() const { return base.empty() && members.empty(); }
  // Its members are read from the text as it came, without a tree: ObjectView in the place of a json::object.
  bool from_text = false;
  std::string text(const std::string& indent) const;
};

// "dry-run" is `dry_run`, "delete" is `delete_`.
std::string identifier_of(std::string_view word);

// TokenList of token_list: the struct beside the function.
std::string struct_name_of(std::string_view word);

Struct struct_of_arguments(const std::string& name, const boost::json::object& command);

// Structs of schemas. An object of `$defs` becomes one of its own, `shapes::NAME`, once it is used.
class Schemas {
 public:
  explicit Schemas(const boost::json::object& shapes) : shapes_(shapes) {}

  Struct struct_of_parameters(const std::string& name, const boost::json::object& parameters);

  // Of an object schema; empty for one that says no properties.
  Struct struct_of(const std::string& name, const boost::json::object& schema);

  // The structs of the shapes that were used, each before those that use it.
  const std::string& used() const { return used_; }

 private:
  const boost::json::object& resolved(const boost::json::object& schema) const;
  std::string type_of(const boost::json::object& schema, std::string_view member, Struct& around);
  std::string shape_of(const boost::json::object& schema);
  void add_properties(const boost::json::object& schema, Struct& to);

  const boost::json::object& shapes_;
  std::set<std::string> known_;
  std::string used_;
};

}  // namespace chitty::tool
