// Values of a declared request: where they come from, and where they are put. Nothing for a test to call.
#ifndef CHITTY_TESTKIT_REQUEST_VALUES_HPP
#define CHITTY_TESTKIT_REQUEST_VALUES_HPP

#include <algorithm>
#include <chitty/testkit/declared_arguments.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace chitty::testkit::detail {

inline std::string plain(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

inline std::string with_commas(const json::value& list) {
  if (!list.is_array()) return plain(list);
  std::string text;
  for (const auto& one : list.get_array()) text.append(text.empty() ? "" : ",").append(plain(one));
  return text;
}

// A value from where its source says; nothing for an argument that is absent.
inline Result<std::optional<json::value>> value_of(const json::value& source, const json::object& arguments) {
  using Found = std::optional<json::value>;
  std::string name, as;
  if (const auto* text = source.if_string()) name = std::string(*text);
  if (const auto* object = source.if_object()) {
    if (const auto* constant = object->if_contains("const")) return Found(*constant);
    name = member(*object, "arg"), as = member(*object, "as");
    const bool is_known = as == "csv" || as == "milliseconds";  // the latter is what a duration is here already
    if (name.empty() || object->size() != (is_known ? 2u : 1u))
      return make_error(Code::plugin_fault, "testkit::World does not know the source " + json::serialize(source) + ".",
                        "Test this command with a chittyd.");
  }
  const auto* found = arguments.if_contains(name);
  if (!found || found->is_null()) return Found();
  return Found(as == "csv" ? json::value(with_commas(*found)) : *found);
}

// At a JSON pointer; objects on the way are made.
inline Result<void> put(json::value& body, std::string_view pointer, const json::value& value) {
  json::value* place = &body;
  while (!pointer.empty()) {
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    std::string name(pointer.substr(1, end - 1));
    for (const auto& [escaped, plain] : {std::pair("~1", "/"), std::pair("~0", "~")})
      for (auto at = name.find(escaped); at != name.npos; at = name.find(escaped, at + 1)) name.replace(at, 2, plain);
    if (place->is_null()) place->emplace_object();
    if (!place->is_object()) return make_error(Code::plugin_fault, "The body has no place " + name + ".");
    place = &place->get_object()[name];
    pointer.remove_prefix(end);
  }
  *place = value;
  return {};
}

}  // namespace chitty::testkit::detail

#endif  // CHITTY_TESTKIT_REQUEST_VALUES_HPP
