// From schemas to a program: one node for each schema, each keyword read by one function.
#pragma once

#include <chitty/json_schema.hpp>

#include <deque>
#include <functional>
#include <unordered_map>

#include "documents.hpp"
#include "problems.hpp"
#include "program.hpp"

namespace chitty::json_schema {

class Compiler {
 public:
  explicit Compiler(const JsonSchema::Options& options) : options_(options), documents_(options, problems_) {}

  Result<std::shared_ptr<const Program>> run(const json::value& document);

 private:
  // One schema that is being compiled.
  struct Work {
    Place place;
    Node* node;
    const json::object& schema() const { return place.schema->get_object(); }
    const Dialect& dialect() const { return place.resource->dialect; }
  };
  using Value = const json::value&;

  const Node* node_for(const Place& place);
  void compile(const Work& work);
  void compile_rules(const Work& work);
  void check_keywords(const Work& work);
  void add_dynamic_anchors();
  void refuse_circles();

  // Of any value (compile_values.cpp).
  void read_type(const Work&, Value);
  std::string description(const Work&);
  void read_enum(const Work&, Value);
  void read_bound(const Work&, Value, std::string_view keyword, Bound::Side);
  void read_multiple(const Work&, Value);
  void read_size(const Work&, Value, std::string_view keyword, Kind::Bit of, bool at_least);
  void read_pattern(const Work&, Value);
  void read_format(const Work&, Value);
  void compile_values(const Work&);

  // Of arrays and objects (compile_parts.cpp).
  void read_items(const Work&);
  void read_contains(const Work&, Value);
  void read_required(const Work&, Value);
  void read_members(const Work&);
  void read_dependencies(const Work&, Value, std::string_view keyword);
  void read_unevaluated(const Work&);
  void compile_parts(const Work&);

  // Schemas for the same value (compile_logic.cpp).
  void read_reference(const Work&, Value);
  void read_dynamic_reference(const Work&, Value);
  void read_conditional(const Work&);
  void compile_logic(const Work&);
  void compile_references(const Work&);

  // What the keyword says, or null where it is absent; with a problem told where it is something else.
  static const json::value* find(const Work&, std::string_view keyword);
  std::optional<std::uint64_t> count(const Work&, Value, std::string_view keyword);
  std::optional<std::vector<std::string>> names(const Work&, Value, std::string_view keyword);
  std::optional<Pattern> pattern(const std::string& at, std::string_view text);
  const json::object* members(const Work&, Value, std::string_view keyword);

  // The schema at `path` below this one ("/properties/name").
  Sub sub(const Work&, Value schema, std::string path);
  // The same, of a schema for the same value.
  Sub same(const Work&, Value schema, std::string path);
  std::vector<Sub> list(const Work&, Value schemas, std::string_view keyword, bool same_value);
  void problem(const Work&, std::string_view keyword, const std::string& message);

  const JsonSchema::Options& options_;
  Problems problems_;
  Documents documents_;
  std::shared_ptr<Program> program_ = std::make_shared<Program>();
  std::unordered_map<const json::value*, Node*> nodes_;
  std::deque<Work> waiting_;
};

}  // namespace chitty::json_schema
