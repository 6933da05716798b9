#include "json_patch.hpp"

#include <boost/json/object.hpp>
#include <string>

namespace chittycontextual {

namespace json = boost::json;

namespace {

std::string step(const std::string& path, std::string_view name) {
  std::string token(name);
  for (std::size_t at = 0; (at = token.find_first_of("~/", at)) != std::string::npos; at += 2) token.replace(at, 1, token[at] == '~' ? "~0" : "~1");
  return path + "/" + token;
}
std::string step(const std::string& path, std::size_t number) { return path + "/" + std::to_string(number); }

void compare(const json::value& from, const json::value& to, const std::string& path, json::array& changes);

void compare(const json::object& from, const json::object& to, const std::string& path, json::array& changes) {
  for (const auto& [name, value] : from) {
    if (const auto* other = to.if_contains(name)) compare(value, *other, step(path, name), changes);
    else changes.push_back({{"op", "remove"}, {"path", step(path, name)}, {"before", value}});
  }
  for (const auto& [name, value] : to)
    if (!from.contains(name)) changes.push_back({{"op", "add"}, {"path", step(path, name)}, {"value", value}});
}

// What is alike at both ends stays; what is between is compared place by place, and what one has more is taken out or put in there.
void compare(const json::array& from, const json::array& to, const std::string& path, json::array& changes) {
  const auto shorter = std::min(from.size(), to.size());
  std::size_t front = 0, back = 0;
  while (front < shorter && from[front] == to[front]) ++front;
  while (back < shorter - front && from[from.size() - 1 - back] == to[to.size() - 1 - back]) ++back;
  const auto old_end = from.size() - back, new_end = to.size() - back;
  auto at = front;
  for (; at < old_end && at < new_end; ++at) compare(from[at], to[at], step(path, at), changes);
  for (auto last = old_end; last > at; --last) changes.push_back({{"op", "remove"}, {"path", step(path, last - 1)}, {"before", from[last - 1]}});
  for (; at < new_end; ++at) changes.push_back({{"op", "add"}, {"path", step(path, at)}, {"value", to[at]}});
}

void compare(const json::value& from, const json::value& to, const std::string& path, json::array& changes) {
  if (from == to) return;
  if (from.is_object() && to.is_object()) return compare(from.get_object(), to.get_object(), path, changes);
  if (from.is_array() && to.is_array()) return compare(from.get_array(), to.get_array(), path, changes);
  changes.push_back({{"op", "replace"}, {"path", path}, {"value", to}, {"before", from}});
}

// The last token of a pointer, unescaped.
std::string last_token(std::string_view path) {
  std::string token(path.substr(path.rfind('/') + 1));
  for (std::size_t at = 0; (at = token.find('~', at)) != std::string::npos; ++at) token.replace(at, 2, token.substr(at, 2) == "~1" ? "/" : "~");
  return token;
}

bool apply(json::value& whole, const json::object& change) {
  const std::string path(change.at("path").as_string());
  const auto& op = change.at("op").as_string();
  if (path.empty()) return op == "replace" ? (whole = change.at("value"), true) : false;
  boost::system::error_code none;
  auto* parent = whole.find_pointer(path.substr(0, path.rfind('/')), none);
  const auto token = last_token(path);
  if (parent && parent->is_object()) {
    auto& object = parent->get_object();
    if ((op == "add") == object.contains(token)) return false;
    if (op == "remove") return object.erase(token) == 1;
    object[token] = change.at("value");
    return true;
  }
  if (!parent || !parent->is_array() || token.empty() || token.size() > 9 || token.find_first_not_of("0123456789") != std::string::npos) return false;
  auto& array = parent->get_array();
  const auto at = static_cast<std::size_t>(std::stoul(token));
  if (at > array.size() || (op != "add" && at == array.size())) return false;
  const auto place = array.begin() + static_cast<std::ptrdiff_t>(at);
  if (op == "add") array.insert(place, change.at("value"));
  else if (op == "remove") array.erase(place);
  else array[at] = change.at("value");
  return true;
}

}  // namespace

json::array changes_between(const json::value& from, const json::value& to) {
  json::array changes;
  compare(from, to, "", changes);
  return changes;
}

bool apply_changes(json::value& value, const json::array& changes) {
  for (const auto& change : changes)
    if (!apply(value, change.as_object())) return false;
  return true;
}

}  // namespace chittycontextual
