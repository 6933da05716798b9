// `body` and `reply` of a route: what is sent, and by which schema.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/route_shape.hpp>
#include <optional>
#include <string>

namespace chitty {

struct Content {
  ContentKind kind = ContentKind::unsaid;
  json::value schema{};  // of json, lines, events, form
  std::string word{};    // where the schema stands: "/ndjson", or empty
  std::string media{};   // of bytes: "application/zip"
};

// Nothing when the words are none of these.
std::optional<Content> content_of(const json::value& words);

}  // namespace chitty
