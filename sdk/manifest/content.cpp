#include "content.hpp"

namespace chitty {

std::optional<Content> content_of(const json::value& words) {
  if (words.is_null()) return Content{};
  if (words.is_bool() && !words.get_bool()) return Content{ContentKind::none};
  if (words.is_bool()) return Content{ContentKind::json, words};
  const auto* object = words.if_object();
  if (!object) return std::nullopt;
  if (object->size() == 1) {  // none of these is a keyword of schemas
    const auto& [word, value] = *object->begin();
    const std::string at = "/" + std::string(word.data(), word.size());
    if (word == "ndjson") return Content{ContentKind::lines, value, at};
    if (word == "sse") return Content{ContentKind::events, value, at};
    if (word == "form") return Content{ContentKind::form, value, at};
    if (word == "media" && value.is_string()) return Content{ContentKind::bytes, {}, at, std::string(value.get_string())};
  }
  return Content{ContentKind::json, words};
}

}  // namespace chitty
