#include "pointer.hpp"

#include <boost/json/object.hpp>

namespace chittyschema::steps {

namespace {

json::value* step(json::value& at, const std::string& name) {
  if (auto* object = at.if_object()) return object->if_contains(name);
  auto* list = at.if_array();
  const bool index = !name.empty() && name.size() < 10 && name.find_first_not_of("0123456789") == name.npos;
  return list && index ? list->if_contains(std::stoul(name)) : nullptr;
}

}  // namespace

std::vector<std::string> parts_of(std::string_view pointer) {
  std::vector<std::string> parts;
  while (!pointer.empty()) {
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    std::string part;
    for (std::size_t i = 1; i < end; ++i) {
      const bool escape = pointer[i] == '~' && i + 1 < end;
      part += !escape ? pointer[i] : pointer[++i] == '1' ? '/'
                                                         : '~';
    }
    parts.push_back(std::move(part));
    pointer.remove_prefix(end);
  }
  return parts;
}

json::value* find(json::value& document, std::string_view pointer) {
  auto* at = &document;
  for (const auto& part : parts_of(pointer))
    if (at = step(*at, part); !at) return nullptr;
  return at;
}

bool take(json::value& document, std::string_view pointer, json::value& into) {
  const auto last = pointer.rfind('/');
  auto* parent = last == pointer.npos ? nullptr : find(document, pointer.substr(0, last));
  auto* object = parent ? parent->if_object() : nullptr;
  const auto name = parts_of(pointer).empty() ? std::string() : parts_of(pointer).back();
  if (!object || !object->contains(name)) return false;
  into = std::move(object->at(name));
  object->stable_erase(object->find(name));
  return true;
}

bool put(json::value& document, std::string_view pointer, json::value value) {
  const auto parts = parts_of(pointer);
  auto* at = &document;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    if (auto* object = at->if_object()) {
      if (last && object->contains(parts[i])) return false;
      auto& there = (*object)[parts[i]];
      if (!last && there.is_null()) there.emplace_object();
      at = &there;
    } else if (at = step(*at, parts[i]); !at || last) {
      return false;
    }
  }
  *at = std::move(value);
  return !parts.empty();
}

void each(json::value& document, std::string_view places, const std::function<void(json::value&)>& take_it) {
  const auto star = places.find("/*");
  const bool whole_part = star != places.npos && (star + 2 == places.size() || places[star + 2] == '/');
  if (!whole_part) {
    if (auto* found = find(document, places)) take_it(*found);
    return;
  }
  auto* all = find(document, places.substr(0, star));
  const auto rest = places.substr(star + 2);
  if (!all) return;
  if (auto* list = all->if_array())
    for (auto& one : *list) each(one, rest, take_it);
  if (auto* object = all->if_object())
    for (auto& one : *object) each(one.value(), rest, take_it);
}

}  // namespace chittyschema::steps
