// Rules about what is inside an array or an object.
#include <algorithm>

#include "run.hpp"
#include "words.hpp"

namespace chitty::json_schema {

namespace {

Step into(const Step& up, std::size_t index) { return {.up = &up, .into = Step::item, .index = index}; }
Step into(const Step& up, std::string_view name) { return {.up = &up, .into = Step::member, .name = name}; }

const Members::Named* find_named(const std::vector<Members::Named>& all, std::string_view name) {
  const auto at = std::lower_bound(all.begin(), all.end(), name, [](const Members::Named& one, std::string_view wanted) {
    return one.name.size() != wanted.size() ? one.name.size() < wanted.size() : one.name < wanted;
  });
  return at != all.end() && at->name == name ? &*at : nullptr;
}

}  // namespace

bool Run::apply(const Items& rule, Value value, const Step& step, Evaluated* evaluated) {
  const auto* all = value.if_array();
  if (!all) return true;
  bool fits = true;
  for (std::size_t i = 0; i < all->size(); ++i) {
    const Sub* sub = i < rule.prefix.size() ? &rule.prefix[i] : rule.rest ? &*rule.rest
                                                                          : nullptr;
    if (!sub) break;
    fits = enter(*sub, (*all)[i], into(step, i), nullptr) && fits;
    if (!fits && (!gathers() || stopped())) return false;
    if (evaluated) evaluated->mark(i);
  }
  return fits;
}

bool Run::apply(const Contains& rule, Value value, const Step& step, Evaluated* evaluated) {
  const auto* all = value.if_array();
  if (!all) return true;
  std::uint64_t found = 0;
  for (std::size_t i = 0; i < all->size(); ++i) {
    if (!fits(rule.item, (*all)[i], into(step, i), nullptr)) continue;
    ++found;
    if (evaluated && rule.marks) evaluated->mark(i);
    if (!evaluated && !rule.most && found >= rule.least) return true;
  }
  const bool too_many = rule.most && found > *rule.most;
  if (found >= rule.least && !too_many) return true;
  return fail(step, too_many ? "maxContains" : rule.least == 1 ? "contains"
                                                               : "minContains",
              [&] {
                return std::string("must have at ") + (too_many ? "most " : "least ") +
                       counted(too_many ? *rule.most : rule.least, Kind::array) + " as \"contains\" describes, but has " +
                       std::to_string(found);
              });
}

bool Run::apply(const Members& rule, Value value, const Step& step, Evaluated* evaluated) {
  const auto* all = value.if_object();
  if (!all) return true;
  bool fits = true;
  std::size_t index = 0;
  for (const auto& [name, one] : *all) {
    bool known = false;
    const auto hold = [&, &its_name = name, &its_value = one](const Sub& sub) {  // clang 14 does not capture bindings by itself
      known = true;
      fits = enter(sub, its_value, into(step, its_name), nullptr) && fits;
    };
    if (const auto* named = find_named(rule.named, name)) hold(named->sub);
    for (const auto& [pattern, sub] : rule.patterns)
      if (matches(pattern, name, step, "patternProperties") == Pattern::Found::yes) hold(sub);
    if (!known && rule.rest) {
      known = true;
      fits = member(*rule.rest, name, one, step, rule) && fits;
    }
    if (undecided_ || (!fits && (!gathers() || stopped()))) return false;
    if (known && evaluated) evaluated->mark(index);
    ++index;
  }
  return fits;
}

// A member that no name and no pattern knows.
bool Run::member(const Sub& sub, std::string_view name, Value value, const Step& step, const Members& known) {
  if (sub.node->never) return unknown_member("additionalProperties", name, step, &known);
  return enter(sub, value, into(step, name), nullptr);
}

bool Run::unknown_member(std::string_view keyword, std::string_view name, const Step& step, const Members* known) {
  const auto told = [&] {
    std::vector<std::string> names;
    if (known)
      for (const auto& one : known->named) names.push_back(one.name);
    return "unknown member " + quoted(name) + meant(name, names);
  };
  return fail(step, keyword, told, name);
}

bool Run::apply(const Names& rule, Value value, const Step& step, Evaluated*) {
  const auto* all = value.if_object();
  if (!all) return true;
  bool fits = true;
  for (const auto& member : *all) {
    const auto before = gathers() ? found_->size() : 0;
    const json::value name(member.key());
    fits = enter(rule.name, name, {.up = &step}, nullptr) && fits;
    if (!gathers()) {
      if (!fits) return false;
      continue;
    }
    for (auto i = before; i < found_->size(); ++i) {
      (*found_)[i].message = "the name of the member " + quoted(member.key()) + " " + (*found_)[i].message;
      (*found_)[i].member = member.key();
    }
    if (stopped()) return false;
  }
  return fits;
}

bool Run::apply(const DependentRequired& rule, Value value, const Step& step, Evaluated*) {
  const auto* object = value.if_object();
  if (!object || !object->contains(rule.when)) return true;
  bool fits = true;
  for (const auto& name : rule.names) {
    if (object->contains(name)) continue;
    const auto told = [&] { return "missing member " + quoted(name) + ", which is required beside " + quoted(rule.when); };
    fits = fail(step, std::string_view(rule.path).substr(1), told, name);
    if (!gathers()) return false;
  }
  return fits;
}

bool Run::apply(const DependentSchema& rule, Value value, const Step& step, Evaluated* evaluated) {
  const auto* object = value.if_object();
  return !object || !object->contains(rule.when) || enter(rule.then, value, {.up = &step}, evaluated);
}

bool Run::apply(const UnevaluatedItems& rule, Value value, const Step& step, Evaluated* evaluated) {
  const auto* all = value.if_array();
  if (!all) return true;
  bool fits = true;
  for (std::size_t i = 0; i < all->size(); ++i) {
    if (evaluated->has(i)) continue;
    fits = enter(rule.sub, (*all)[i], into(step, i), nullptr) && fits;
    if (!fits && (!gathers() || stopped())) return false;
    evaluated->mark(i);
  }
  return fits;
}

bool Run::apply(const UnevaluatedMembers& rule, Value value, const Step& step, Evaluated* evaluated) {
  const auto* all = value.if_object();
  if (!all) return true;
  bool fits = true;
  std::size_t index = 0;
  for (const auto& [name, one] : *all) {
    const auto here = index++;
    if (evaluated->has(here)) continue;
    const bool kept = rule.sub.node->never
                          ? unknown_member("unevaluatedProperties", name, step, nullptr)
                          : enter(rule.sub, one, into(step, name), nullptr);
    fits = kept && fits;
    if (!fits && (!gathers() || stopped())) return false;
    evaluated->mark(here);
  }
  return fits;
}

}  // namespace chitty::json_schema
