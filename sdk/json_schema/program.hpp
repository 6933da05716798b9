// A compiled schema: nodes with rules, which refer to other nodes. Made by the compiler, then never changed.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "equality.hpp"
#include "format.hpp"
#include "pattern/pattern.hpp"

namespace chitty::json_schema {

struct Node;

// What a value can be, as bits. An integer is a number, too.
struct Kind {
  enum Bit : std::uint8_t {
    null = 1,
    boolean = 2,
    object = 4,
    array = 8,
    number = 16,
    string = 32,
    integer = 64
  };
};

// A schema below a keyword, and the way to it: "/properties/name".
struct Sub {
  const Node* node = nullptr;
  std::string path{};
};

struct Bound {
  enum Side {
    at_least,
    at_most,
    above,
    below
  } side;
  json::value limit;
};
struct MultipleOf {
  json::value unit;
};
// How many characters, items or members; `of` is a string, an array or an object.
struct Size {
  Kind::Bit of;
  bool at_least;
  std::uint64_t limit;
};
struct PatternRule {
  Pattern pattern;
  std::string why;  // the schema's description, told with a departure
};
struct FormatRule {
  const Format* format;
};
struct Const {
  json::value value;
};
struct Enum {
  ValueSet values;
  std::string why{};  // the description: told where the values are too many to be listed
};
struct UniqueItems {};
struct Items {
  std::vector<Sub> prefix{};
  std::optional<Sub> rest{};
};
struct Contains {
  Sub item;
  std::uint64_t least = 1;
  std::optional<std::uint64_t> most{};
  bool marks = true;  // whether what it matches counts as evaluated (2020-12)
};
struct Required {
  std::vector<std::string> names;
};
// properties, patternProperties and additionalProperties: one walk over the members.
struct Members {
  struct Named {
    std::string name;
    Sub sub;
  };
  std::vector<Named> named{};  // by size, then by bytes
  std::vector<std::pair<Pattern, Sub>> patterns{};
  std::optional<Sub> rest{};
};
struct Names {
  Sub name;
};
struct DependentRequired {
  std::string when;
  std::vector<std::string> names;
  std::string path;
};
struct DependentSchema {
  std::string when;
  Sub then;
};
struct AllOf {
  std::vector<Sub> all;
};
struct AnyOf {
  std::vector<Sub> any;
};
struct OneOf {
  std::vector<Sub> any;
};
struct Not {
  Sub sub;
};
struct Conditional {
  Sub condition;
  std::optional<Sub> then{}, otherwise{};
};
struct Reference {
  Sub target;
};
// $dynamicRef to a $dynamicAnchor: the outermost schema resource on the way here that has it decides.
struct DynamicReference {
  std::string anchor;
  Sub fallback;
};
struct UnevaluatedItems {
  Sub sub;
};
struct UnevaluatedMembers {
  Sub sub;
};

using Rule = std::variant<Bound, MultipleOf, Size, PatternRule, FormatRule, Const, Enum, UniqueItems, Items, Contains,
                          Required, Members, Names, DependentRequired, DependentSchema, AllOf, AnyOf, OneOf, Not,
                          Conditional, Reference, DynamicReference, UnevaluatedItems, UnevaluatedMembers>;

// One schema.
struct Node {
  bool never = false;          // the schema `false`
  std::uint8_t types = 0;      // bits of Kind; 0: any
  bool unevaluated = false;    // has an unevaluated* rule, which stands last
  bool hidden = false;         // messages do not show its values
  std::uint32_t resource = 0;  // the schema resource that it is part of
  std::vector<Rule> rules{};
  std::string place{};      // where it stands, for messages about the schema
  std::vector<Sub> same{};  // schemas for the same value, for finding circles
};

struct Program {
  std::deque<Node> nodes{};
  const Node* root = nullptr;
  // By schema resource: its dynamic anchors.
  std::vector<std::map<std::string, const Node*, std::less<>>> dynamic_anchors{};
  bool show_values = true;
};

// "3 items", "1 character": a count in words.
std::string counted(std::uint64_t count, Kind::Bit of);

}  // namespace chitty::json_schema
