#include "canonical.hpp"

#include <boost/json/serialize.hpp>
#include <map>

namespace chittyregistry {

std::string canonical(const boost::json::value& value) {
  std::string text;
  if (const auto* list = value.if_array()) {
    for (const auto& one : *list) text += (text.empty() ? "" : ",") + canonical(one);
    return "[" + text + "]";
  }
  if (const auto* object = value.if_object()) {
    std::map<std::string_view, const boost::json::value*> members;
    for (const auto& [name, member] : *object) members.emplace(name, &member);
    for (const auto& [name, member] : members)
      text += (text.empty() ? "" : ",") + boost::json::serialize(boost::json::string(name)) + ":" + canonical(*member);
    return "{" + text + "}";
  }
  return boost::json::serialize(value);
}

}  // namespace chittyregistry
