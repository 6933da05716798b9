#include "whole_page.hpp"

#include <chitty/members.hpp>

#include "table.hpp"

namespace notion_database {

namespace {

constexpr std::size_t shown = 25;

// Of these types a page shows 25 at most; of a relation it says so, of text and people it does not.
bool may_hold_more(const json::object& property, const std::string& type) {
  if (type != "title" && type != "rich_text" && type != "relation" && type != "people") return false;
  const auto* more = property.if_contains("has_more");
  const auto* value = property.if_contains(type);
  const auto* all = value ? value->if_array() : nullptr;
  return (more && *more == json::value(true)) || (all && all->size() >= shown);
}

// Each item of the list is one reference, under the type's name.
Result<json::array> all_of(Host& host, const std::string& target, const std::string& type) {
  json::array out;
  std::string cursor;
  for (;;) {
    CHITTY_TRY(const auto reply, ask(host, get(target, {{"page_size", "100"}, {"start_cursor", cursor}})));
    const auto* results = reply.contains("results") ? reply.at("results").if_array() : nullptr;
    if (!results) return make_error(Code::malformed, "Notion's answer has no list of what the property holds");
    for (const auto& item : *results)
      if (const auto* object = item.if_object(); object && object->contains(type)) out.push_back(object->at(type));
    const auto next = text_in(reply, "next_cursor");
    if (next.empty()) return out;
    if (next == cursor) return make_error(Code::malformed, "Notion gave the same page twice");
    cursor = next;
  }
}

}  // namespace

Result<json::value> whole_page(Host& host, json::value page) {
  auto* object = page.if_object();
  auto* found = object ? object->if_contains("properties") : nullptr;
  auto* properties = found ? found->if_object() : nullptr;
  if (!properties) return make_error(Code::malformed, "Notion's answer contains something that is not an entry");
  const auto pages = "/v1/pages/" + encode(text_in(*object, "id")) + "/properties/";
  for (auto& [name, value] : *properties) {
    auto* property = value.if_object();
    const auto type = property ? text_in(*property, "type") : std::string();
    if (!property || !may_hold_more(*property, type)) continue;
    // An id stands in pages as it stands in a path already: "%3AUPp".
    CHITTY_TRY(auto all, all_of(host, pages + text_in(*property, "id"), type));
    (*property)[type] = std::move(all);
    if (property->contains("has_more")) (*property)["has_more"] = false;
  }
  return page;
}

}  // namespace notion_database
