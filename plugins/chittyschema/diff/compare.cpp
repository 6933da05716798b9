#include "compare.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <deque>
#include <set>
#include <tuple>

#include "keywords.hpp"

namespace chittyschema::diff {

namespace {

constexpr std::size_t most_differences = 2000;
constexpr int deepest = 64;

std::string step(std::string_view name) {
  std::string out = "/";
  for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1"
                                                              : std::string(1, c);
  return out;
}

bool mentions(const json::value& value, std::string_view keyword) {
  if (const auto* list = value.if_array()) return std::any_of(list->begin(), list->end(), [&](const auto& one) { return mentions(one, keyword); });
  const auto* object = value.if_object();
  return object && std::any_of(object->begin(), object->end(), [&](const auto& one) { return one.key() == keyword || mentions(one.value(), keyword); });
}

class Comparing {
 public:
  Comparing(const json::value& before, const json::value& after) : before_(before), after_(after) {
    for (const auto* keyword : {"unevaluatedProperties", "unevaluatedItems", "$dynamicRef"})
      if (mentions(before, keyword) || mentions(after, keyword)) entangled_ = keyword;
    const auto draft = [](const json::value& root) { return root.is_object() && root.get_object().contains("$schema") ? json::serialize(root.get_object().at("$schema")) : std::string(); };
    if (!draft(before).empty() && !draft(after).empty() && draft(before).find("draft-07") != draft(after).find("draft-07")) entangled_ = "$schema";
  }

  std::vector<Difference> run() {
    walked_.insert({&before_.root(), &after_.root(), {}});
    walk(before_.root(), after_.root(), "", {}, 0);
    for (auto& one : found_)
      if (!entangled_.empty() && (one.keyword.empty() || !is_annotation(one.keyword))) {
        one.narrows = one.widens = true;
        one.reason += entangled_ == "$schema" ? "; the versions are of two drafts, so either direction may matter" : "; " + entangled_ + " looks at all of the schema, so either direction may matter";
      }
    return std::move(found_);
  }

 private:
  using Value = const json::value&;

  // The same rules, whatever stands between references and parts.
  bool same(Value one, Value other, int depth = 0) {
    if (depth > deepest) return false;
    if (one.is_object() && other.is_object()) {
      const auto &a = one.get_object(), &b = other.get_object();
      const auto *to_a = a.if_contains("$ref"), *to_b = b.if_contains("$ref");
      if (to_a && to_b && *to_a == *to_b && to_a->is_string()) {
        const auto *target_a = before_.target(std::string_view(to_a->get_string())), *target_b = after_.target(std::string_view(to_b->get_string()));
        if (!target_a || !target_b) return a == b;
        if (compared_.insert({target_a, target_b}).second && !same(*target_a, *target_b, depth + 1)) return compared_.erase({target_a, target_b}), false;
      }
      if (a.size() != b.size()) return false;
      return std::all_of(a.begin(), a.end(), [&](const auto& member) {
        const auto* there = b.if_contains(member.key());
        return there && same(member.value(), *there, depth + 1);
      });
    }
    if (one.is_array() && other.is_array()) {
      const auto &a = one.get_array(), &b = other.get_array();
      if (a.size() != b.size()) return false;
      for (std::size_t i = 0; i < a.size(); ++i)
        if (!same(a[i], b[i], depth + 1)) return false;
      return true;
    }
    return one == other;
  }

  void add(const std::string& at, std::string keyword, const Path& path, Value before, Value after, Effect effect) {
    if (found_.size() >= most_differences) return;
    if ((effect.narrows && !possible_.narrows) || (effect.widens && !possible_.widens)) {
      effect.narrows = effect.narrows && possible_.narrows, effect.widens = effect.widens && possible_.widens;
      if (!effect.narrows && !effect.widens) effect.reason = "values of that type are not allowed here";
    }
    found_.push_back({at, std::move(keyword), std::move(effect.change), std::move(effect.reason), path, before, after, effect.narrows, effect.widens});
  }

  void walk(Value before, Value after, const std::string& at, const Path& path, int depth) {
    if (depth > deepest || same(before, after)) return;
    if (!before.is_object() || !after.is_object() || is_false(before) || is_false(after) || before.get_object().empty() || after.get_object().empty()) {
      const bool shut_before = is_false(before), shut_after = is_false(after), open_before = is_anything(before), open_after = is_anything(after);
      if (open_before && open_after) return;
      const auto said = [](bool shut, bool open) { return std::string(shut ? "nothing" : open ? "anything"
                                                                                              : "what the schema says"); };
      add(at, "", path, before, after, {said(shut_before, open_before) + " became " + said(shut_after, open_after), shut_after || open_before ? "less is allowed here" : "more is allowed here", !open_after && !shut_before, !open_before && !shut_after});
      return;
    }
    const auto &a = before.get_object(), &b = after.get_object();
    if (a.contains("$ref") || b.contains("$ref")) return references(before, after, at, path, depth);
    keywords(before, after, at, path, depth);
  }

