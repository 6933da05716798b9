// Values that come as text, in a path, a query or a form, and their types by the schema of the whole.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chitty/route_shape.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty {

// The schema that a reference ("#/$defs/x/properties/y") in a self-contained one leads to, however many there are in a row;
// null when it leads nowhere or in a circle. What is no reference leads to itself.
const json::object* followed(const json::value& schema, const json::value& whole);

class TextFields {
 public:
  TextFields() = default;
  explicit TextFields(const json::value& object_schema);  // self-contained

  // Text that is no value of its type, comes twice, or is badly encoded, is told to `out` and left out.
  void read(std::string_view encoded, std::string_view part, json::object& values, Departures& out) const;
  void read(const RouteShape::Pairs& decoded, std::string_view part, json::object& values, Departures& out) const;

  // Those that were not given and have a default.
  void fill_in(json::object& values) const;

 private:
  enum class Type {
    text,
    integer,
    number,
    boolean
  };
  struct Field {
    std::string name;
    Type type = Type::text;
    bool repeated = false, secret = false;
    std::optional<json::value> fallback{};
  };
  const Field* find(std::string_view name) const;
  void take(std::string_view name, std::string_view value, std::string_view part, json::object& values, Departures& out) const;
  static std::optional<json::value> value_of(Type type, std::string_view text);
  static Departure wrong(const Field& field, std::string_view text);

  std::vector<Field> fields_;
};

}  // namespace chitty
