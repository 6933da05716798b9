// A program held against one value: by one thread, once.
#pragma once

#include <chitty/json_schema.hpp>

#include <vector>

#include "evaluated.hpp"
#include "program.hpp"

namespace chitty::json_schema {

// The way to where the check stands: one step for each schema that was entered, the innermost first.
struct Step {
  const Step* up = nullptr;
  std::string_view rule{};  // piece of the pointer into the schema: "/properties/name"
  enum { same_value,
         member,
         item } into = same_value;
  std::string_view name{};  // of the member
  std::size_t index = 0;    // of the item
  const Node* node = nullptr;
  int depth = 0;
  bool hidden = false;
};

class Run {
 public:
  // With `found`, departures are gathered, `most` at most; without, the first one ends the run.
  Run(const Program& program, std::vector<Departure>* found, std::size_t most)
      : program_(program), found_(found), most_(most) {}

  bool root(const json::value& value);

  // 1,024 schemas inside each other; steps for one value.
  static constexpr int deepest = 1024;
  static constexpr std::uint64_t most_steps = 10'000'000;

 private:
  using Value = const json::value&;

  bool enter(const Sub& sub, Value value, Step step, Evaluated* evaluated);
  bool enter(const Node& node, Value value, const Step& step, Evaluated* evaluated);
  bool apply_all(const Node& node, Value value, const Step& step, Evaluated* evaluated);

  // run_values.cpp
  bool apply(const Bound&, Value, const Step&, Evaluated*);
  bool apply(const MultipleOf&, Value, const Step&, Evaluated*);
  bool apply(const Size&, Value, const Step&, Evaluated*);
  bool apply(const PatternRule&, Value, const Step&, Evaluated*);
  bool apply(const FormatRule&, Value, const Step&, Evaluated*);
  bool apply(const Const&, Value, const Step&, Evaluated*);
  bool apply(const Enum&, Value, const Step&, Evaluated*);
  bool apply(const UniqueItems&, Value, const Step&, Evaluated*);
  bool apply(const Required&, Value, const Step&, Evaluated*);
  // run_parts.cpp
  bool apply(const Items&, Value, const Step&, Evaluated*);
  bool apply(const Contains&, Value, const Step&, Evaluated*);
  bool apply(const Members&, Value, const Step&, Evaluated*);
  bool apply(const Names&, Value, const Step&, Evaluated*);
  bool apply(const DependentRequired&, Value, const Step&, Evaluated*);
  bool apply(const DependentSchema&, Value, const Step&, Evaluated*);
  bool apply(const UnevaluatedItems&, Value, const Step&, Evaluated*);
  bool apply(const UnevaluatedMembers&, Value, const Step&, Evaluated*);
  // run_logic.cpp
  bool apply(const AllOf&, Value, const Step&, Evaluated*);
  bool apply(const AnyOf&, Value, const Step&, Evaluated*);
  bool apply(const OneOf&, Value, const Step&, Evaluated*);
  bool apply(const Not&, Value, const Step&, Evaluated*);
  bool apply(const Conditional&, Value, const Step&, Evaluated*);
  bool apply(const Reference&, Value, const Step&, Evaluated*);
  bool apply(const DynamicReference&, Value, const Step&, Evaluated*);

  // The alternatives that accept the value, in `passed`; what the others say, in `said`, where departures are gathered.
  struct Alternatives {
    std::vector<std::size_t> passed;
    std::vector<std::vector<Departure>> said;
  };
  Alternatives try_all(const std::vector<Sub>& subs, Value value, const Step& step, Evaluated* evaluated,
                       std::size_t enough);
  bool none_fits(Alternatives& tried, std::string_view keyword, Value value, const Step& step);
  // Whether it fits, with nothing told.
  bool fits(const Sub& sub, Value value, const Step& step, Evaluated* evaluated);
  bool member(const Sub& sub, std::string_view name, Value value, const Step& step, const Members& known);
  bool unknown_member(std::string_view keyword, std::string_view name, const Step& step, const Members* known);
  Pattern::Found matches(const Pattern& pattern, std::string_view text, const Step& step, std::string_view keyword);

  bool gathers() const { return found_ != nullptr; }
  bool stopped() const { return undecided_ || (found_ && found_->size() >= most_); }
  // Tells a departure where they are gathered. Always false. `keyword`: the rest of the pointer into the schema, empty for
  // the schema `false`; `message` is a function, asked only then.
  // Never inlined: its strings would make each frame of the recursion larger.
  template <class Message>
  [[gnu::noinline]] bool fail(const Step& step, std::string_view keyword, Message&& message, std::string_view member = {}) {
    if (!found_ || found_->size() >= most_) return false;
    const std::string below = (keyword.empty() ? "" : "/") + std::string(keyword);
    found_->push_back({at(step), rule(step) + below, std::string(keyword.substr(0, keyword.find('/'))), message(),
                       std::string(member)});
    return false;
  }
  // Not decided, so refused, whatever the schema makes of it. Always false.
  bool undecided(const Step& step, std::string_view keyword, std::string_view why);
  // ", but is 3" where values may be shown and it is short; else nothing, or ", not an object".
  std::string but_is(Value value, const Step& step) const;
  std::string not_but(Value value, const Step& step) const;

  static std::string at(const Step& step);
  static std::string rule(const Step& step);

  const Program& program_;
  std::vector<Departure>* found_;
  std::size_t most_;
  std::uint64_t steps_ = most_steps;
  std::optional<Departure> undecided_{};
  MatchSpace space_{};
};

// Bits of Kind that this value has.
std::uint8_t kinds_of(const json::value& value);

}  // namespace chitty::json_schema
