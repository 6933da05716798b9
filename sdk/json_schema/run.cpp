#include "run.hpp"

#include "documents.hpp"
#include "number.hpp"
#include "uri.hpp"
#include "words.hpp"

namespace chitty::json_schema {

std::uint8_t kinds_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return Kind::null;
    case json::kind::bool_: return Kind::boolean;
    case json::kind::object: return Kind::object;
    case json::kind::array: return Kind::array;
    case json::kind::string: return Kind::string;
    case json::kind::double_: return is_integer(value) ? Kind::number | Kind::integer : Kind::number;
    default: return Kind::number | Kind::integer;
  }
}

bool Run::root(Value value) {
  const Step start{.node = program_.root};
  if (Documents::is_too_deep(value))
    undecided(start, "", "is nested too deeply: at most " + std::to_string(Documents::deepest) + " levels are checked");
  const bool fits = !undecided_ && enter(*program_.root, value, start, nullptr);
  if (!undecided_) return fits;
  if (found_) found_->insert(found_->begin(), *undecided_);
  if (found_ && found_->size() > most_) found_->resize(most_);
  return false;
}

bool Run::enter(const Sub& sub, Value value, Step step, Evaluated* evaluated) {
  step.rule = sub.path;
  step.node = sub.node;
  step.depth = step.up->depth + 1;
  step.hidden = step.up->hidden || sub.node->hidden;
  return enter(*sub.node, value, step, evaluated);
}

bool Run::enter(const Node& node, Value value, const Step& step, Evaluated* evaluated) {
  if (stopped()) return false;
  if (step.depth > deepest) return undecided(step, "", "needs more than 1,024 schemas inside each other to be checked");
  if (steps_ == 0) return undecided(step, "", "takes more than 10,000,000 steps to be checked");
  --steps_;
  if (node.never) return fail(step, "", [] { return "is not allowed"; });
  if (node.types && !(node.types & kinds_of(value)))
    return fail(step, "type", [&] { return "must be " + type_words(node.types) + not_but(value, step); });
  if (!evaluated && !node.unevaluated) return apply_all(node, value, step, nullptr);
  Evaluated mine(value);
  if (!apply_all(node, value, step, &mine)) return false;
  if (evaluated) evaluated->add(mine);
  return true;
}

bool Run::apply_all(const Node& node, Value value, const Step& step, Evaluated* evaluated) {
  bool fits = true;
  for (const auto& rule : node.rules) {
    fits = std::visit([&](const auto& one) { return apply(one, value, step, evaluated); }, rule) && fits;
    if (!fits && (!gathers() || stopped())) return false;
  }
  return fits;
}

bool Run::undecided(const Step& step, std::string_view keyword, std::string_view why) {
  const std::string in = keyword.empty() ? "" : "/" + std::string(keyword);
  if (!undecided_) undecided_ = Departure{at(step), rule(step) + in, std::string(keyword), std::string(why), {}};
  return false;
}

std::string Run::but_is(Value value, const Step& step) const {
  const bool hidden = step.hidden || !program_.show_values;
  return hidden || value.is_structured() ? std::string() : ", but is " + shown(value);
}

std::string Run::not_but(Value value, const Step& step) const {
  const auto is = but_is(value, step);
  return is.empty() ? ", not " + kind_words(value) : is;
}

std::string Run::at(const Step& step) {
  std::string out = step.up ? at(*step.up) : std::string();
  if (step.into == Step::member) out += pointer_step(step.name);
  if (step.into == Step::item) out += "/" + std::to_string(step.index);
  return out;
}

std::string Run::rule(const Step& step) { return (step.up ? rule(*step.up) : std::string()) + std::string(step.rule); }

}  // namespace chitty::json_schema
