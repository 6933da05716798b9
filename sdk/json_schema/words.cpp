#include "words.hpp"

#include <chitty/nearest.hpp>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>

namespace chitty::json_schema {

namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && continues(text[most])) --most;
  return text.substr(0, most);
}

}  // namespace

std::string type_words(std::uint8_t kinds) {
  constexpr std::pair<Kind::Bit, std::string_view> names[] = {
      {Kind::string, "a string"}, {Kind::integer, "an integer"}, {Kind::number, "a number"}, {Kind::boolean, "true or false"}, {Kind::object, "an object"}, {Kind::array, "an array"}, {Kind::null, "null"}};
  std::vector<std::string_view> said;
  for (const auto& [kind, name] : names)
    if (kinds & kind) said.push_back(name);
  std::string out;
  for (std::size_t i = 0; i < said.size(); ++i)
    out += (i == 0 ? "" : i + 1 == said.size() ? " or "
                                               : ", ") +
           std::string(said[i]);
  return out;
}

std::string kind_words(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return "null";
    case json::kind::bool_: return "true or false";
    case json::kind::string: return "a string";
    case json::kind::array: return "an array";
    case json::kind::object: return "an object";
    default: return "a number";
  }
}

std::string shown(const json::value& value) {
  if (value.is_string()) return quoted(std::string_view(value.get_string()));
  if (value.is_structured()) return kind_words(value);
  if (!value.is_double()) return json::serialize(value);
  char text[32];  // as somebody would write it: 0.01 and not 1E-2
  return {text, std::to_chars(text, text + sizeof text, value.get_double()).ptr};
}

std::string quoted(std::string_view text) {
  const auto begin = cut(text, 60);
  const std::string out = json::serialize(json::string_view(begin));
  return begin.size() == text.size() ? out : out.substr(0, out.size() - 1) + "...\"";
}

std::string listed(const std::vector<json::value>& values) {
  constexpr std::size_t most = 12;
  std::string out;
  for (std::size_t i = 0; i < std::min(values.size(), most); ++i) out += (i ? ", " : "") + shown(values[i]);
  return values.size() <= most ? out : out + ", ... (" + std::to_string(values.size()) + " in all)";
}

std::string meant(std::string_view word, const std::vector<std::string>& candidates) {
  const auto near = nearest(word, candidates);
  return near.empty() ? "" : "; did you mean " + quoted(near.front()) + "?";
}

std::uint64_t characters(std::string_view utf8) {
  return static_cast<std::uint64_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return !continues(c); }));
}

std::string counted(std::uint64_t count, Kind::Bit of) {
  const std::string unit = of == Kind::string ? "character" : of == Kind::array ? "item"
                                                                                : "member";
  return std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
}

}  // namespace chitty::json_schema
