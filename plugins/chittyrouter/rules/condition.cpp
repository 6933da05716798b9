#include "condition.hpp"

#include <algorithm>

#include "../mail/text.hpp"

namespace chittyrouter {

namespace {

// `pattern` with * for any text, against the whole of `text`. Linear: after a star, only the last one is ever tried again.
bool fits(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = pattern.npos, from = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*')
      star = p++, from = t;
    else if (p < pattern.size() && pattern[p] == text[t])
      ++p, ++t;
    else if (star != pattern.npos)
      p = star + 1, t = ++from;
    else
      return false;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool of_domain(std::string_view address, std::string_view domain, bool below) {
  const auto at = address.rfind('@');
  if (at == address.npos) return false;
  const auto its = address.substr(at + 1);
  return its == domain || (below && its.size() > domain.size() && its.ends_with(domain) && its[its.size() - domain.size() - 1] == '.');
}

bool contains(std::string_view text, std::string_view word) { return lower(text).find(lower(word)) != std::string::npos; }

const std::vector<std::string>& addresses(const Facts& facts, Condition::Field field) {
  if (field == Condition::Field::from) return facts.from;
  return field == Condition::Field::to ? facts.to : facts.cc;
}

// What of the mail a term matched; nothing when it does not.
std::optional<std::string> matched(const Condition::Node& term, const Facts& facts, const Book& book) {
  using Field = Condition::Field;
  switch (term.field) {
    case Field::from:
    case Field::to:
    case Field::cc:
      for (const auto& address : addresses(facts, term.field))
        if (is_meant(term.value, address, book)) return address;
      return {};
    case Field::subject: return contains(facts.subject, term.value) ? std::optional(std::string()) : std::nullopt;
    case Field::body: return contains(facts.text, term.value) ? std::optional(std::string()) : std::nullopt;
    case Field::list: return !facts.list_id.empty() && fits(lower(term.value), lower(facts.list_id)) ? std::optional(facts.list_id) : std::nullopt;
    case Field::has: return facts.has_attachment ? std::optional(std::string()) : std::nullopt;
    case Field::header:
      for (const auto& [name, value] : facts.headers)
        if (name == term.name && (term.value.empty() || contains(value, term.value))) return std::string();
      return {};
  }
  return {};
}

}  // namespace

bool is_group(std::string_view value) { return value.find_first_of("@.*") == value.npos; }

bool is_meant(std::string_view value, const std::string& address, const Book& book) {
  if (is_group(value)) {
    const auto group = book.find(value);
    return group != book.end() && std::any_of(group->second.begin(), group->second.end(), [&](const std::string& each) { return is_meant(each, address, book); });
  }
  if (value.starts_with('@') && value.find('*') == value.npos) return of_domain(address, value.substr(1), false);
  if (value.find('@') == value.npos && value.find('*') == value.npos) return of_domain(address, value, true);
  return fits(value, address);
}

bool Condition::holds(std::size_t number, const Facts& facts, const Book& book) const {
  const auto& node = nodes_[number];
  const auto each = [&](std::size_t part) { return holds(part, facts, book); };
  switch (node.kind) {
    case Kind::both: return std::all_of(node.parts.begin(), node.parts.end(), each);
    case Kind::either: return std::any_of(node.parts.begin(), node.parts.end(), each);
    case Kind::negation: return !each(node.parts[0]);
    case Kind::term: return matched(node, facts, book).has_value();
  }
  return false;
}

std::string Condition::why(const Facts& facts, const Book& book) const {
  std::string out;
  std::vector<std::pair<std::size_t, bool>> open{{root_, false}};
  while (!open.empty()) {
    const auto [number, negated] = open.back();
    open.pop_back();
    const auto& each = nodes_[number];
    if (each.kind != Kind::term) {
      for (auto part = each.parts.rbegin(); part != each.parts.rend(); ++part) open.emplace_back(*part, negated != (each.kind == Kind::negation));
      continue;
    }
    const auto found = matched(each, facts, book);
    if (found.has_value() == negated) continue;
    out += (out.empty() ? "" : ", ") + std::string(negated ? "NOT " : "") + each.text;
    if (found && !found->empty() && lower(each.value) != *found) out += " (" + *found + ")";
  }
  return out;
}

std::vector<std::string> Condition::groups() const {
  std::vector<std::string> out;
  for (const auto& each : nodes_)
    if (each.kind == Kind::term && (each.field == Field::from || each.field == Field::to || each.field == Field::cc) && is_group(each.value)) out.push_back(each.value);
  return out;
}

}  // namespace chittyrouter
