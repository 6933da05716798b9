#include "text_fields.hpp"

#include <boost/json/serialize.hpp>
#include <charconv>
#include <chitty/form.hpp>
#include <cmath>

namespace chitty {

namespace {

const json::value* member(const json::object& object, std::string_view key) { return object.if_contains(key); }

bool says(const json::object& schema, std::string_view key) {
  const auto* value = member(schema, key);
  return value && value->is_bool() && value->get_bool();
}

// The one type that is not null, or nothing.
std::string_view type_of(const json::object& schema) {
  const auto* type = member(schema, "type");
  if (type && type->is_string()) return type->get_string();
  if (type && type->is_array())
    for (const auto& one : type->get_array())
      if (one.is_string() && one.get_string() != "null") return one.get_string();
  return {};
}

// Encoded text needs no decoding when it is as it will be.
std::optional<std::string_view> decoded(std::string_view text, std::string& room) {
  if (text.find_first_of("%+") == text.npos) return text;
  auto plain = form_decoded(text);
  if (!plain) return std::nullopt;
  room = std::move(*plain);
  return room;
}

Departure badly_encoded(std::string message) { return {"", "", "encoding", std::move(message), ""}; }

// As JSON writes it: no plus, no leading zeros, digits around a point.
bool is_json_number(std::string_view text) {
  const auto digits = [&] {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool zero = text.starts_with('0');
  const auto whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  return text.empty();
}

template <class Number>
std::optional<json::value> whole_number(std::string_view text) {
  Number value{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return json::value(value);
}

}  // namespace

const json::object* followed(const json::value& schema, const json::value& whole) {
  const auto* at = &schema;
  for (int steps = 0; steps < 32; ++steps) {
    const auto* object = at->if_object();
    const auto* reference = object ? member(*object, "$ref") : nullptr;
    if (!reference || !reference->is_string()) return object;
    const std::string_view pointer = reference->get_string();
    boost::system::error_code ec;
    at = pointer.starts_with('#') ? whole.find_pointer(pointer.substr(1), ec) : nullptr;
    if (!at) return nullptr;
  }
  return nullptr;
}

TextFields::TextFields(const json::value& whole) {
  const auto* schema = followed(whole, whole);
  const auto* properties = schema ? member(*schema, "properties") : nullptr;
  if (!properties || !properties->is_object()) return;
  for (const auto& [name, property] : properties->get_object()) {
    auto& field = fields_.emplace_back();
    field.name = name;
    const auto* of = followed(property, whole);
    if (!of) continue;
    if (const auto* fallback = member(*of, "default")) field.fallback = json::value(*fallback, json::storage_ptr());
    field.secret = says(*of, "secret") || says(*of, "writeOnly");
    field.repeated = type_of(*of) == "array";
    const auto* items = field.repeated ? member(*of, "items") : nullptr;
    if (items) of = followed(*items, whole);
    const auto type = of ? type_of(*of) : std::string_view();
    field.type = type == "integer" ? Type::integer : type == "number" ? Type::number
                                                 : type == "boolean"  ? Type::boolean
                                                                      : Type::text;
  }
}

const TextFields::Field* TextFields::find(std::string_view name) const {
  for (const auto& field : fields_)
    if (field.name == name) return &field;
  return nullptr;
}

std::optional<json::value> TextFields::value_of(Type type, std::string_view text) {
  if (type == Type::text) return json::value(text);
  if (type == Type::boolean) {
    if (text == "true" || text == "false") return json::value(text == "true");
    return std::nullopt;
  }
  if (!is_json_number(text)) return std::nullopt;
  if (auto value = whole_number<std::int64_t>(text)) return value;
  if (type == Type::integer) return std::nullopt;  // beyond 64 bits, or with a fraction
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || !std::isfinite(value)) return std::nullopt;
  return json::value(value);
}

Departure TextFields::wrong(const Field& field, std::string_view text) {
  std::string message = field.type == Type::integer  ? "must be an integer of at most 64 bits"
                        : field.type == Type::number ? "must be a number"
                                                     : "must be true or false";
  if (!field.secret) message += ", but is " + json::serialize(json::string(text.substr(0, 40)));
  return {"/" + field.name, "/properties/" + field.name + "/type", "type", std::move(message), ""};
}

void TextFields::take(std::string_view name, std::string_view text, std::string_view part, json::object& values,
                      Departures& out) const {
  const auto* field = find(name);
  if (!field) {
    values[name] = text;
    return;
  }
  auto* earlier = values.if_contains(name);
  if (earlier && !field->repeated)
    return out.add(part, {"/" + field->name, "", "once", "must be given only once", ""});
  auto value = value_of(field->type, text);
  if (!value) return out.add(part, wrong(*field, text));
  if (!field->repeated) {
    values.emplace(name, std::move(*value));
    return;
  }
  if (!earlier) earlier = &values.emplace(name, json::array()).first->value();
  earlier->get_array().push_back(std::move(*value));
}

void TextFields::read(std::string_view encoded, std::string_view part, json::object& values, Departures& out) const {
  std::string name_room, value_room;
  while (!encoded.empty()) {
    const auto pair = encoded.substr(0, encoded.find('&'));
    encoded.remove_prefix(pair.size() < encoded.size() ? pair.size() + 1 : pair.size());
    const auto equals = pair.find('=');
    const auto name = decoded(pair.substr(0, equals), name_room);
    const auto value = decoded(equals == pair.npos ? std::string_view() : pair.substr(equals + 1), value_room);
    if (!name || !value)
      out.add(part, badly_encoded("has a % that is not followed by two hexadecimal digits"));
    else if (!is_utf8(*name) || !is_utf8(*value))
      out.add(part, badly_encoded("is not UTF-8"));
    else if (!value->empty())  // an empty one counts as absent
      take(*name, *value, part, values, out);
  }
}

void TextFields::read(const RouteShape::Pairs& pairs, std::string_view part, json::object& values, Departures& out) const {
  for (const auto& [name, value] : pairs) take(name, value, part, values, out);
}

void TextFields::fill_in(json::object& values) const {
  for (const auto& field : fields_)
    if (field.fallback && !values.contains(field.name)) values.emplace(field.name, *field.fallback);
}

}  // namespace chitty
