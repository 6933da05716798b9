#include "text_document.hpp"

#include "json_reader.hpp"
#include "yaml_reader.hpp"

namespace chittyconnect::openapi {

chitty::Result<TextDocument> TextDocument::parse(std::string_view text) {
  TextDocument made;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return not_readable({}, "it is empty");
  // What begins as an object of JSON is read as JSON: its errors are then told in JSON's words.
  const bool as_json = text[first] == '{' || text[first] == '[';
  auto read = as_json ? JsonReader(text, made.places_).read() : YamlReader(text, made.places_).read();
  if (!read) return read.error();
  made.value_ = std::move(*read);
  return made;
}

Place TextDocument::place(std::string pointer) const {
  for (;;) {
    if (const auto found = places_.find(pointer); found != places_.end()) return found->second;
    const auto slash = pointer.rfind('/');
    if (slash == pointer.npos) return {};
    pointer.resize(slash);
  }
}

chitty::Error not_readable(const Place& place, std::string_view why) {
  return chitty::usage_error("line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + ": " + std::string(why));
}

}  // namespace chittyconnect::openapi
