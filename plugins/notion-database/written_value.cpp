#include "written_value.hpp"

#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <functional>

namespace notion_database {

namespace {

constexpr std::size_t longest_piece = 2000, most_pieces = 100;

std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (const auto* array = value.if_array()) {
    std::string all;
    for (const auto& one : *array) all += (all.empty() ? "" : ", ") + text_of(one);
    return all;
  }
  return json::serialize(value);
}

bool is_empty(const json::value& value) { return value.is_null() || (value.is_string() && value.get_string().empty()); }

Error wrong(const Property& property, const json::value& given, const std::string& expected) {
  return usage_error("invalid value '" + text_of(given) + "' for '" + property.name + "': expected " + expected);
}

// Texts of an array, or of a text with commas.
std::vector<std::string> texts(const json::value& given) {
  std::vector<std::string> out;
  if (const auto* array = given.if_array()) {
    for (const auto& one : *array) out.push_back(text_of(one));
    return out;
  }
  std::string all = text_of(given);
  for (std::size_t from = 0; from <= all.size();) {
    const auto to = std::min(all.find(',', from), all.size());
    std::string one = all.substr(from, to - from);
    one.erase(0, one.find_first_not_of(' '));
    if (!one.empty()) out.push_back(one.substr(0, one.find_last_not_of(' ') + 1));
    from = to + 1;
  }
  return out;
}

json::value objects(const json::value& given, std::string_view member) {
  json::array out;
  for (const auto& text : texts(given)) out.push_back(json::object{{member, text}});
  return out;
}

// Notion's own words are handed on as they are.
bool is_rich(const json::value& given) {
  const auto* array = given.if_array();
  return array && !array->empty() && array->front().is_object();
}

Result<json::value> number(const Property& property, const json::value& given) {
  if (given.is_number()) return given;
  boost::system::error_code ec;
  auto parsed = json::parse(text_of(given), ec);
  if (ec || !parsed.is_number()) return wrong(property, given, "a number");
  return parsed;
}

Result<json::value> checkbox(const Property& property, const json::value& given) {
  if (given.is_bool()) return given;
  const auto text = text_of(given);
  if (text == "true" || text == "yes") return json::value(true);
  if (text == "false" || text == "no") return json::value(false);
  return wrong(property, given, "true or false");
}

bool is_date(std::string_view text) {
  std::string_view rest = text;
  const auto day = chitty::detail::calendar_date(rest);
  return (day && day->ok() && rest.empty()) || chitty::parse_rfc3339(text);
}

Result<json::value> date(const Property& property, const json::value& given) {
  const auto text = text_of(given);
  const auto slash = text.find('/');
  const auto start = text.substr(0, slash), end = slash == text.npos ? "" : text.substr(slash + 1);
  if (!is_date(start) || (slash != text.npos && !is_date(end))) return wrong(property, given, "a date such as 2026-11-30, or two with a slash between");
  json::object out{{"start", start}};
  if (!end.empty()) out["end"] = end;
  return json::value(out);
}

Result<json::value> files(const Property& property, const json::value& given) {
  json::array out;
  for (const auto& url : texts(given)) {
    if (!url.starts_with("https://") && !url.starts_with("http://")) return wrong(property, given, "addresses of files");
    out.push_back(json::object{{"name", url.substr(0, 100)}, {"type", "external"}, {"external", json::object{{"url", url}}}});
  }
  return json::value(out);
}

Result<json::value> inner(const Property& property, const json::value& given) {
  const auto& type = property.type;
  const bool list = type == "multi_select" || type == "relation" || type == "people" || type == "files", text = type == "title" || type == "rich_text";
  if (is_empty(given)) return list || text ? json::value(json::array()) : type == "checkbox" ? json::value(false)
                                                                                             : json::value(nullptr);
  if (text || list)
    if (is_rich(given)) return given;
  if (text) return rich_text(text_of(given));
  if (type == "number") return number(property, given);
  if (type == "checkbox") return checkbox(property, given);
  if (type == "select" || type == "status") return json::value(json::object{{"name", text_of(given)}});
  if (type == "multi_select") return objects(given, "name");
  if (type == "relation" || type == "people") return objects(given, "id");
  if (type == "files") return files(property, given);
  if (type == "date") return date(property, given);
  if (type == "url" || type == "email" || type == "phone_number") return json::value(text_of(given));
  return usage_error("cannot write '" + property.name + "': Notion computes properties of the type " + type);
}

}  // namespace

Result<json::value> rich_text(std::string_view text) {
  json::array pieces;
  std::size_t from = 0, units = 0;
  const auto cut = [&](std::size_t to) {
    if (to > from) pieces.push_back(json::object{{"type", "text"}, {"text", json::object{{"content", text.substr(from, to - from)}}}});
    from = to, units = 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2
                                            : lead < 0xf0   ? 3
                                                            : 4,
                      takes = bytes == 4 ? 2 : 1;
    if (units + takes > longest_piece) cut(at);
    units += takes, at = std::min(at + bytes, text.size());
  }
  cut(text.size());
  if (pieces.size() > most_pieces) return usage_error("the text is too long: Notion allows about 200000 characters in a property");
  return json::value(pieces);
}

Result<json::value> written_value(const Property& property, const json::value& given) {
  if (const auto* object = given.if_object()) {
    const auto* own = object->if_contains(property.type);
    if (!own) return wrong(property, given, "a value, or an object with the member " + property.type);
    return json::value(json::object{{"type", property.type}, {property.type, *own}});
  }
  CHITTY_TRY(const auto value, inner(property, given));
  return json::value(json::object{{"type", property.type}, {property.type, value}});
}

}  // namespace notion_database
