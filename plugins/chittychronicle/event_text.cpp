#include "event_text.hpp"

#include <chitty/json_view.hpp>

namespace chittychronicle {

using namespace chitty;

namespace {

bool holds_json(std::string_view quoted) { return quoted == "\"metadata\"" || quoted == "\"related_events\"" || quoted == "\"integrations\""; }

}  // namespace

std::string event_text(std::string_view row) {
  std::string event = "{";
  event.reserve(row.size());
  ObjectView(row).each([&](std::string_view name, std::string_view value) {
    if (event.size() > 1) event += ',';
    event.append(name).append(":");
    if (value.starts_with('"') && holds_json(name))
      event += chitty::detail::unquoted(value);
    else
      event += value;
    return true;
  });
  return event += '}';
}

}  // namespace chittychronicle