  void references(Value before, Value after, const std::string& at, const Path& path, int depth) {
    const auto &a = before.get_object(), &b = after.get_object();
    const auto alone = [](const json::object& schema) {
      return schema.contains("$ref") && std::all_of(schema.begin(), schema.end(), [](const auto& one) { return one.key() == "$ref" || is_annotation(one.key()); });
    };
    const bool both = a.contains("$ref") && b.contains("$ref");
    if (both) {
      const auto *to_a = &before_.followed(before), *to_b = &after_.followed(after);
      if (to_a == &before || to_b == &after) return add(at + "/$ref", "$ref", path, before, after, either("another reference", "it leads out of the schema"));
      if (walked_.insert({to_a, to_b, possible_}).second) walk(*to_a, *to_b, at + "/$ref", path, depth + 1);
      if (!alone(a) || !alone(b)) keywords(before, after, at, path, depth);
      return;
    }
    const auto& to_a = before_.followed(before);
    const auto& to_b = after_.followed(after);
    if ((a.contains("$ref") && !alone(a)) || (b.contains("$ref") && !alone(b)) || (&to_a == &before && &to_b == &after))
      return add(at + "/$ref", "$ref", path, before, after, either("a reference came or went beside other rules", "what stands beside it counts, too"));
    if (walked_.insert({&to_a, &to_b, possible_}).second) walk(to_a, to_b, at, path, depth + 1);
  }

  void keywords(Value before, Value after, const std::string& at, const Path& path, int depth) {
    const auto &a = before.get_object(), &b = after.get_object();
    std::vector<std::string> names;
    for (const auto& [name, value] : a) names.emplace_back(name);
    for (const auto& [name, value] : b)
      if (!a.contains(name)) names.emplace_back(name);
    const bool patterns_differ = differs(a, b, "patternProperties");
    for (const auto& name : names) {
      if (name == "$ref" || name == "$defs" || name == "definitions" || !differs(a, b, name)) continue;
      const auto *was = a.if_contains(name), *is = b.if_contains(name);
      const auto outer = possible_, here = possible(name, a, b);
      possible_ = {outer.narrows && here.narrows, outer.widens && here.widens};
      if (name == "properties") members(before, after, at, path, depth, patterns_differ);
      else if (name == "additionalProperties" && !patterns_differ) inner(was, is, at, path, {Hop::member, "undeclared", 0}, name, depth);
      else if (name == "items" && !prefixes(a, b) && (!was || !was->is_array()) && (!is || !is->is_array())) inner(was, is, at, path, {Hop::item, "", 0}, name, depth);
      else if (name == "prefixItems") items(before, after, at, path, depth);
      else if (name == "items" && prefixes(a, b)) items(before, after, at, path, depth, differs(a, b, "prefixItems"));
      else if (name == "allOf" || name == "anyOf") alternatives(name, before, after, at, path, depth);
      else if (name == "required") required(before, after, at, path);
      else if (is_annotation(name)) add(at + step(name), name, path, before, after, annotation(name, was, is));
      else add(at + step(name), name, path, before, after, effect_of(name, a, b));
      possible_ = outer;
    }
  }

  bool differs(const json::object& a, const json::object& b, std::string_view name) {
    const auto *was = a.if_contains(name), *is = b.if_contains(name);
    return (was || is) && (!was || !is || !same(*was, *is));
  }
  static bool prefixes(const json::object& a, const json::object& b) { return a.contains("prefixItems") || b.contains("prefixItems"); }

  static Path with(Path path, Hop hop) { return path.push_back(std::move(hop)), path; }

  void inner(const json::value* was, const json::value* is, const std::string& at, const Path& path, Hop hop, const std::string& name, int depth) {
    walk(was ? *was : anything_, is ? *is : anything_, at + step(name), with(path, std::move(hop)), depth + 1);
  }

  // A member that one version declares is, in the other, held to what holds for members that are not declared.
  void members(Value before, Value after, const std::string& at, const Path& path, int depth, bool patterns_differ) {
    const auto &a = before.get_object(), &b = after.get_object();
    static const json::object none;
    const auto declared = [](const json::object& schema) -> const json::object& {
      const auto* all = schema.if_contains("properties");
      return all && all->is_object() ? all->get_object() : none;
    };
    const auto &old_ones = declared(a), &new_ones = declared(b);
    const auto place = at + "/properties";
    for (const auto& [name, schema] : old_ones) {
      const auto* there = new_ones.if_contains(name);
      if (there) walk(schema, *there, place + step(name), with(path, {Hop::member, std::string(name), 0}), depth + 1);
      else came_or_went(schema, kept(Outline::of_member(b, name)), place, name, path, false, patterns_differ);
    }
    for (const auto& [name, schema] : new_ones)
      if (!old_ones.contains(name)) came_or_went(kept(Outline::of_member(a, name)), schema, place, name, path, true, patterns_differ);
  }

