#include "verdict.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>

#include "../documents/schema_text.hpp"

namespace chittyschema::diff {

using namespace chitty;

namespace {

constexpr std::size_t largest_witness = 4096;  // bytes, so that a person reads it; a larger one only where there is no other

std::string pointer_of(const Path& path) {
  std::string out;
  for (const auto& hop : path) {
    if (hop.kind == Hop::item) out += "/" + std::to_string(hop.index);
    if (hop.kind != Hop::member) continue;
    out += '/';
    for (const char c : hop.name) out += c == '~' ? "~0" : c == '/' ? "~1"
                                                                    : std::string(1, c);
  }
  return out;
}

// Is it for this difference that the document is refused, and not for another one beside it?
bool is_of(const Departure& one, const Difference& difference) {
  if (difference.keyword == "required") return one.rule == difference.at && difference.change.starts_with("'" + one.member + "' ");
  if (one.rule.starts_with(difference.at) || (!one.rule.empty() && difference.at.starts_with(one.rule))) return true;
  if (difference.keyword != "properties" && difference.keyword != "patternProperties") return false;
  const auto place = pointer_of(difference.path);
  return one.at.starts_with(place) || (!one.member.empty() && (difference.keyword != "properties" || pointer_of({{Hop::member, one.member, 0}}) == place.substr(place.rfind('/'))));
}

// Accepted by one and refused by the other for this difference, and for a reason that is one.
std::optional<std::string> refusal(const JsonSchema& accepts, const JsonSchema& refuses, const json::value& document, const Difference& difference) {
  if (!accepts.accepts(document) || refuses.accepts(document)) return {};
  const auto said = refuses.check(document);
  for (const auto& one : said)
    if (one.message.find("to be checked") != std::string::npos || one.message.find("levels are checked") != std::string::npos) return {};
  const auto found = std::find_if(said.begin(), said.end(), [&](const auto& one) { return is_of(one, difference); });
  if (found == said.end()) return {};
  return (found->at.empty() ? "" : found->at + " ") + found->message;
}

void gather_names(const Outline& outline, const json::value& schema, std::set<std::string>& names, bool& open, int depth) {
  const auto& at = outline.followed(schema);
  if (!at.is_object() || depth > 8) return;
  const auto& object = at.get_object();
  if (const auto* properties = object.if_contains("properties"); properties && properties->is_object())
    for (const auto& [name, unused] : properties->get_object()) names.emplace(name);
  for (const auto* keyword : {"patternProperties", "additionalProperties"})
    if (const auto* value = object.if_contains(keyword); value && value->is_object() && !value->get_object().empty()) open = true;
  for (const auto* keyword : {"allOf", "anyOf", "oneOf"})
    if (const auto* parts = object.if_contains(keyword); parts && parts->is_array())
      for (const auto& part : parts->get_array()) gather_names(outline, part, names, open, depth + 1);
  for (const auto* keyword : {"if", "then", "else"})
    if (const auto* part = object.if_contains(keyword)) gather_names(outline, *part, names, open, depth + 1);
}

// A small one without undeclared members is the better witness.
bool is_better(const std::optional<Witness>& known, bool undeclared, std::size_t size) {
  if (!known) return true;
  if (known->undeclared != undeclared) return known->undeclared;
  return size < json::serialize(known->document).size();
}

}  // namespace

bool has_undeclared(const Outline& outline, const json::value& schema, const json::value& document, int depth) {
  if (depth > 24) return false;
  if (const auto* list = document.if_array()) {
    const auto flat = outline.flat(schema);
    for (std::size_t i = 0; i < list->size(); ++i)
      if (has_undeclared(outline, Outline::of_item(flat, i), (*list)[i], depth + 1)) return true;
    return false;
  }
  const auto* object = document.if_object();
  if (!object || object->empty()) return false;
  std::set<std::string> names;
  bool open = false;
  gather_names(outline, schema, names, open, 0);
  const auto flat = outline.flat(schema);
  return std::any_of(object->begin(), object->end(), [&](const auto& member) {
    if (!open && !names.contains(std::string(member.key()))) return true;
    return has_undeclared(outline, Outline::of_member(flat, member.key()), member.value(), depth + 1);
  });
}

std::string Verdict::breaks() const {
  if (readers && writers) return "both";
  if (readers) return "readers";
  if (writers) return "writers";
  return difference.narrows || difference.widens ? "undecided" : "neither";
}

Result<Judge> Judge::between(const json::value& before, const json::value& after) {
  CHITTY_TRY(auto old_one, compiled(before));
  CHITTY_TRY(auto new_one, compiled(after));
  return Judge(before, after, std::move(old_one), std::move(new_one));
}

void Judge::look(Verdict& verdict) const {
  const auto& difference = verdict.difference;
  const Outline old_outline(*before_), new_outline(*after_);
  const Sampler old_sampler(*before_), new_sampler(*after_);
  std::vector<json::value> values;
  old_sampler.edges(difference.before, values);
  new_sampler.edges(difference.after, values);
  const auto try_it = [&](const json::value& document) {
    const auto size = json::serialize(document).size();
    if (difference.widens && is_better(verdict.readers, false, size))
      if (auto said = refusal(new_, old_, document, difference)) {
        const bool undeclared = has_undeclared(new_outline, *after_, document);
        if (is_better(verdict.readers, undeclared, size)) verdict.readers = Witness{document, *said, undeclared};
      }
    if (difference.narrows && is_better(verdict.writers, false, size))
      if (auto said = refusal(old_, new_, document, difference)) {
        const bool undeclared = has_undeclared(old_outline, *before_, document);
        if (is_better(verdict.writers, undeclared, size)) verdict.writers = Witness{document, *said, undeclared};
      }
  };
  for (const auto* sampler : {&old_sampler, &new_sampler})
    for (const auto& value : values) {
      const bool enough = (!difference.widens || (verdict.readers && !verdict.readers->undeclared && json::serialize(verdict.readers->document).size() < largest_witness)) &&
                          (!difference.narrows || (verdict.writers && !verdict.writers->undeclared && json::serialize(verdict.writers->document).size() < largest_witness));
      if (enough) return;
      try_it(sampler->around(difference.path, value));
    }
}

std::vector<Verdict> Judge::all() const {
  std::vector<Verdict> verdicts;
  for (auto& difference : compare(*before_, *after_)) {
    Verdict verdict{std::move(difference), {}, {}};
    if (verdict.difference.narrows || verdict.difference.widens) look(verdict);
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

}  // namespace chittyschema::diff
