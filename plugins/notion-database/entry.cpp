#include "entry.hpp"

#include <chitty/members.hpp>

#include "plain_value.hpp"
#include "written_value.hpp"

namespace notion_database {

Result<json::object> entry_of(const json::value& page, bool rich) {
  const auto* object = page.if_object();
  const auto* found = object ? object->if_contains("properties") : nullptr;
  const auto* properties = found ? found->if_object() : nullptr;
  if (!properties || text_in(*object, "id").empty()) return make_error(Code::malformed, "Notion's answer contains something that is not an entry");
  std::string title;
  json::object plain;
  for (const auto& [name, property] : *properties) {
    const auto* one = property.if_object();
    if (!one) continue;
    plain[name] = plain_value(*one);
    if (const auto* text = plain.at(name).if_string(); text && text_in(*one, "type") == "title") title = std::string(*text);
  }
  const auto* trash = object->if_contains("in_trash");
  return json::object{{"id", text_in(*object, "id")},
                      {"title", title},
                      {"url", text_in(*object, "url")},
                      {"createdAt", text_in(*object, "created_time")},
                      {"editedAt", text_in(*object, "last_edited_time")},
                      {"inTrash", trash && *trash == json::value(true)},
                      {"properties", rich ? *properties : plain}};
}

Result<json::object> given_record(const json::value& record, const std::vector<std::string>& set) {
  json::object out;
  if (!record.is_null()) {
    if (!record.is_object()) return usage_error("invalid value for '--record': expected an object");
    out = record.get_object();
  }
  for (const auto& one : set) {
    const auto sign = one.find('=');
    if (sign == one.npos || sign == 0) return usage_error("invalid value '" + one + "' for '--set': expected NAME=VALUE");
    const auto name = one.substr(0, sign);
    if (out.contains(name)) return usage_error("the property '" + name + "' was given twice");
    out[name] = one.substr(sign + 1);
  }
  if (out.empty()) return usage_error("no properties were given", "Give --record JSON, or --set NAME=VALUE");
  return out;
}

Result<json::object> written_properties(const Schema& schema, const json::object& record) {
  json::object out;
  for (const auto& [name, value] : record) {
    CHITTY_TRY(const auto property, schema.get(name));
    if (out.contains(property->name)) return usage_error("the property '" + property->name + "' was given twice");
    CHITTY_TRY(auto written, written_value(*property, value));
    out[property->name] = std::move(written);
  }
  return out;
}

}  // namespace notion_database