  void came_or_went(Value before, Value after, const std::string& place, std::string_view name, const Path& path, bool came, bool patterns_differ) {
    if (!patterns_differ && same(before, after)) {
      add(place + step(name), "properties", with(path, {Hop::member, std::string(name), 0}), before, after, {came ? "declared" : "no longer declared", "what it may be has not changed", false, false});
      return;
    }
    Effect effect{came ? "declared" : "no longer declared", "", true, true};
    effect.narrows = !(is_anything(after) || is_false(before)) || patterns_differ;
    effect.widens = !(is_anything(before) || is_false(after)) || patterns_differ;
    if (is_anything(before)) effect.reason = "undeclared members could be anything before";
    else if (is_false(before)) effect.reason = "the old version allows no undeclared members";
    else if (is_false(after)) effect.reason = "the new version allows no undeclared members";
    else effect.reason = is_anything(after) ? "undeclared members may be anything" : "undeclared members are held to other rules";
    add(place + step(name), "properties", with(path, {Hop::member, std::string(name), 0}), before, after, std::move(effect));
  }

  // Items by place, as far as either version names them; then the rest.
  void items(Value before, Value after, const std::string& at, const Path& path, int depth, bool done_already = false) {
    if (done_already) return;
    const auto &a = before.get_object(), &b = after.get_object();
    const auto many = [](const json::object& schema) {
      const auto* list = schema.if_contains("prefixItems");
      return list && list->is_array() ? list->get_array().size() : 0;
    };
    const auto most = std::max(many(a), many(b));
    for (std::size_t i = 0; i < most; ++i)
      walk(kept(Outline::of_item(a, i)), kept(Outline::of_item(b, i)), at + "/prefixItems/" + std::to_string(i), with(path, {Hop::item, "", i}), depth + 1);
    walk(kept(Outline::of_item(a, most)), kept(Outline::of_item(b, most)), at + "/items", with(path, {Hop::item, "", most}), depth + 1);
  }

  void alternatives(const std::string& name, Value before, Value after, const std::string& at, const Path& path, int depth) {
    static const json::array none;
    const auto list = [&](Value schema) -> const json::array& {
      const auto* all = schema.get_object().if_contains(name);
      return all && all->is_array() ? all->get_array() : none;
    };
    const auto &a = list(before), &b = list(after);
    if (a.empty() || b.empty()) {
      const bool narrows = a.empty();
      add(at + step(name), name, path, before, after, {narrows ? "added" : "removed", narrows ? "a further rule holds" : "a rule no longer holds", narrows, !narrows});
      return;
    }
    std::vector<std::size_t> old_left, new_left;
    std::vector<bool> taken(b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      std::size_t match = b.size();
      for (std::size_t j = 0; j < b.size() && match == b.size(); ++j)
        if (!taken[j] && same(a[i], b[j])) match = j;
      if (match < b.size()) taken[match] = true;
      else old_left.push_back(i);
    }
    for (std::size_t j = 0; j < b.size(); ++j)
      if (!taken[j]) new_left.push_back(j);
    const auto pairs = std::min(old_left.size(), new_left.size());
    for (std::size_t i = 0; i < pairs; ++i)
      walk(a[old_left[i]], b[new_left[i]], at + step(name) + "/" + std::to_string(new_left[i]), name == "allOf" ? path : with(path, {Hop::alternative, name, new_left[i]}), depth + 1);
    const bool all_of = name == "allOf";
    for (std::size_t i = pairs; i < old_left.size(); ++i)
      add(at + step(name) + "/" + std::to_string(old_left[i]), name, path, a[old_left[i]], after, {"removed", all_of ? "a rule no longer holds" : "an alternative is gone", !all_of, all_of});
    for (std::size_t i = pairs; i < new_left.size(); ++i)
      add(at + step(name) + "/" + std::to_string(new_left[i]), name, path, before, b[new_left[i]], {"added", all_of ? "a further rule holds" : "there is a further alternative", all_of, !all_of});
  }

  void required(Value before, Value after, const std::string& at, const Path& path) {
    const auto names = [](Value schema) {
      std::set<std::string> all;
      const auto* list = schema.get_object().if_contains("required");
      if (list && list->is_array())
        for (const auto& one : list->get_array())
          if (one.is_string()) all.emplace(one.get_string());
      return all;
    };
    const auto old_ones = names(before), new_ones = names(after);
    for (const auto& name : old_ones)
      if (!new_ones.contains(name)) add(at + "/required", "required", path, before, after, {"'" + name + "' is no longer required", "readers of the old version rely on it", false, true});
    for (const auto& name : new_ones)
      if (!old_ones.contains(name)) add(at + "/required", "required", path, before, after, {"'" + name + "' is required now", "writers of the old version may leave it out; a default does not put it in", true, false});
  }

  // A schema that was made here, for as long as the comparison lasts.
  Value kept(json::value made) { return kept_.emplace_back(std::move(made)); }

  Outline before_, after_;
  std::string entangled_{};
  std::set<std::pair<const json::value*, const json::value*>> compared_{};
  std::set<std::tuple<const json::value*, const json::value*, Possible>> walked_{};
  Possible possible_{};
  std::deque<json::value> kept_{};
  const json::value anything_ = true;
  std::vector<Difference> found_{};
};

}  // namespace

std::vector<Difference> compare(const json::value& before, const json::value& after) { return Comparing(before, after).run(); }

}  // namespace chittyschema::diff
