#include "pretty.hpp"

#include <boost/json/serialize.hpp>

namespace chittyconnect::openapi {

namespace json = boost::json;

namespace {

bool is_plain(const json::value& value) {
  if (const auto* array = value.if_array()) return array->empty();
  if (const auto* object = value.if_object()) return object->empty();
  return true;
}

// Short lists of plain values stay in one line: ["id", "name"].
bool fits_a_line(const json::array& array) {
  if (array.size() > 8) return false;
  for (const auto& one : array)
    if (!is_plain(one)) return false;
  return true;
}

void write(std::string& out, const json::value& value, std::size_t level) {
  const std::string line = "\n" + std::string(2 * (level + 1), ' ');
  const auto* array = value.if_array();
  if (is_plain(value) || (array && fits_a_line(*array))) {
    out += json::serialize(value);
    return;
  }
  bool first = true;
  const auto next = [&] { out += (first ? "" : ",") + line, first = false; };
  out += array ? '[' : '{';
  if (array)
    for (const auto& one : *array) next(), write(out, one, level + 1);
  else
    for (const auto& [name, one] : value.get_object()) next(), out += json::serialize(json::string_view(name)) + ": ", write(out, one, level + 1);
  out += "\n" + std::string(2 * level, ' ') + (array ? ']' : '}');
}

}  // namespace

std::string pretty(const json::value& value) {
  std::string out;
  write(out, value, 0);
  return out += '\n';
}

}  // namespace chittyconnect::openapi
