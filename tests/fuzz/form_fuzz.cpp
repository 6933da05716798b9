// Any text as a form and as a query. A form that is read, written and read again says the same; a route's shape makes JSON of
// its own types of it, or says what is wrong.
#include <boost/json/parse.hpp>
#include <chitty/form.hpp>
#include <chitty/route_shape.hpp>

#include "input.hpp"

namespace {

using namespace chitty;

const RouteShape& shape() {
  static const RouteShape made = [] {
    const auto query = json::parse(R"({"type": "object", "additionalProperties": false, "properties": {
      "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "mine": {"type": "boolean"},
      "tag": {"type": "array", "items": {"type": "string", "maxLength": 8}, "maxItems": 3}, "rate": {"type": "number"}}})");
    return RouteShape::compile({.query = query, .body = json::object{{"form", query}}}, {}).value();
  }();
  return made;
}

void holds(const std::string& json_text, const Departures& wrong) {
  if (!wrong.empty()) return fuzz::require(!wrong.error().message.empty());
  const auto limit = json::parse(json_text).at("limit").as_int64();
  fuzz::require(limit >= 1 && limit <= 100);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  Departures of_query, of_form;
  const auto query = shape().query(text, of_query);
  holds(query, of_query);
  shape().body(text, of_form);
  const auto form = parse_form(text);
  if (!form) {
    fuzz::require(!form.error().message.empty());
    return 0;
  }
  std::string again;
  for (const auto& [name, value] : form->fields()) {
    const auto written = form_text({{name, std::string(value.as_string())}});
    if (!written.empty()) again += (again.empty() ? "" : "&") + written;
  }
  const auto read = parse_form(again);
  fuzz::require(read.has_value());
  for (const auto& [name, value] : form->fields()) fuzz::require(read->text(name) == form->text(name));
  return 0;
}
