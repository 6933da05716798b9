// Rules that hold further schemas against the same value.
#include <algorithm>

#include "run.hpp"
#include "words.hpp"

namespace chitty::json_schema {

bool Run::fits(const Sub& sub, Value value, const Step& step, Evaluated* evaluated) {
  auto* const told = std::exchange(found_, nullptr);
  const bool yes = enter(sub, value, step, evaluated);
  found_ = told;
  return yes;
}

Run::Alternatives Run::try_all(const std::vector<Sub>& subs, Value value, const Step& step, Evaluated* evaluated,
                               std::size_t enough) {
  Alternatives out;
  for (std::size_t i = 0; i < subs.size() && !undecided_; ++i) {
    std::vector<Departure> said;
    auto* const told = std::exchange(found_, found_ ? &said : nullptr);
    const bool yes = enter(subs[i], value, {.up = &step}, evaluated);
    found_ = told;
    if (yes) out.passed.push_back(i);
    if (gathers()) out.said.push_back(std::move(said));
    // Further ones may still mark members as evaluated.
    if (out.passed.size() >= enough && !evaluated) break;
  }
  return out;
}

// What is told when no alternative fits: what they all lack, or what the only one lacks that was meant.
bool Run::none_fits(Alternatives& tried, std::string_view keyword, Value value, const Step& step) {
  if (!gathers() || stopped()) return false;
  const std::string here = at(step);
  // Another kind of value or another constant: a different thing was meant.
  const auto is_other = [&](const Departure& one) {
    return (one.at == here && (one.keyword == "type" || one.keyword == "enum")) || one.keyword == "const" ||
           (one.at == here && one.keyword.empty());
  };
  std::vector<std::size_t> meant_ones;
  std::string types, missing;
  bool all_types = true, all_missing = true;
  for (std::size_t i = 0; i < tried.said.size(); ++i) {
    const auto& said = tried.said[i];
    if (std::none_of(said.begin(), said.end(), is_other)) meant_ones.push_back(i);
    const bool type = said.size() == 1 && said[0].at == here && said[0].keyword == "type";
    const bool lacks = said.size() == 1 && said[0].at == here && said[0].keyword == "required";
    all_types = all_types && type;
    all_missing = all_missing && lacks;
    if (type) {
      const auto words = said[0].message.substr(8, said[0].message.rfind(not_but(value, step)) - 8);  // after "must be "
      types += (types.empty() ? "" : " or ") + words;
    }
    if (lacks) missing += (missing.empty() ? "" : " and ") + quoted(said[0].member);
  }
  if (all_types && !tried.said.empty())
    return fail(step, keyword, [&] {
      return "must be " + types + not_but(value, step);
    });
  if (all_missing && !tried.said.empty())
    return fail(step, keyword, [&] {
      return (keyword == "oneOf" ? "must have exactly one of " : "must have at least one of ") + missing;
    });
  if (meant_ones.size() == 1) {
    for (auto& one : tried.said[meant_ones[0]])
      if (found_->size() < most_) found_->push_back(std::move(one));
    return false;
  }
  return fail(step, keyword, [&] {
    std::string words = "fits none of " + std::to_string(tried.said.size()) + " alternatives";
    const auto& near = tried.said[meant_ones.empty() ? 0 : meant_ones[0]];
    if (!near.empty()) {
      const auto place = near[0].at.substr(here.size());
      words += "; the first that comes near: " + (place.empty() ? "" : place + " ") + near[0].message;
    }
    return words;
  });
}

bool Run::apply(const AllOf& rule, Value value, const Step& step, Evaluated* evaluated) {
  bool fits = true;
  for (const auto& sub : rule.all) {
    fits = enter(sub, value, {.up = &step}, evaluated) && fits;
    if (!fits && (!gathers() || stopped())) return false;
  }
  return fits;
}

bool Run::apply(const AnyOf& rule, Value value, const Step& step, Evaluated* evaluated) {
  auto tried = try_all(rule.any, value, step, evaluated, 1);
  return !tried.passed.empty() || none_fits(tried, "anyOf", value, step);
}

bool Run::apply(const OneOf& rule, Value value, const Step& step, Evaluated* evaluated) {
  auto tried = try_all(rule.any, value, step, evaluated, 2);
  if (tried.passed.size() == 1) return true;
  if (tried.passed.empty()) return none_fits(tried, "oneOf", value, step);
  return fail(step, "oneOf", [&] {
    return "must fit exactly one of " + std::to_string(rule.any.size()) + " alternatives, but fits numbers " +
           std::to_string(tried.passed[0] + 1) + " and " + std::to_string(tried.passed[1] + 1);
  });
}

bool Run::apply(const Not& rule, Value value, const Step& step, Evaluated*) {
  if (!fits(rule.sub, value, {.up = &step}, nullptr)) return !undecided_;
  return fail(step, "not", [] { return "must not be what \"not\" describes"; });
}

bool Run::apply(const Conditional& rule, Value value, const Step& step, Evaluated* evaluated) {
  const bool holds = fits(rule.condition, value, {.up = &step}, evaluated);
  const auto& next = holds ? rule.then : rule.otherwise;
  return !next || enter(*next, value, {.up = &step}, evaluated);
}

bool Run::apply(const Reference& rule, Value value, const Step& step, Evaluated* evaluated) {
  return enter(rule.target, value, {.up = &step}, evaluated);
}

bool Run::apply(const DynamicReference& rule, Value value, const Step& step, Evaluated* evaluated) {
  Sub target{rule.fallback.node, {}};
  for (const Step* at = &step; at; at = at->up) {
    const auto& anchors = program_.dynamic_anchors[at->node->resource];
    if (const auto found = anchors.find(rule.anchor); found != anchors.end()) target.node = found->second;
  }
  Step next{.up = &step, .rule = rule.fallback.path, .node = target.node, .depth = step.depth + 1};
  next.hidden = step.hidden || target.node->hidden;
  return enter(*target.node, value, next, evaluated);
}

}  // namespace chitty::json_schema
